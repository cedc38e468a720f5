"""A results folder → a page to click through, from a cell to what was said, or a Word document."""

from scapolicy.report.page import make_report
from scapolicy.report.write import write_report

__all__ = ["make_report", "write_report"]
