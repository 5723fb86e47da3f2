"""What the field page says: results as badges, and the sentences its scripts show."""

from django.utils.translation import gettext as _

from khuyencong.oversight.states import Result
from khuyencong.web.templatetags.kc import badge

RESULT_TONES = {
    Result.MET: ("green", "circle-check"),
    Result.LACKING: ("amber", "clock"),
    Result.WRONG: ("red", "alert-triangle"),
    Result.NOTE: ("neutral", "info-circle"),
}


def result_badge(result: str) -> str:
    """A result in icon and words."""
    return badge(*RESULT_TONES[Result(result)], str(Result(result).label))


def words_of_the_phone() -> dict[str, str]:
    """Sentences by name; {n}, {why}, {title}, {name} … are filled by the scripts."""
    return _states() | _banners() | _of_the_form()


def _states() -> dict[str, str]:
    return {
        "draft": _("Đang viết dở trên máy"),
        "held": _("Đang giữ trên máy"),
        "sending": _("Đang gửi"),
        "kept": _("Đã lưu ở máy chủ"),
        "refused": _("Bị từ chối: {why}"),
        "refusedRemedy": _("Bấm Sửa, chỉnh lại rồi lưu; các mục khác vẫn được gửi."),
        "photos": _("{n} ảnh còn trên máy"),
        "photosKept": _("{n} ảnh đã ở máy chủ"),
        "photoRefused": _("Ảnh bị từ chối: {why}"),
        "dropPhotos": _("Bỏ ảnh bị từ chối"),
        "replaced": _("Có đính chính còn trên máy này."),
        "correction": _("Đính chính"),
        "placed": _("có vị trí"),
    }


def _banners() -> dict[str, str]:
    return {
        "allKept": _("Mọi kết quả đã ở máy chủ."),
        "left": _("{n} mục chỉ có trên máy này."),
        "drafts": _("{n} mục đang viết dở."),
        "online": _("Có mạng"),
        "offline": _("Không có mạng"),
        "checking": _("Đang kiểm tra kết nối"),
        "offlineNote": _("Cứ tiếp tục ghi; khi có mạng, máy tự gửi."),
        "ready": _("Trang dùng được khi không có mạng."),
        "preparing": _("Đang chuẩn bị để dùng khi không có mạng…"),
        "notReady": _("Trình duyệt này chưa giữ được trang khi không có mạng. Hãy mở trang qua https, bằng "
                      "Chrome, Edge hoặc Safari bản mới."),
        "noStore": _("Trình duyệt không cho lưu trên máy (chế độ riêng tư?). Hãy mở trang ở cửa sổ thường."),
        "storeFull": _("Bộ nhớ của máy đã đầy: giải phóng chỗ rồi lưu lại. Nội dung đang ghi vẫn ở trên màn hình."),
        "signedOut": _("Phiên đăng nhập đã hết. Mọi mục vẫn giữ trên máy; đăng nhập lại để gửi."),
        "signIn": _("Đăng nhập lại"),
        "otherPerson": _("Máy đang đăng nhập bằng tài khoản khác. Mục đã ghi ở đây chỉ gửi bằng tài khoản đã ghi."),
        "past": _("Đang xem số liệu của ngày trước. Về hiện tại để gửi."),
        "denied": _("Tài khoản này không còn được gửi kết quả của đoàn. Các mục vẫn giữ trên máy."),
        "notTaken": _("Máy chủ không nhận mục này (mã {n})."),
        "trouble": _("Máy chủ đang bận, máy sẽ tự gửi lại."),
        "leaving": _("Còn {n} mục chỉ có trên máy này, chưa gửi. Vẫn đăng xuất?"),
        "elsewhere": _("{n} mục của đoàn khác còn trên máy này; mở trang của đoàn ấy để gửi."),
        "needsLink": _("Cần mạng để mở trang, tệp này."),
        "othersHere": _("Máy này còn {n} mục của tài khoản khác, chưa gửi; người ghi đăng nhập trên máy này để gửi."),
        "minutesLack": _("Biên bản chưa gồm {n} mục còn trên máy này."),
        "minutesOffline": _("Cần mạng để lập biên bản."),
    }  # fmt: skip


def _of_the_form() -> dict[str, str]:
    return {
        "write": _("Ghi kết quả"),
        "rewrite": _("Sửa kết quả"),
        "correctTitle": _("Đính chính kết quả"),
        "edit": _("Sửa"),
        "continueDraft": _("Viết tiếp"),
        "other": _("Nội dung khác"),
        "noProject": _("Không gắn đề án"),
        "chooseResult": _("Chọn kết quả."),
        "sayWhat": _("Ghi nội dung đã thấy."),
        "savedDraft": _("Đã giữ bản viết dở trên máy."),
        "saved": _("Đã lưu trên máy."),
        "discard": _("Bỏ nội dung đang viết và ảnh của nó?"),
        "discarded": _("Đã bỏ."),
        "removePhoto": _("Bỏ ảnh {n}"),
        "photoOf": _("Ảnh {n}, chụp lúc {time}"),
        "photoAdded": _("Đã giữ {n} ảnh trên máy."),
        "photoUnread": _("Không đọc được ảnh {name}: hãy chụp lại hoặc chọn ảnh JPEG, PNG."),
        "placeAsking": _("Đang lấy vị trí…"),
        "placeFound": _("Vị trí: {latitude}; {longitude} (sai số khoảng {metres} m)"),
        "placeNone": _("Máy không cho biết vị trí; vẫn ghi được."),
        "placeOff": _("Không kèm vị trí."),
    }
