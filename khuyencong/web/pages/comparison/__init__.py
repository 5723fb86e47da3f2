"""Years side by side on one map: what is asked, the table, the file."""

from khuyencong.web.pages.comparison.table import comparison, export

__all__ = ["comparison", "export"]
