"""Changes of places and bodies: entered from their paper, applied once, taken back by a further one."""

from khuyencong.registry.actions.changes.applying import apply_change, withdraw_change
from khuyencong.registry.actions.changes.choosing import choose_holder
from khuyencong.registry.actions.changes.entering import enter_change, enter_reversal, keep_source

__all__ = ["apply_change", "choose_holder", "enter_change", "enter_reversal", "keep_source", "withdraw_change"]
