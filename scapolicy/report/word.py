"""The report as a Word document, for those who read on paper or comment in the margin."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scapolicy.report.content import SIDES, Content, Definition, Note
from scapolicy.report.gathered import gathered
from scapolicy.report.results import Passage, Results
from scapolicy.writers.mark import MARK

_MADE = datetime(2000, 1, 1, tzinfo=UTC)
_PACKED = (1980, 1, 1, 0, 0, 0)
_WIDE = 6  # columns from which on a page lies on its side
_PICTURE, _LONG_SIDE, _FIRST = 6.0, 9.0, 1.9  # inches: of a picture, a wide page, a first column
_FREQUENCIES = {
    "segments": "Segments",
    "matches": "Matches",
    "sources": "Sources",
    "cases": "Cases",
    "facilitator": "Facilitator",
    "barrier": "Barrier",
    "mixed": "Mixed",
    "neutral": "Neutral",
}


def make_word_report(
    results: str | Path, *, codebook: str | Path | None = None, passages: bool = True
) -> bytes:
    """Make the Word document of a results folder; arguments and errors as for the page."""
    found, content = gathered(results, codebook, passages=passages, picture=".png")
    return _Document(found, content).made()


class _Document:
    """A document as it grows, section by section."""

    def __init__(self, results: Results, content: Content) -> None:
        import docx  # 0.2 s, for this one command

        self._results, self._content = results, content
        self._word: Any = docx.Document()
        about = self._word.core_properties
        about.title, about.author, about.comments = self._title(), "", MARK
        about.created = about.modified = _MADE

    def _title(self) -> str:
        return _clean(f"{self._content.record['codebook']['title']}: report")

    def made(self) -> bytes:
        """All sections, as the bytes of a file that are the same each time."""
        self._word.add_heading(self._title(), 0)
        self._overview()
        self._matrix()
        self._frequencies()
        self._figures()
        self._codebook()
        self._methods()
        self._checklist()
        self._passages()
        out = io.BytesIO()
        self._word.save(out)
        return _repacked(out.getvalue())

    def _overview(self) -> None:
        content = self._content
        self._word.add_heading("Overview", 1)
        facts = [
            ("Sources", f"{len(content.record['inputs']):,}"),
            ("Words analysed", f"{content.words:,}"),
            (f"Segments ({content.units})", f"{content.segments:,}"),
            ("Codings", f"{content.codings:,}"),
            ("Left out", f"{content.absent:,}"),
        ]
        self._table(["What", "How many"], facts)
        self._notes("Left out", content.left_out)
        self._notes("To know of this run", content.notices)

    def _notes(self, title: str, notes: Sequence[Note]) -> None:
        if notes:
            self._word.add_heading(title, 2)
        for note in notes:
            names = f"{', '.join(note.sources)}: " if note.sources else ""
            self._word.add_paragraph(_clean(f"{names}{note.message}"), style="List Bullet")

    def _matrix(self) -> None:
        content = self._content
        self._section(len(content.cases) + 1)
        self._word.add_heading("Factors and findings", 1)
        rows = [
            (row.label, *(f"{one.segments} {one.finding}" for one in row.entries))
            for row in content.rows
        ]
        self._table(["Factor", *content.cases], rows)

    def _frequencies(self) -> None:
        self._section(len(_FREQUENCIES) + 1)
        self._word.add_heading("Frequencies", 1)
        rows = [
            (
                f"– {row['label']}" if row["code"] else row["label"],
                *(row[k] for k in _FREQUENCIES),
            )
            for group in self._content.groups
            for row in group.rows
        ]
        self._table(["Category or code", *_FREQUENCIES.values()], rows)
        self._section(1)

    def _figures(self) -> None:
        from docx.shared import Inches

        self._word.add_heading("Figures", 1)
        if self._content.lacking:
            self._word.add_paragraph(_clean(self._content.lacking))
        for shown in self._content.pictures:
            picture = self._word.add_picture(io.BytesIO(shown.data), width=Inches(_PICTURE))
            picture._inline.docPr.set("descr", _clean(shown.words))  # noqa: SLF001  no other way
            self._word.add_paragraph(_clean(shown.title), style="Caption")

    def _codebook(self) -> None:
        if self._content.definitions:
            self._word.add_heading("Codebook", 1)
        for category in self._content.definitions:
            self._definition(category, 2)
            for code in category.codes:
                self._definition(code, 3)

    def _definition(self, one: Definition, level: int) -> None:
        self._word.add_heading(_clean(one.label), level)
        for name, text in one.guide:
            self._word.add_paragraph(_clean(f"{name}: {text}" if name else text))

    def _methods(self) -> None:
        record, content = self._content.record, self._content
        book, options = record["codebook"], record["options"]
        versions = {"scapolicy": record["scapolicy"], **record["versions"]}
        used = ", ".join(f"{name} {version}" for name, version in versions.items())
        self._word.add_heading("Methods", 1)
        self._word.add_paragraph(
            _clean(
                f"{len(record['inputs']):,} sources ({content.words:,} words, {content.segments:,}"
                f" {content.units} of {options['speakers']}) were coded by the rules of the"
                f" codebook {book['title']}, version {book['version']}, with {used}. The unit of"
                f" coding was the {options['unit']}. No person judged the passages: the rules"
                " did, and the same transcripts and codebook give the same results again."
            )
        )
        self._word.add_paragraph(f"SHA-256 of the codebook: {book['sha256']}")
        hashes = [(one["source"], one["sha256"]) for one in record["inputs"]]
        self._table(["Source", "SHA-256"], hashes)

    def _checklist(self) -> None:
        self._word.add_heading("Checklist", 1)
        for name, items in self._content.checklist.items():
            self._word.add_heading(name, 2)
            self._table(["Item", "What it asks", "Where it stands"], items)

    def _passages(self) -> None:
        self._word.add_heading("Passages", 1)
        if self._results.passages is None:
            self._word.add_paragraph("Passages are not in this report.")
        labels = list(self._results.factors.values())
        above = (-1, -1)
        for one in self._results.passages or ():
            if (one.case, one.factor) != above:
                above = (one.case, one.factor)
                head = f"{self._results.cases[one.case]}: {labels[one.factor]}"
                self._word.add_heading(_clean(head), 2)
            self._passage(one)

    def _passage(self, one: Passage) -> None:
        said = self._word.add_paragraph()
        for place, part in enumerate(one.parts):
            said.add_run(_clean(part)).bold = place % 2 == 1
        where = f"{one.speaker}, {one.source}, turn {one.turn}; {SIDES[one.side]} ({one.codes})"
        self._word.add_paragraph(_clean(where), style="Caption")

    def _section(self, columns: int) -> None:
        """Begin a page that lies on its side where a table is wide."""
        from docx.enum.section import WD_ORIENT, WD_SECTION

        wide = columns > _WIDE
        last = self._word.sections[-1]
        if wide == (last.orientation == WD_ORIENT.LANDSCAPE):
            return
        new = self._word.add_section(WD_SECTION.NEW_PAGE)
        new.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        new.page_width, new.page_height = last.page_height, last.page_width

    def _table(self, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """A table whose head comes again on each page, and whose first column has most room."""
        from docx.enum.section import WD_ORIENT
        from docx.oxml import OxmlElement
        from docx.shared import Inches

        wide = self._word.sections[-1].orientation == WD_ORIENT.LANDSCAPE
        rest = ((_LONG_SIDE if wide else _PICTURE) - _FIRST) / max(len(head) - 1, 1)
        widths = [Inches(_FIRST), *(Inches(rest) for _ in head[1:])]
        lines = [list(head), *map(list, rows)]
        table = self._word.add_table(len(lines), len(head), style="Light Grid Accent 1")
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for row, line in zip(table.rows, lines, strict=True):
            for cell, text, width in zip(row.cells, line, widths, strict=True):
                cell.text, cell.width = _clean(str(text)), width
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001


def _clean(text: str) -> str:
    """A text without what a document can't hold."""
    return "".join(_held(text))


def _held(text: str) -> Iterator[str]:
    for letter in text:
        plain = letter >= " " or letter in "\t\n"
        yield letter if plain and not "\ud800" <= letter <= "\udfff" else "\ufffd"


def _repacked(data: bytes) -> bytes:
    """The same document, without the time at which it was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, _PACKED)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return out.getvalue()
