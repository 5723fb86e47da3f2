"""The invented plan as the workbook an office would send, to time its reading."""

import io

import xlsxwriter

from khuyencong.programme.actions.printed import PrintedPlan

HEADS = (
    "STT", "Tên đề án", "Đơn vị thực hiện", "Đơn vị thụ hưởng", "Địa điểm", "Mã nội dung", "Thời gian",
    "Kinh phí KCQG hỗ trợ", "Ghi chú",
)  # fmt: skip
KINDS = {"single": "", "group": "Đề án nhóm", "key": "Đề án điểm"}


def plan_workbook(plan: PrintedPlan) -> bytes:
    """Title, decision, unit, one table of nine columns, a total."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("Kế hoạch")
    sheet.write(0, 0, f"DANH MỤC ĐỀ ÁN KHUYẾN CÔNG QUỐC GIA NĂM {plan.year} (MINH HỌA)")
    day = plan.decision.date
    if day:
        said = f"ngày {day.day:02d} tháng {day.month:02d} năm {day.year}"
        sheet.write(1, 0, f"(Kèm theo Quyết định số {plan.decision.number} {said})")
    sheet.write(2, 8, "Đơn vị tính: đồng")
    sheet.write_row(3, 0, HEADS)
    for index, row in enumerate(plan.rows, start=4):
        months = f"Tháng {row.start_month.month}-{row.end_month.month}" if row.start_month and row.end_month else ""
        sheet.write_row(index, 0, (
            int(row.ordinal), row.title, row.implementer, "\n".join(row.beneficiaries), row.place_printed,
            row.activity_code, f"{months}/{plan.year}", row.support, KINDS[row.kind],
        ))  # fmt: skip
    sheet.write(len(plan.rows) + 4, 1, "Tổng cộng")
    sheet.write(len(plan.rows) + 4, 7, plan.rows_total)
    book.close()
    return stream.getvalue()
