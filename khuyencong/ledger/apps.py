"""Django's entry for this part."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "khuyencong.ledger"
    label = "ledger"
