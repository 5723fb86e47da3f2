"""Everything that changes the register: bodies and establishments met, identifiers, changes over time."""

from khuyencong.registry.actions.bodies import add_name, add_organisation, meet_organisations
from khuyencong.registry.actions.changes import (
    apply_change,
    choose_holder,
    enter_change,
    enter_reversal,
    keep_source,
    withdraw_change,
)
from khuyencong.registry.actions.charges import confirm_charge, correct_charge, record_charge
from khuyencong.registry.actions.establishments import add_identifier, meet_establishments

__all__ = [
    "add_identifier",
    "add_name",
    "add_organisation",
    "apply_change",
    "choose_holder",
    "confirm_charge",
    "correct_charge",
    "enter_change",
    "enter_reversal",
    "keep_source",
    "meet_establishments",
    "meet_organisations",
    "record_charge",
    "withdraw_change",
]
