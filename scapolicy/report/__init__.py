"""A results folder → one page that a reader can click through, from a cell to what was said."""

from scapolicy.report.page import make_report, write_report

__all__ = ["make_report", "write_report"]
