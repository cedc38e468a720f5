"""A small study with hostile words in it, coded as a user would."""

from pathlib import Path
from typing import Any

from scapolicy.report.gathered import Wanted
from scapolicy.report.word import word_report
from tests.commands.test_code import run

LONG = "x" * 10_000
BACKWARDS = "\u202egnihton"
SAID = (
    "</script><script>document.title='broken'</script> The budget came late.",
    "<img src=x onerror=\"document.title='broken'\"> No budget & no plan.",
    f"{LONG} budget",
    f"{BACKWARDS} was in the budget of the town.",
    "=SUM(A1) is a budget too, said with\u2028a line end.",
    "We asked for a fund and the fund was declined.",
)
BOOK = """\
title: Money <b>& means</b>
version: 1
findings: {present: 0.6, absent: 0.4}
categories:
  - id: money
    label: Money </script>
    definition: Money there is, <i>or is not</i>.
    codes:
      - id: budget
        label: Budget
        definition: A budget.
        when_to_use: A sum is spoken of.
        example: We had a zebra in the accounts.
        rules:
          - {valence: facilitator, terms: [budget*]}
      - id: fund
        label: Fund
        definition: A fund.
        rules:
          - {valence: barrier, terms: [fund]}
  - id: people
    definition: People.
    codes:
      - id: staff
        definition: Staff.
        rules:
          - {valence: facilitator, terms: [staff]}
"""
TALK = """\
---
informant: {name}
province: {province}
consent: true
---
Interviewer: And then?

Mayor: {said}
"""
REFUSED = """\
---
province: North
consent: false
---
Mayor: A secret budget.
"""


def coded(folder: Path, *options: str) -> Path:
    """Write the study, code it, and give the results folder."""
    talks = folder / "talks"
    talks.mkdir(exist_ok=True)
    (folder / "book.yaml").write_text(BOOK, encoding="utf-8")
    for name in ("refused.md", "silent.md"):
        (talks / name).write_text(REFUSED, encoding="utf-8")
    for place, said in enumerate(SAID):
        province = "<em>North" if place % 2 else "South"
        text = TALK.format(name=f"P-{place}", province=province, said=said)
        (talks / f"talk-{place}.md").write_text(text, encoding="utf-8")
    results = folder / "results"
    done = run("code", talks, "-c", folder / "book.yaml", "-o", results, "-q", *options)
    assert done.returncode == 0, done.stderr
    return results


def in_word(results: Path, **wanted: Any) -> bytes:
    """The report of a results folder as the bytes of a Word document."""
    return word_report(results, Wanted(**wanted))[0]
