"""Django's entry for this part."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "khuyencong.records"
    label = "records"
