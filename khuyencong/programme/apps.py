"""Django's entry for this part. It hears of every movement of money, so that the tallies follow."""

from django.apps import AppConfig

from khuyencong.ledger.hooks import MOVED


class ProgrammeConfig(AppConfig):
    name = "khuyencong.programme"
    label = "programme"

    def ready(self) -> None:
        from khuyencong.programme.actions.tallying import tally_moved  # models exist only now
        from khuyencong.programme.actions.tallying_steps import tally_steps

        MOVED.extend((tally_moved, tally_steps))
