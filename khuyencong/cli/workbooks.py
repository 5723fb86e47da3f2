"""Imports a plan or allocation workbook from the command line."""

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from django.conf import settings

from khuyencong.cli.main import Failed
from khuyencong.kernel.findings import refuse_errors
from khuyencong.kernel.money import grouped
from khuyencong.kernel.workbook import WorkbookRefused
from khuyencong.programme.actions import Outcome, PaperOptions, record_allocations, record_plan, rehearse
from khuyencong.programme.imports.workbooks import annotated, read_allocations, read_plan

ACTIONS: dict[str, tuple[Any, Any]] = {
    "plan": (read_plan, record_plan),
    "allocations": (read_allocations, record_allocations),
}


def _options(words: argparse.Namespace) -> PaperOptions:
    path = Path(words.file)
    if not path.is_file():
        raise Failed(f"không có tệp {path}")
    if path.stat().st_size > settings.UPLOAD_LIMIT:
        raise Failed(f"tệp {path.name} lớn hơn 50 MB; hãy tách bảng hoặc xóa hình ảnh rồi thử lại.")
    data = path.read_bytes()
    return PaperOptions(
        filename=path.name, data=data, sha256=hashlib.sha256(data).hexdigest(), decision=words.decision,
        decision_date=words.decision_date, signatory=words.signatory, accept_total=words.accept_total,
    )  # fmt: skip


def import_workbook(words: argparse.Namespace) -> int:
    """Read, judge and record (or, with --dry-run, throw away) one workbook."""
    if not 2000 <= words.year <= 2100:
        raise Failed(f"năm {words.year} không hợp lệ.")
    options = _options(words)
    read, record = ACTIONS[words.kind]
    try:
        printed: Any = read(options.data, options.filename, year=words.year, decision_date=words.decision_date)
    except WorkbookRefused as refused:
        raise Failed(str(refused)) from refused
    if words.dry_run:
        tried = rehearse(by=None, record=record, printed=printed, options=options)
        refuse_errors(list(tried.refused))
        outcome = tried.outcome or Outcome(run=None)
    else:
        outcome = record(by=None, printed=printed, options=options)
    if words.annotated:
        Path(words.annotated).write_bytes(annotated(options.data, options.filename, printed, outcome.doubtful))
    answer = _answer(words, outcome)
    if words.json:
        print(json.dumps(answer, ensure_ascii=False, indent=1))
    else:
        _tell(words, outcome)
    return 0


def _answer(words: argparse.Namespace, outcome: Outcome) -> dict[str, Any]:
    return {
        "import": words.kind,
        "year": words.year,
        "file": Path(words.file).name,
        "dry_run": words.dry_run,
        "already_imported": outcome.already,
        "changed": bool(outcome.created) and not words.dry_run,
        "complete": outcome.whole,
        "rows": {
            "created": outcome.created,
            "unchanged": outcome.unchanged,
            "doubtful": len({(line.get("sheet"), line.get("row")) for line in outcome.doubtful}),
        },
        "stated_total": outcome.stated_total,
        "rows_total": outcome.rows_total,
        "doubtful": outcome.doubtful,
        "findings": [
            {"code": item.code, "severity": item.severity, "message": item.message, "where": item.where,
             "remedy": item.remedy}
            for item in outcome.findings
        ],
    }  # fmt: skip


def _tell(words: argparse.Namespace, outcome: Outcome) -> None:
    if outcome.already:
        print("Tệp này đã được nhập; không có gì thay đổi.")
    else:
        verb = "Sẽ ghi" if words.dry_run else "Đã ghi"
        print(f"{verb} {outcome.created} dòng; {outcome.unchanged} dòng không đổi.")
    stated = "không ghi" if outcome.stated_total is None else f"{grouped(outcome.stated_total)} đồng"
    print(f"Tổng trên văn bản: {stated}; cộng các dòng: {grouped(outcome.rows_total)} đồng.")
    for finding in outcome.findings:
        print(f"  {finding.where or 'Văn bản'}: {finding.message} {finding.remedy}".rstrip())
    for line in outcome.doubtful:
        where = f"{line['sheet']}, dòng {line['row']}, cột {line['column'] or '–'}"
        print(f"  Cần xem {where}: {line['reason']} {line['remedy']}")
    if not outcome.whole:
        print("Văn bản được ghi nhận là CHƯA NHẬP ĐỦ.", file=sys.stderr)
