"""When a province may pass to another region of a scheme."""

from datetime import date

from django.utils.translation import gettext as _

from khuyencong.kernel.findings import Finding
from khuyencong.kernel.periods import short_date
from khuyencong.registry.models import LegalSource, Place, RegionMember, RegionScheme
from khuyencong.registry.states import Level


def judged_membership(
    scheme: RegionScheme, place: Place, region: str, on: date, source: LegalSource | None
) -> list[Finding]:  # fmt: skip
    """Everything that can be said against a province joining a region on a day; errors block, warnings are shown."""
    found = _names_a_region(scheme, region)
    if source is None:
        message, remedy = _("Việc chuyển vùng phải có văn bản làm căn cứ."), _("Ghi số, ký hiệu văn bản.")
        found.append(Finding("region-paper", message, where="number", remedy=remedy))
    elif source.issued_on is not None and source.issued_on > on:
        message = _("Văn bản {number} ban hành ngày {issued}, sau ngày chuyển {on}.").format(
            number=source.number, issued=short_date(source.issued_on), on=short_date(on)
        )
        found.append(Finding("region-paper-later", message, "warning", "on", _("Kiểm tra lại ngày có hiệu lực.")))
    gone = place.valid_to is not None and place.valid_to <= on
    if place.level != Level.PROVINCE or place.valid_from > on or gone:
        message = _("{name} không phải địa bàn cấp tỉnh đang tồn tại vào ngày {on}.").format(
            name=place.name, on=short_date(on)
        )
        return [*found, Finding("region-place", message, where="place", remedy=_("Chọn tỉnh của ngày ấy."))]
    return [*found, *_follows(scheme, place, region, on)]


def _names_a_region(scheme: RegionScheme, region: str) -> list[Finding]:
    if not region.strip():
        return [Finding("region-name", _("Ghi tên vùng."), where="region")]
    if RegionMember.objects.filter(scheme=scheme, region=region.strip()).exists():
        return []
    message = _("“{region}” chưa có trong cách chia này.").format(region=region.strip())
    remedy = _("Kiểm tra lại tên vùng; nếu văn bản lập vùng mới thì giữ nguyên.")
    return [Finding("region-new", message, "warning", "region", remedy)]


def _follows(scheme: RegionScheme, place: Place, region: str, on: date) -> list[Finding]:
    """Memberships follow one another: no later one stands, and the region is another than the one before."""
    last = RegionMember.objects.filter(scheme=scheme, place=place).order_by("-valid_from").first()
    if last is None or (last.valid_to is not None and last.valid_to <= on):
        return []
    if last.valid_from >= on:
        message = _("{name} đã được xếp vùng “{region}” từ ngày {since}.").format(
            name=place.name, region=last.region, since=short_date(last.valid_from)
        )
        remedy = _("Chọn ngày sau ngày ấy.")
        return [Finding("region-later", message, where="on", remedy=remedy)]
    if last.region == region.strip():
        message = _("{name} đang thuộc vùng “{region}”.").format(name=place.name, region=last.region)
        return [Finding("region-same", message, where="region", remedy=_("Chọn vùng khác."))]
    return []
