"""Constraints the engines lack, declared in Meta.constraints so that migrations and rebuilt tables know them.

AppendOnly, NoOverlap and SubstringIndex behave alike on SQLite and PostgreSQL. Never RunSQL for these.
"""

from khuyencong.kernel.guards.append_only import AppendOnly
from khuyencong.kernel.guards.no_overlap import NoOverlap
from khuyencong.kernel.guards.substring import SubstringIndex, holding
from khuyencong.kernel.guards.violations import sentence_of

__all__ = ["AppendOnly", "NoOverlap", "SubstringIndex", "holding", "sentence_of"]
