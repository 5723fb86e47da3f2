"""Understands the export of the Ministry's e-office."""

from khuyencong.documents.imports.export import ExportRow, Taken, read_export, record_export

__all__ = ["ExportRow", "Taken", "read_export", "record_export"]
