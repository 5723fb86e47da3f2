"""Pages of the reconciliation with the Treasury: months, the statement on its way in, one month with its lines."""

from khuyencong.web.pages.reconciliation.acting import act, act_on_line
from khuyencong.web.pages.reconciliation.files import export, marked
from khuyencong.web.pages.reconciliation.listing import months, new
from khuyencong.web.pages.reconciliation.month import month

__all__ = ["act", "act_on_line", "export", "marked", "month", "months", "new"]
