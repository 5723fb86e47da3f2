"""Understands the Treasury's monthly statement in its several shapes, and marks what does not tie."""

from khuyencong.programme.imports.statements.reading import read_statement, statement_marked, understand_statement

__all__ = ["read_statement", "statement_marked", "understand_statement"]
