"""A working sheet as data: one A4 of short lists for people at work, without letterhead or signatures."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SheetList:
    """A list of the sheet. ``columns`` are (title, relative width); ``rows`` hold one text a column.

    ``more`` is said below the rows: what is left out, or why there are none.
    """

    title: str
    columns: tuple[tuple[str, float], ...]
    rows: tuple[tuple[str, ...], ...]
    more: str = ""


@dataclass(frozen=True)
class Sheet:
    """The whole sheet. ``banner`` is the line that marks demo data; ``foot`` says as of when."""

    title: str
    lead: str
    lists: tuple[SheetList, ...]
    banner: str = ""
    foot: str = ""
