"""Django's entry for this part. It hears of recorded drafts, so that a petition is answered with its paper."""

from django.apps import AppConfig

from khuyencong.documents.hooks import RECORDED


class OversightConfig(AppConfig):
    name = "khuyencong.oversight"
    label = "oversight"

    def ready(self) -> None:
        from khuyencong.oversight.actions.petitions import answer_was_recorded  # models exist only now

        RECORDED.append(answer_was_recorded)
