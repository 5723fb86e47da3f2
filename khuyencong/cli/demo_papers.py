"""The demo's letters and drafts: some answered, some late, a draft in every state. All invented."""

from datetime import timedelta

from khuyencong.accounts.models import User
from khuyencong.cli.demo_office import Office, next_working
from khuyencong.documents.actions import Letter, handle_document, move_draft, record_draft, register_letter, start_draft
from khuyencong.documents.actions.drafting import Wording
from khuyencong.documents.models import Document, Draft
from khuyencong.programme.states import Desk
from khuyencong.registry.models import Place
from khuyencong.registry.queries import department_of

LETTERS = (
    ("Bến Tre", "Đề nghị hướng dẫn hồ sơ đề án điểm (minh họa)", 40, 18),
    ("Kiên Giang", "Phối hợp chuẩn bị hội nghị khuyến công khu vực phía Nam (minh họa)", 24, 6),
    ("Quảng Trị", "Đăng ký gian hàng hội chợ khu vực miền Trung - Tây Nguyên (minh họa)", 15, -4),
    ("Nghệ An", "Xin ý kiến về danh mục cụm công nghiệp (minh họa)", 9, -8),
    ("Hà Giang", "Báo cáo tình hình thực hiện đề án nhóm (minh họa)", 5, -12),
)  # sender's province, abstract, days since it came, days since it was due
STATES = (
    ("Thông báo kế hoạch kiểm tra đề án (minh họa)", ()),
    ("Trả lời về thời hạn nộp hồ sơ quyết toán (minh họa)", ("submit",)),
    ("Đề nghị các Sở rà soát tiến độ giải ngân (minh họa)", ("submit", "agree")),
    ("Giấy mời họp góp ý chương trình khuyến công (minh họa)", ("submit", "agree", "endorse")),
    ("Báo cáo nhanh tình hình phân bổ kinh phí (minh họa)", ("submit", "agree", "return_leader")),
)
WHO = {"submit": Desk.OFFICER, "agree": Desk.HEAD, "endorse": Desk.LEADER, "return_leader": Desk.LEADER}
BODY = "Căn cứ chức năng, nhiệm vụ được giao, Cục có ý kiến như sau.\n# Nội dung\nĐây là văn bản minh họa."


def load_papers(office: Office) -> None:
    """Letters of the last weeks and drafts in every state."""
    letters = [_letter(office, *row) for row in LETTERS]
    handle_document(by=office.desks[Desk.OFFICER], document=letters[1], on=office.today, today=office.today,
                    note="Đã thống nhất qua điện thoại, sẽ đưa vào chương trình công tác.")  # fmt: skip
    for abstract, steps in STATES:
        _draft(office, abstract, steps)
    _answered(office, letters[0])


def _letter(office: Office, name: str, abstract: str, came: int, due: int) -> Document:
    place = Place.objects.filter(name=name, level="province").order_by("-valid_from").first()
    assert place is not None
    received = office.today - timedelta(days=came)
    letter = Letter(
        f"{next(office.numbers)}/SCT-QLCN", received - timedelta(days=2), issuer=department_of(place.pk, received),
        signatory="Nguyễn Văn Mẫu", abstract=abstract,
    )  # fmt: skip
    return register_letter(
        by=office.desks[Desk.CLERK], today=office.today, letter=letter, received_on=received,
        due_on=next_working(office.today - timedelta(days=due)), handler=office.desks[Desk.OFFICER],
    )  # fmt: skip


def _draft(office: Office, abstract: str, steps: tuple[str, ...]) -> Draft:
    officer: User = office.desks[Desk.OFFICER]
    begun = office.today - timedelta(days=6)
    words = Wording(
        abstract=abstract, body=BODY, question="Đồng ý nội dung để văn thư làm thủ tục.", recipients="Lưu: VT",
        figures=({"label": "Số đề án liên quan", "shown": "12", "path": ""},
                 {"label": "Số địa phương", "shown": "5", "path": ""}),
        due_on=next_working(office.today + timedelta(days=3)),
    )  # fmt: skip
    draft = start_draft(by=officer, on=begun, wording=words)
    for number, name in enumerate(steps, start=1):
        remark = "Bổ sung số liệu đến ngày gần nhất." if name.startswith("return") else ""
        draft = move_draft(by=office.desks[WHO[name]], draft=draft, name=name, on=begun + timedelta(days=number),
                           today=office.today, remark=remark)  # fmt: skip
    return draft


def _answered(office: Office, letter: Document) -> None:
    """A reply that went all the way: its letter is dealt with on the day of the reply."""
    officer, on = office.desks[Desk.OFFICER], office.today - timedelta(days=20)
    words = Wording(abstract="Trả lời hướng dẫn hồ sơ đề án điểm (minh họa)", body=BODY, recipients=letter.issuer_name)
    draft = start_draft(by=officer, on=on, wording=words, thing=letter, purpose="reply", replies_to=letter)
    for name in ("submit", "agree", "endorse"):
        draft = move_draft(by=office.desks[WHO[name]], draft=draft, name=name, on=on, today=office.today)
    paper = Letter(f"{next(office.numbers)}/CTĐP-QLKC", on, signatory="Nguyễn Văn Mẫu")
    record_draft(by=office.desks[Desk.CLERK], draft=draft, letter=paper, today=office.today)
