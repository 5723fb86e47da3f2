"""Claims about what a team found: who writes it, where, and what a photo must be."""

from uuid import UUID

from django.utils.translation import gettext as _

from khuyencong.accounts.permissions import Standing, may
from khuyencong.accounts.roles import Permission
from khuyencong.kernel.findings import Finding
from khuyencong.oversight.models import Inspection, Observation, Photo, Stop
from khuyencong.oversight.states import InspectionState, Result

FIELD_STATES = (
    InspectionState.DECIDED,
    InspectionState.NOTIFIED,
    InspectionState.FIELD,
    InspectionState.FINISHED,
    InspectionState.CONCLUDED,
)
PHOTO_LIMIT = 12 * 1024 * 1024
# The first bytes of the pictures a phone makes, and what they are called here.
PICTURES = (
    (b"\xff\xd8\xff", 0, "jpg", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", 0, "png", "image/png"),
    (b"WEBP", 8, "webp", "image/webp"),
)


def kind_of_picture(data: bytes) -> tuple[str, str] | None:
    """Ending and media type of a picture by its own first bytes; None for anything else."""
    for mark, at, ending, media_type in PICTURES:
        if data[at : at + len(mark)] == mark and (ending != "webp" or data[:4] == b"RIFF"):
            return ending, media_type
    return None


def found_by_the_team(standing: Standing, inspection: Inspection) -> list[Finding]:
    """Members with an account of the Agency write what was found; so may the head of division and a leader.

    For a team named without any account of the Agency, whoever handles the office's work writes.
    """
    leads = may(standing, Permission.AGREE) or may(standing, Permission.ENDORSE)
    if not leads and not may(standing, Permission.HANDLE_OFFICE):
        return [Finding("found-by-team", _("Người của đoàn thuộc Cục ghi kết quả tại địa phương."))]
    members = set(inspection.members.filter(user__isnull=False).values_list("user_id", flat=True))
    if leads or not members or standing.user.pk in members:
        return []
    message = _("Anh (chị) không có tên trong đoàn này.")
    return [Finding("found-by-member", message, remedy=_("Thành viên của đoàn hoặc trưởng phòng ghi kết quả."))]


def trip_is_going(inspection: Inspection) -> list[Finding]:
    """Findings belong to a trip that was decided and is not closed. What a phone kept may come after the return."""
    if inspection.state in FIELD_STATES:
        return []
    message = _("Đoàn đang ở bước “{state}”, không nhận kết quả thực địa.").format(state=inspection.get_state_display())
    return [Finding("trip-is-going", message)]


def stop_is_of_the_trip(stop: Stop | None) -> list[Finding]:
    """What is found belongs to a place of its own trip; None stands for a place of another."""
    if stop is not None:
        return []
    return [Finding("stop-of-trip", _("Địa phương này không thuộc đoàn."), where="stop")]


def project_is_at_the_stop(found: bool) -> list[Finding]:
    """A finding names a project of its place and years; ``found``: it was among them."""
    if found:
        return []
    message = _("Đề án này không thuộc địa phương, năm của đoàn.")
    return [Finding("project-at-stop", message, where="project", remedy=_("Chọn lại đề án."))]


def finding_is_kept(row: Observation | None) -> list[Finding]:
    """A photo follows the finding it shows; None when the server keeps no such finding of this trip."""
    if row is not None:
        return []
    return [Finding("finding-kept", _("Kết quả của ảnh này chưa được lưu ở máy chủ."), where="observation")]


def correction_is_kept(told: bool, row: Observation | None) -> list[Finding]:
    """A correction follows the finding it corrects; ``told``: one was named."""
    if row is not None or not told:
        return []
    return [Finding("corrected-kept", _("Kết quả được đính chính chưa có ở máy chủ."), where="corrects")]


def observation_says_something(result: str, text: str, item: str, items: set[str]) -> list[Finding]:
    """A result of the list; words where something lacks, is wrong or is noted; an item of the checklist of the day."""
    found = []
    if result not in Result.values:
        found.append(Finding("result-known", _("Chọn kết quả trong danh sách."), where="result"))
    if result != Result.MET and not text.strip():
        found.append(Finding("says-what", _("Ghi nội dung đã thấy."), where="text"))
    if item and item not in items:
        found.append(Finding("item-known", _("Nội dung kiểm tra không có trong danh mục của ngày này."), where="item"))
    return found


def key_is_of_the_stop(known: Observation, stop: Stop) -> list[Finding]:
    """A key names one finding at one place for ever."""
    if known.stop_id == stop.pk:
        return []
    return [Finding("key-of-stop", _("Mã này đã ghi cho địa phương khác."), where="key")]


def correction_is_of_the_stop(corrects: Observation | None, stop: Stop) -> list[Finding]:
    """A correction names a finding of the same place."""
    if corrects is None or corrects.stop_id == stop.pk:
        return []
    return [Finding("corrects-of-stop", _("Chỉ đính chính kết quả của chính địa phương này."), where="corrects")]


def photo_is_a_picture(data: bytes) -> list[Finding]:
    """A photo is a JPEG, PNG or WebP by its own content, of a size a phone makes; nothing in it is trusted."""
    if len(data) > PHOTO_LIMIT:
        return [Finding("photo-size", _("Ảnh lớn hơn 12 MB: hãy chụp ở cỡ nhỏ hơn."), where="photo")]
    if kind_of_picture(data) is None:
        return [Finding("photo-kind", _("Tệp này không phải ảnh JPEG, PNG hoặc WebP."), where="photo")]
    return []


def photo_came_whole(digest: str, told: str) -> list[Finding]:
    """What arrived is what the phone sent, by its SHA-256."""
    if not told or told == digest:
        return []
    return [Finding("photo-whole", _("Ảnh đến không nguyên vẹn; máy sẽ gửi lại."), where="photo")]


def photo_key_is_of_the_observation(known: Photo, key: UUID, digest: str) -> list[Finding]:
    """A photo's key names one picture of one finding for ever."""
    if known.observation.key == key and known.attachment.blob.sha256 == digest:
        return []
    return [Finding("photo-key", _("Mã ảnh này đã dùng cho ảnh khác."), where="key")]
