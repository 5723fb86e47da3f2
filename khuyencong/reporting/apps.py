"""Django's entry for this part."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "khuyencong.reporting"
    label = "reporting"
