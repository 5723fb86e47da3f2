"""Draft contracts: Agency with the implementing unit, and the unit with a beneficiary, each with its annex of lines."""

from khuyencong.kernel.papers import Block, Cell, Column, Heading, Paper
from khuyencong.programme.printouts.facts import Facts, Line
from khuyencong.programme.printouts.wording import (
    DOTS,
    GAP,
    SEAL,
    TODAY_SAID,
    agency_head,
    amount_said,
    day_said,
    dong,
    grounds,
    listed,
    name_of,
    paper,
    paper_said,
    place_said,
    plan_said,
    said,
    signatures,
    unit_head,
)


def _party(letter: str, name: str) -> list[Block]:
    return [
        said(f"Bên {letter}: {name or GAP}"),
        said(f"Địa chỉ: {GAP}{GAP}{GAP}."),
        said(f"Mã số thuế: {GAP}. Điện thoại: {GAP}."),
        said(f"Tài khoản số {GAP} tại {GAP}."),
        said(f"Đại diện: ông (bà) {GAP}{GAP}."),
        said(f"Chức vụ: {GAP}{GAP}."),
    ]


def annex(lines: tuple[Line, ...]) -> Block:
    """The annex: every content with its money by source."""
    columns = [
        Column("Nội dung", width=2.2), Column("Đơn vị thụ hưởng", width=1.4), Column("Tổng kinh phí", "VND"),
        Column("KCQG", "VND"), Column("Đối ứng", "VND"), Column("Nguồn khác", "VND"),
    ]  # fmt: skip
    rows = [
        [Cell(name_of(line)), Cell(line.beneficiary), dong(line.total), dong(line.support), dong(line.counterpart),
         dong(line.other)]
        for line in lines
    ]  # fmt: skip
    title = "PHỤ LỤC: NỘI DUNG VÀ KINH PHÍ"
    return listed(title, columns, rows, name="Phụ lục", sums=(3, 4, 5, 6))


def contract(facts: Facts) -> Paper:
    """The contract of the Agency (A) with the implementing unit (B)."""
    project = facts.project
    blocks: list[Block] = [
        *grounds(facts, plan_said(facts)),
        said(f"{TODAY_SAID}, tại {GAP}, chúng tôi gồm:"),
        *_party("A", facts.agency.name), *_party("B", facts.unit.name),
        said("Hai bên thỏa thuận giao kết hợp đồng với các điều khoản sau:"),
        Heading("Điều 1. Nội dung", 2),
        said(f"Bên A giao, Bên B nhận thực hiện đề án “{project.title}” (mã {project.code}) tại "
             f"{place_said(facts.place)}; đơn vị thụ hưởng: {'; '.join(facts.beneficiaries) or GAP}. Nội dung, khối "
             "lượng chi tiết theo phụ lục kèm theo hợp đồng."),
        Heading("Điều 2. Thời gian thực hiện", 2),
        said(f"Từ {day_said(project.starts_on)} đến {day_said(facts.ends_on)}."),
        Heading("Điều 3. Giá trị hợp đồng", 2),
        amount_said("Kinh phí khuyến công quốc gia: ", facts.dossier.amount),
        said("Phần kinh phí còn lại do đơn vị thụ hưởng đối ứng và nguồn khác bảo đảm theo phụ lục."),
        Heading("Điều 4. Tạm ứng, nghiệm thu, thanh toán, quyết toán", 2),
        said("Mức và hồ sơ tạm ứng, thanh toán thực hiện theo Điều 13 đến Điều 16 Thông tư số 36/2013/TT-BCT và quy "
             "định về kiểm soát chi qua Kho bạc Nhà nước. Nghiệm thu, quyết toán theo Điều 18, Điều 19 Thông tư này."),
        *_duties(),
        Heading("Điều 7. Điều khoản chung", 2),
        said("Mọi thay đổi được lập thành phụ lục hợp đồng hoặc theo quyết định của cấp có thẩm quyền. Hợp đồng có "
             f"hiệu lực kể từ ngày ký, lập thành {DOTS} bản có giá trị như nhau, mỗi bên giữ {DOTS} bản."),
        signatures(("ĐẠI DIỆN BÊN B", SEAL), ("ĐẠI DIỆN BÊN A", SEAL)),
        annex(facts.lines),
    ]  # fmt: skip
    return paper(
        facts, kind="HỢP ĐỒNG", title="Thực hiện đề án khuyến công quốc gia", letterhead=agency_head(facts, "HĐ"),
        blocks=blocks, draft=True,
    )  # fmt: skip


