"""Django's entry for this part."""

from django.apps import AppConfig


class CliConfig(AppConfig):
    name = "khuyencong.cli"
    label = "cli"
