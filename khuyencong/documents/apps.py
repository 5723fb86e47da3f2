"""Django's entry for this part."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "khuyencong.documents"
    label = "documents"
