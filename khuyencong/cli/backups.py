"""Backup and restore: every row and file in one archive, readable on either engine."""

import argparse
import hashlib
import io
import json
import os
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model, Sum
from django.utils import timezone

from khuyencong.cli.main import Failed
from khuyencong.ledger.models import Movement
from khuyencong.records.models import Blob, Installation

FORMAT = "khuyencong-backup-1"
LEFT_OUT = {"sessions.session", "contenttypes.contenttype", "auth.permission"}
BATCH = 500


def tables() -> list[type[Model]]:
    """Every table worth keeping, in an order in which rows can be loaded."""
    models = serializers.sort_dependencies([(config, None) for config in apps.get_app_configs()])
    return [model for model in models if model._meta.label_lower not in LEFT_OUT and model._meta.managed]


def _rows(model: type[Model]) -> Iterator[bytes]:
    rows = model._base_manager.order_by("pk").iterator(chunk_size=BATCH)
    for row in rows:
        yield serializers.serialize("jsonl", [row], ensure_ascii=False).strip().encode() + b"\n"


def counts() -> dict[str, Any]:
    """What must be equal on both sides: rows per table, đồng moved, bytes of files."""
    found: dict[str, Any] = {model._meta.label_lower: model._base_manager.count() for model in tables()}
    found["đồng"] = Movement.objects.aggregate(total=Sum("amount"))["total"] or 0
    found["bytes"] = Blob.objects.aggregate(total=Sum("size"))["total"] or 0
    return found


class _Hashed(io.RawIOBase):
    """Writes through and hashes what is written."""

    def __init__(self, target: Any) -> None:
        self.target, self.digest = target, hashlib.sha256()

    def write(self, data: Any) -> int:
        self.digest.update(data)
        return int(self.target.write(data))


def _write_archive(target: BinaryIO) -> None:
    hashes: dict[str, str] = {}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        for model in tables():
            name = f"rows/{model._meta.label_lower}.jsonl"
            with archive.open(name, "w") as member:
                hashed = _Hashed(member)
                for line in _rows(model):
                    hashed.write(line)
            hashes[name] = hashed.digest.hexdigest()
        for path, sha256 in Blob.objects.order_by("pk").values_list("path", "sha256"):
            archive.write(Path(settings.FILES_DIR) / path, f"files/{path}")
            hashes[f"files/{path}"] = sha256
        manifest = {
            "format": FORMAT, "made_at": timezone.now().isoformat(), "counts": counts(), "hashes": hashes,
        }  # fmt: skip
        archive.writestr("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))


def _one_view() -> None:
    """The whole backup sees the database at one moment, while others go on writing."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")


def _begin_snapshot() -> None:
    if connection.vendor == "sqlite":
        connection.settings_dict["OPTIONS"]["transaction_mode"] = "DEFERRED"
        connection.close()


def backup(words: argparse.Namespace) -> int:
    """Write database and files as of one moment into one archive; print its hash."""
    if not Installation.objects.exists():
        raise Failed(f"{settings.HOME} chưa có hệ thống nào để sao lưu.")
    out = Path(words.out)
    unfinished = out.with_name(f"{out.name}.{os.getpid()}.part")
    _begin_snapshot()
    try:
        with unfinished.open("wb") as file, transaction.atomic():
            _one_view()
            _write_archive(file)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(out)
    finally:
        unfinished.unlink(missing_ok=True)
    digest = hashlib.sha256(out.read_bytes()).hexdigest()
    record = {"made_at": datetime.now().isoformat(timespec="seconds"), "sha256": digest, "size": out.stat().st_size}
    (settings.HOME / "last-backup.json").write_text(json.dumps(record))
    print(f"{digest}  {out}")
    return 0


def _manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads(archive.read("manifest.json"))
    except (KeyError, ValueError) as error:
        raise Failed("tệp này không phải bản sao lưu của hệ thống.") from error
    if manifest.get("format") != FORMAT:
        raise Failed(f"bản sao lưu theo khuôn “{manifest.get('format')}”, phiên bản này không đọc được.")
    return manifest


def _check_hashes(archive: zipfile.ZipFile, hashes: dict[str, str]) -> None:
    for name, expected in hashes.items():
        digest = hashlib.sha256()
        try:
            with archive.open(name) as member:
                while chunk := member.read(1 << 20):
                    digest.update(chunk)
        except (KeyError, zipfile.BadZipFile) as error:
            raise Failed(f"bản sao lưu thiếu hoặc hỏng {name}.") from error
        if digest.hexdigest() != expected:
            raise Failed(f"bản sao lưu đã bị thay đổi: {name} không khớp mã băm.")


def _load_rows(archive: zipfile.ZipFile, model: type[Model]) -> None:
    batch: list[Model] = []
    with archive.open(f"rows/{model._meta.label_lower}.jsonl") as member:
        for item in serializers.deserialize("jsonl", io.TextIOWrapper(member, "utf-8")):
            batch.append(item.object)
            if len(batch) >= BATCH:
                model._base_manager.bulk_create(batch)
                batch = []
    model._base_manager.bulk_create(batch)


def _load(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    models = tables()
    for model in models:
        _load_rows(archive, model)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
    found = counts()
    differing = sorted(name for name in manifest["counts"] if manifest["counts"][name] != found.get(name))
    if differing:
        raise Failed(f"số liệu sau khi phục hồi không khớp ở {', '.join(differing)}; chưa ghi gì.")


def _restore_files(archive: zipfile.ZipFile, hashes: dict[str, str]) -> None:
    root = Path(settings.FILES_DIR).resolve()
    for name in hashes:
        if name.startswith("files/"):
            target = (root / name.removeprefix("files/")).resolve()
            if not target.is_relative_to(root):
                raise Failed(f"bản sao lưu có đường dẫn lạ: {name}.")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(archive.read(name))


def restore(words: argparse.Namespace) -> int:
    """Fill an empty home from an archive, on either engine; compares counts and sums before anything is kept."""
    path = Path(words.file)
    if not zipfile.is_zipfile(path):
        raise Failed(f"{path} không phải bản sao lưu của hệ thống." if path.exists() else f"không có tệp {path}")
    with zipfile.ZipFile(path) as archive:
        manifest = _manifest(archive)
        _check_hashes(archive, manifest["hashes"])
        settings.HOME.mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0, interactive=False)
        if any(model._base_manager.exists() for model in tables()):
            raise Failed(f"{settings.HOME} không trống; chỉ phục hồi vào hệ thống trống.")
        with transaction.atomic():
            _load(archive, manifest)
            _restore_files(archive, manifest["hashes"])
    total = sum(value for name, value in manifest["counts"].items() if "." in name)
    print(f"Đã phục hồi {total} dòng, khớp số dòng và tổng tiền ({manifest['counts']['đồng']} đồng).")
    return 0
