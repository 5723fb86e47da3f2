"""Django's entry for this part."""

from django.apps import AppConfig


class ClustersConfig(AppConfig):
    name = "khuyencong.clusters"
    label = "clusters"
