"""Django's entry for this part: joins those who are told that a draft came out as a recorded paper."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "khuyencong.oversight"
    label = "oversight"

    def ready(self) -> None:
        from khuyencong.documents.hooks import RECORDED
        from khuyencong.oversight.actions.inspections import told_of_paper

        if told_of_paper not in RECORDED:
            RECORDED.append(told_of_paper)
