"""The command line: parses words, calls one action or query, prints. Exit 0, or one clear line and exit 2."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from importlib import import_module

from khuyencong.kernel.periods import parse_date


class Failed(Exception):
    """Ends the command with one line on standard error and exit code 2."""


def day(text: str) -> date:
    """A date argument: dd/mm/yyyy or yyyy-mm-dd."""
    try:
        return parse_date(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"ngày “{text}” không đúng; ghi 30/06/2024 hoặc 2024-06-30") from None


def map_word(text: str) -> date | str:
    """On which map: 'then' (as reported), 'now', or that of a day."""
    return text if text in ("then", "now") else day(text)


class Parser(argparse.ArgumentParser):
    """argparse with one-line errors."""

    def error(self, message: str) -> None:  # type: ignore[override]
        print(f"{self.prog}: {message}", file=sys.stderr)
        sys.exit(2)


def _import_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file")
    parser.add_argument("--year", type=int, required=True)
    parser.add_argument("--decision", default="", metavar="NO", help="number of the decision, e.g. 3396/QĐ-BCT")
    parser.add_argument("--decision-date", type=day, metavar="D")
    parser.add_argument("--signatory", default="", metavar="NAME")
    parser.add_argument("--dry-run", action="store_true", help="read and check, write nothing")
    parser.add_argument("--accept-total", default="", metavar="REASON", help="accept a stated total that disagrees")
    parser.add_argument("--annotated", metavar="OUT.xlsx", help="write the workbook back with doubtful cells marked")
    parser.add_argument("--json", action="store_true")


def parser() -> Parser:
    """All commands and their words."""
    root = Parser(prog="khuyencong", description="Quản trị hệ thống khuyến công")
    commands = root.add_subparsers(dest="command", required=True, parser_class=Parser)
    commands.add_parser("init", help="a new, empty system with reference data only")
    demo = commands.add_parser("demo", help="a demo system; refused in a home that holds other data")
    demo.add_argument("--if-empty", action="store_true", help="do nothing when the home already holds a system")
    demo.add_argument("--accounts", action="store_true", help="only list the demo accounts")
    demo.add_argument("--without", action="append", default=[], metavar="KIND", help="leave out the rows of a kind")
    demo.add_argument("--json", action="store_true")
    kinds = commands.add_parser("import", help="read an issued workbook").add_subparsers(
        dest="kind", required=True, parser_class=Parser
    )
    _import_words(kinds.add_parser("plan"))
    _import_words(kinds.add_parser("allocations"))
    report = commands.add_parser("report").add_subparsers(dest="report", required=True, parser_class=Parser)
    six = report.add_parser("six-month")
    six.add_argument("--year", type=int, required=True)
    six.add_argument("--as-of", type=day, metavar="D")
    six.add_argument("--by", choices=("activity", "place", "kind"), default="activity")
    six.add_argument("--map", type=map_word, default="then", metavar="then|now|D", dest="map_of")
    six.add_argument("--format", choices=("json", "docx", "xlsx", "pdf"), default="json")
    six.add_argument("--out", metavar="PATH")
    commands.add_parser("backup").add_argument("out")
    commands.add_parser("restore").add_argument("file")
    remind = commands.add_parser("remind", help="queue the day's reminders and send what waits in the outbox")
    remind.add_argument("--on", type=day, metavar="D", help="as if it were this day")
    remind.add_argument("--queue-only", action="store_true", help="send nothing now")
    week = commands.add_parser("week", help="queue the week's letter on its first working day, and send what waits")
    week.add_argument("--on", type=day, metavar="D", help="as if it were this day")
    week.add_argument("--queue-only", action="store_true", help="send nothing now")
    doctor = commands.add_parser("doctor", help="is this installation safe and sound?")
    doctor.add_argument("--json", action="store_true")
    return root


COMMANDS = {
    "init": ("khuyencong.cli.installation", "init"),
    "demo": ("khuyencong.cli.installation", "demo"),
    "import": ("khuyencong.cli.workbooks", "import_workbook"),
    "report": ("khuyencong.cli.reports", "six_month_report"),
    "backup": ("khuyencong.cli.backups", "backup"),
    "restore": ("khuyencong.cli.backups", "restore"),
    "remind": ("khuyencong.cli.mail", "remind_and_send"),
    "week": ("khuyencong.cli.mail", "send_the_week"),
    "doctor": ("khuyencong.cli.doctor", "doctor"),
}


def run(words: argparse.Namespace) -> int:
    """Load only the module of the command and call it; Django is set up by now."""
    module, name = COMMANDS[words.command]
    command: Callable[[argparse.Namespace], int] = getattr(import_module(module), name)
    return command(words)


def main(argv: Sequence[str] | None = None) -> int:
    """Entry point of the ``khuyencong`` command."""
    words = parser().parse_args(argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.db import DatabaseError, IntegrityError

    try:
        django.setup()
        from khuyencong.kernel.findings import Refused
        from khuyencong.kernel.guards import sentence_of

        try:
            return run(words)
        except Refused as refused:
            raise Failed(" ".join(f"{item.message} {item.remedy}".strip() for item in refused.findings)) from refused
        except IntegrityError as error:
            raise Failed(sentence_of(error)) from error
    except Failed as failed:
        print(f"khuyencong: {failed}", file=sys.stderr)
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else "?"
        print(f"khuyencong: không dùng được cơ sở dữ liệu ({reason}). Đã chạy “khuyencong init” chưa?", file=sys.stderr)
    except OSError as error:
        print(f"khuyencong: {error.filename or ''}: {error.strerror or error}", file=sys.stderr)
    except BrokenPipeError:  # pragma: no cover - the reader went away
        return 0
    return 2


if __name__ == "__main__":
    sys.exit(main())
