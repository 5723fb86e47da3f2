"""Django's entry for this part."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "khuyencong.oversight"
    label = "oversight"
