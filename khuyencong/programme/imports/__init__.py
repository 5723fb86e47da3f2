"""Understands officials' workbooks: plan annexes and allocation lists. Reads and explains; records nothing."""

from khuyencong.programme.imports.allocations import understand_allocations
from khuyencong.programme.imports.marks import allocation_marks, plan_marks
from khuyencong.programme.imports.plan import understand_plan

__all__ = ["allocation_marks", "plan_marks", "understand_allocations", "understand_plan"]
