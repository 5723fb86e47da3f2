"""What rows of this part share: a period, the change that began or ended it, a name with its search keys."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from khuyencong.kernel.text import fold, nfc, sort_key


def ends_after_it_starts(name: str) -> models.CheckConstraint:
    """A period ends after the day it starts."""
    return models.CheckConstraint(
        condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=models.F("valid_from")),
        name=name,
        violation_error_message=_("Ngày kết thúc phải sau ngày bắt đầu."),
    )


class OfChanges(models.Model):
    """A period that knows which change of the register began it and which ended it; null for what was recorded so."""

    begun_by = models.ForeignKey(
        "registry.Change", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    ended_by = models.ForeignKey(
        "registry.Change", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    class Meta:
        abstract = True


class Named(models.Model):
    """A name with its search key and its place in the Vietnamese order; all three are set together by ``set_name``."""

    name = models.CharField(max_length=300)
    folded = models.CharField(max_length=300, editable=False)
    sort_key = models.CharField(max_length=250, editable=False)

    class Meta:
        abstract = True

    def set_name(self, name: str) -> None:
        """Set the name in the one stored form with its keys."""
        self.name = nfc(name)
        self.folded = fold(self.name)
        self.sort_key = sort_key(self.name)

    def __str__(self) -> str:
        return self.name
