"""What a phone sends from a place: one finding, or one photo of a finding, each under a key of its own."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _


def degrees(most: int) -> forms.DecimalField:
    """Degrees of a place between -most and most; None when the phone gave none."""
    return forms.DecimalField(
        required=False, min_value=Decimal(-most), max_value=Decimal(most), max_digits=9, decimal_places=6
    )


class FindingSent(forms.Form):
    """One finding. ``seen_at``: the phone's clock with its zone; ``corrects``: key of the finding it corrects."""

    key = forms.UUIDField(label=_("Mã"))
    stop = forms.IntegerField(label=_("Địa phương"), min_value=1)
    item = forms.CharField(label=_("Nội dung kiểm tra"), max_length=50, required=False)
    result = forms.CharField(label=_("Kết quả"), max_length=8, required=False)
    text = forms.CharField(label=_("Ghi nhận"), max_length=4000, required=False)
    project = forms.IntegerField(label=_("Đề án"), min_value=1, required=False)
    about = forms.CharField(label=_("Đối tượng khác"), max_length=300, required=False)
    seen_at = forms.DateTimeField(label=_("Thời điểm ghi"))
    latitude = degrees(90)
    longitude = degrees(180)
    corrects = forms.UUIDField(label=_("Đính chính"), required=False)


class PhotoSent(forms.Form):
    """One photo. ``observation``: key of its finding; ``sha256``: of the file, in hexadecimal, '' when unknown."""

    key = forms.UUIDField(label=_("Mã"))
    observation = forms.UUIDField(label=_("Kết quả"))
    taken_at = forms.DateTimeField(label=_("Thời điểm chụp"))
    latitude = degrees(90)
    longitude = degrees(180)
    sha256 = forms.CharField(max_length=64, required=False)
    photo = forms.FileField(label=_("Ảnh"), allow_empty_file=True)
