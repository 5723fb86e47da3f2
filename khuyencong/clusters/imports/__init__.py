"""Understands provinces' lists of clusters as they come in Excel; the words are data."""

from khuyencong.clusters.imports.lists import marked, read_list

__all__ = ["marked", "read_list"]
