"""Plain data that says by which columns a model's rows are shown to a person. Read by accounts.visible_to."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    """Lookup paths from a model to its place and its organisation.

    ``public`` rows (places, law) are shown to everyone who may sign in; ``business`` rows follow the assignment.
    ``internal`` rows are read only through the object they belong to and have no list of their own.
    """

    place: str | None = None
    organisation: str | None = None
    public: bool = False
    internal: bool = False
