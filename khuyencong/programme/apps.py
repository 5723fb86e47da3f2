"""Django's entry for this part. It hears of every movement of money, so that the tallies follow."""

from django.apps import AppConfig

from khuyencong.ledger.hooks import MOVED
from khuyencong.registry.hooks import TOUCHED


class ProgrammeConfig(AppConfig):
    name = "khuyencong.programme"
    label = "programme"

    def ready(self) -> None:
        from khuyencong.programme.actions.tallying import tally_moved  # models exist only now
        from khuyencong.programme.actions.tallying_steps import tally_steps
        from khuyencong.programme.queries.touched import programme_touched

        MOVED.extend((tally_moved, tally_steps))
        TOUCHED.append(programme_touched)
