"""The report as a Word document, for those who read on paper or comment in the margin."""

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scapolicy.errors import Problem, counted, problem
from scapolicy.report.compared import Compared
from scapolicy.report.content import SIDES, Content, Definition, Note
from scapolicy.report.gathered import Made, Wanted, gathered
from scapolicy.report.results import Passage, Results
from scapolicy.report.word_parts import mark, part, repacked
from scapolicy.report.word_tables import Block, laid_out
from scapolicy.writers.fit import CONTROLS, Limits
from scapolicy.writers.mark import MARK, sealed_archive

_LIMITS = Limits("a .docx file", illegal=CONTROLS)
_MADE = datetime(2000, 1, 1, tzinfo=UTC)
_LEAST = 8  # points: a table of smaller letters, or of several parts, gets a page on its side
_PICTURE = 6.0  # inches
_TOGETHER = 2  # rows that stay on one page with the next, the head among them
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


def word_report(results: str | Path, wanted: Wanted) -> Made:
    """Make the Word document of a results folder; errors as for the page."""
    found, content = gathered(results, wanted, picture=".png")
    document = _Document(found, content)
    return document.made(), [*content.told, *document.told()]


class _Document:
    """A document as it grows, section by section."""

    def __init__(self, results: Results, content: Content) -> None:
        import docx  # 0.2 s, for this one command

        self._results, self._content = results, content
        self._changed: set[str] = set()
        self._word: Any = docx.Document()
        about = self._word.core_properties
        about.title, about.author, about.comments = self._title(), "", MARK
        about.created = about.modified = _MADE

    def _title(self) -> str:
        return self._clean(f"{self._content.record['codebook']['title']}: report")

    def made(self) -> bytes:
        """All sections, as the bytes of a file that are the same each time."""
        self._word.add_heading(self._title(), 0)
        self._overview()
        self._matrix()
        self._frequencies()
        if self._content.comparison is not None:
            self._comparison(self._content.comparison)
        self._turn_page(wide=False)
        self._figures()
        self._codebook()
        self._methods()
        self._checklist()
        self._passages()
        out = io.BytesIO()
        self._word.save(out)
        return sealed_archive(repacked(out.getvalue()))

    def told(self) -> Iterator[Problem]:
        """That characters were changed, which a document can't hold."""
        if self._changed:
            texts, sign = counted(len(self._changed), "text"), _LIMITS.instead
            yield problem("X31", kind=_LIMITS.kind, texts=texts, table="the report", sign=sign)

    def _clean(self, text: str) -> str:
        """A text without what a document can't hold."""
        clean = _LIMITS.legal(text)
        if clean != text:
            self._changed.add(text)
        return clean

    def _lines(self, head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[list[str]]:
        """What stands in the cells of a table, its head first."""
        return [[self._clean(str(cell)) for cell in line] for line in (head, *rows)]

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
            self._word.add_paragraph(self._clean(f"{names}{note.message}"), style="List Bullet")

    def _matrix(self) -> None:
        content = self._content
        rows = [
            (row.label, *(f"{one.segments} {one.finding}" for one in row.entries))
            for row in content.rows
        ]
        self._titled("Factors and findings", ["Factor", *content.cases], rows)

    def _frequencies(self) -> None:
        rows = [
            (
                f"– {row['label']}" if row["code"] else row["label"],
                *(row[k] for k in _FREQUENCIES),
            )
            for group in self._content.groups
            for row in group.rows
        ]
        self._titled("Frequencies", ["Category or code", *_FREQUENCIES.values()], rows)

    def _comparison(self, shown: Compared) -> None:
        # At a hyphen a line may end, at a minus not.
        rows = [
            (row.label, *(cell.replace("-", "\u2212") for cell in row.cells), row.told)
            for row in shown.rows
        ]
        head = ["Factor", *self._content.compared]
        self._titled("Comparison", head, rows, self._clean(shown.title))
        for note in shown.notes:
            self._word.add_paragraph(self._clean(note), style="List Bullet")
        if shown.differing:
            self._word.add_heading("Passages that differ", 2)
        for factor, sides in shown.differing.items():
            self._word.add_heading(self._clean(shown.rows[factor].label), 3)
            for side, places in sides.items():
                self._links(side, places)

    def _links(self, side: str, places: Sequence[int]) -> None:
        """Where the passages of a group stand, each a link to it."""
        passages = self._results.passages or ()
        line = self._word.add_paragraph(f"{side}: ")
        for at, place in enumerate(places):
            one = passages[place]
            link = part("w:hyperlink", {"w:anchor": mark(place)})
            run = line.add_run(self._clean(f"{one.source}, turn {one.turn}"))
            run.underline = True
            link.append(run._r)  # noqa: SLF001  no other way
            line._p.append(link)  # noqa: SLF001
            line.add_run("; " if at < len(places) - 1 else "")

    def _figures(self) -> None:
        from docx.shared import Inches

        self._word.add_heading("Figures", 1)
        if self._content.pictures.lacking:
            self._word.add_paragraph(self._clean(self._content.pictures.lacking))
        for shown in self._content.pictures.shown:
            if shown.data is None:
                self._word.add_paragraph(self._clean(f"Not drawn: {shown.words}"))
            else:
                picture = self._word.add_picture(io.BytesIO(shown.data), width=Inches(_PICTURE))
                about = picture._inline.docPr  # noqa: SLF001  no other way
                about.set("descr", self._clean(shown.words))
            self._word.add_paragraph(self._clean(shown.title), style="Caption")

    def _codebook(self) -> None:
        if self._content.definitions:
            self._word.add_heading("Codebook", 1)
        for category in self._content.definitions:
            self._definition(category, 2)
            for code in category.codes:
                self._definition(code, 3)

    def _definition(self, one: Definition, level: int) -> None:
        self._word.add_heading(self._clean(one.label), level)
        for name, text in one.guide:
            self._word.add_paragraph(self._clean(f"{name}: {text}" if name else text))

    def _methods(self) -> None:
        record, content = self._content.record, self._content
        book, options = record["codebook"], record["options"]
        versions = {"scapolicy": record["scapolicy"], **record["versions"]}
        used = ", ".join(f"{name} {version}" for name, version in versions.items())
        self._word.add_heading("Methods", 1)
        self._word.add_paragraph(
            self._clean(
                f"{content.basis} by the rules of the codebook {book['title']},"
                f" version {book['version']}, with {used}. The unit of"
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
        linked = self._linked()
        for place, one in enumerate(self._results.passages or ()):
            if (one.case, one.factor) != above:
                above = (one.case, one.factor)
                head = f"{self._results.cases[one.case]}: {labels[one.factor]}"
                self._word.add_heading(self._clean(head), 2)
            said = self._passage(one)
            if place in linked:
                about = {"w:id": str(place), "w:name": mark(place)}
                said.insert(1 if said.pPr is not None else 0, part("w:bookmarkStart", about))
                said.append(part("w:bookmarkEnd", {"w:id": str(place)}))

    def _linked(self) -> set[int]:
        """The places of the passages that the comparison leads to."""
        shown = self._content.comparison
        sides = shown.differing.values() if shown else ()
        return {place for side in sides for places in side.values() for place in places}

    def _passage(self, one: Passage) -> Any:
        """Write a passage, and return the element of what was said."""
        said = self._word.add_paragraph()
        for place, piece in enumerate(one.parts):
            said.add_run(self._clean(piece)).bold = place % 2 == 1
        where = f"{one.speaker}, {one.source}, turn {one.turn}; {SIDES[one.side]} ({one.codes})"
        self._word.add_paragraph(self._clean(where), style="Caption")
        return said._p  # noqa: SLF001

    def _titled(
        self, title: str, head: Sequence[str], rows: Sequence[Sequence[str]], about: str = ""
    ) -> None:
        """A heading and a table, on a page that lies on its side if upright it has no room."""
        upright = laid_out(self._lines(head, rows), self._room(wide=False))
        self._turn_page(wide=upright.size < _LEAST or len(upright.blocks) > 1)
        self._word.add_heading(title, 1)
        if about:
            self._word.add_paragraph(about)
        self._table(head, rows)

    def _turn_page(self, *, wide: bool) -> None:
        """Begin a page that lies the other way, unless this one lies so already."""
        from docx.enum.section import WD_ORIENT, WD_SECTION

        last = self._word.sections[-1]
        if wide == self._is_wide():
            return
        new = self._word.add_section(WD_SECTION.NEW_PAGE)
        new.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
        new.page_width, new.page_height = last.page_height, last.page_width

    def _table(self, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """A table, in several parts where it has no room beside its first column."""
        lines = self._lines(head, rows)
        layout = laid_out(lines, self._room(wide=self._is_wide()))
        for place, block in enumerate(layout.blocks):
            if place:
                self._word.add_paragraph("(more columns)", style="Caption")
            self._block(lines, layout.size, block)

    def _is_wide(self) -> bool:
        from docx.enum.section import WD_ORIENT

        return bool(self._word.sections[-1].orientation == WD_ORIENT.LANDSCAPE)

    def _room(self, *, wide: bool) -> float:
        """Between the margins of a page, in points."""
        from docx.shared import Length

        page = self._word.sections[-1]
        sides = page.page_width, page.page_height
        across = max(sides) if wide else min(sides)
        width: float = Length(across - page.left_margin - page.right_margin).pt
        return width

    def _block(self, lines: Sequence[Sequence[str]], size: int, block: Block) -> None:
        """Columns of a table whose head comes again on each page."""
        from docx.oxml import OxmlElement
        from docx.shared import Pt

        table = self._word.add_table(len(lines), len(block.columns), style="Light Grid Accent 1")
        table.autofit = False
        for column, width in zip(table.columns, block.widths, strict=True):
            column.width = Pt(width)
        for place, (row, line) in enumerate(zip(table.rows, lines, strict=True)):
            for cell, at, width in zip(row.cells, block.columns, block.widths, strict=True):
                cell.width = Pt(width)
                cell.paragraphs[0].add_run(line[at]).font.size = Pt(size)
                if place < _TOGETHER:  # LibreOffice loses all rows after a head alone on its page
                    cell.paragraphs[0].paragraph_format.keep_with_next = True
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001
