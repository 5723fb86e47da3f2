"""Django's entry for this part. It hears of every draft that came out as a document: an opinion's own is its answer."""

from django.apps import AppConfig

from khuyencong.documents.hooks import RECORDED
from khuyencong.registry.hooks import TOUCHED


class ClustersConfig(AppConfig):
    name = "khuyencong.clusters"
    label = "clusters"

    def ready(self) -> None:
        from khuyencong.clusters.actions.opinions import opinion_told_of_paper  # models exist only now
        from khuyencong.clusters.queries.touched import clusters_touched

        RECORDED.append(opinion_told_of_paper)
        TOUCHED.append(clusters_touched)
