"""Django's entry for this part. It hears of recorded drafts: answers of petitions, papers of trips, invitations."""

from django.apps import AppConfig

from khuyencong.documents.hooks import RECORDED
from khuyencong.registry.hooks import TOUCHED


class OversightConfig(AppConfig):
    name = "khuyencong.oversight"
    label = "oversight"

    def ready(self) -> None:
        from khuyencong.oversight.actions.gatherings import invitation_was_recorded  # models exist only now
        from khuyencong.oversight.actions.inspections import told_of_paper
        from khuyencong.oversight.actions.petitions import answer_was_recorded
        from khuyencong.oversight.queries.touched import oversight_touched

        RECORDED.extend((answer_was_recorded, told_of_paper, invitation_was_recorded))
        TOUCHED.append(oversight_touched)