def _duties() -> list[Block]:
    return [
        Heading("Điều 5. Quyền và nghĩa vụ của Bên A", 2),
        said("Hướng dẫn, kiểm tra việc thực hiện; tạm ứng, thanh toán kinh phí đúng hồ sơ, đúng hạn; yêu cầu Bên B "
             "hoàn trả kinh phí không được nghiệm thu."),
        Heading("Điều 6. Quyền và nghĩa vụ của Bên B", 2),
        said("Thực hiện đúng nội dung, khối lượng, thời gian; sử dụng kinh phí đúng mục đích; báo cáo tiến độ hằng "
             "tháng (Mẫu 3a); lưu giữ chứng từ gốc; hoàn trả kinh phí tạm ứng không có khối lượng được nghiệm thu theo "
             "khoản 6 Điều 12 Thông tư số 36/2013/TT-BCT."),
    ]  # fmt: skip


def support_contract(facts: Facts) -> Paper:
    """The contract of the implementing unit (A) with the beneficiary (B)."""
    project = facts.project
    blocks: list[Block] = [
        *grounds(facts, f"Căn cứ Hợp đồng {paper_said(facts.contract)} giữa {facts.agency.name} và {facts.unit.name}"),
        said(f"{TODAY_SAID}, tại {GAP}, chúng tôi gồm:"),
        *_party("A (đơn vị thực hiện)", facts.unit.name),
        *_party("B (đơn vị thụ hưởng)", "; ".join(facts.beneficiaries)),
        Heading("Điều 1. Nội dung hỗ trợ", 2),
        said(f"Bên A hỗ trợ Bên B thực hiện nội dung thuộc đề án “{project.title}” (mã {project.code}) theo phụ lục."),
        Heading("Điều 2. Mức hỗ trợ", 2),
        amount_said("Kinh phí khuyến công quốc gia hỗ trợ: ", facts.dossier.amount),
        Heading("Điều 3. Trách nhiệm của Bên B", 2),
        said("Bảo đảm đủ vốn đối ứng; cam kết cùng một nội dung chi chưa nhận hỗ trợ khác của Nhà nước; đầu tư đúng "
             "nội dung; cung cấp hóa đơn, chứng từ; tạo điều kiện kiểm tra trong và sau khi được hỗ trợ."),
        Heading("Điều 4. Trách nhiệm của Bên A", 2),
        said("Hướng dẫn, nghiệm thu và chuyển kinh phí hỗ trợ sau khi khối lượng được nghiệm thu và hồ sơ hợp lệ."),
        Heading("Điều 5. Hiệu lực", 2),
        said(f"Thực hiện đến {day_said(facts.ends_on)}. Hợp đồng có hiệu lực kể từ ngày ký, lập thành {DOTS} bản có "
             f"giá trị như nhau, mỗi bên giữ {DOTS} bản."),
        signatures(("ĐẠI DIỆN BÊN B", SEAL), ("ĐẠI DIỆN BÊN A", SEAL)),
        annex(facts.lines),
    ]  # fmt: skip
    return paper(
        facts, kind="HỢP ĐỒNG", title="Hỗ trợ đối tượng thụ hưởng đề án khuyến công quốc gia",
        letterhead=unit_head(facts, "HĐHT"), blocks=blocks, draft=True,
    )  # fmt: skip
