"""LIWC's dictionaries: numbered categories and words (`.dic`), or a table of both (`.dicx`)."""

import csv
import io
import re
from collections.abc import Iterator, Sequence

from scapolicy.codebook.foreign.dictionary import Entry, Notes, WordList, shortened

_MARK = "%"
_NUMBER = re.compile("[0-9]+")
_BEFORE_NUMBERS = re.compile(" (?=[0-9(<])")
_CONDITIONAL = re.compile("[(</]")
_FIRST_COLUMN = "dicterm"


def read_dic(text: str, notes: Notes) -> list[WordList]:
    """Read a `.dic`: a header of categories between two lines that hold a `%`, then the words."""
    lines = text.split("\n")
    marks = [number for number, line in enumerate(lines) if line.strip() == _MARK][:2]
    if len(marks) < 2:  # noqa: PLR2004
        notes.fault("C31", None, found=len(marks))
        return []
    first, last = marks
    numbered = [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    for number, line in numbered:
        if number <= first:
            notes.fault("C32", number, found=shortened(line.strip()))
    categories = _categories([each for each in numbered if first + 1 < each[0] <= last], notes)
    words: dict[str, list[Entry]] = {number: [] for number in categories}
    for number, line in numbered:
        if number > last + 1:
            entry, wanted = _entry(line, number, notes)
            for each in _known(entry, wanted, words, notes):
                words[each].append(entry)
    return [
        WordList(path, line, tuple(words[number]), label)
        for number, (path, line, label) in categories.items()
    ]


_Category = tuple[tuple[str, ...], int, str]


def _categories(lines: Sequence[tuple[int, str]], notes: Notes) -> dict[str, _Category]:
    """From a category's number to its path, line and label; tabs before it say how deep it is."""
    categories: dict[str, _Category] = {}
    above: list[tuple[int, str]] = []
    for line, text in lines:
        number, *rest = text.split(maxsplit=1)
        name, _, label = "".join(rest).strip().partition("\t")
        if not (_NUMBER.fullmatch(number) and name):
            notes.fault("C32", line, found=shortened(text.strip()))
            continue
        depth = len(text) - len(text.lstrip("\t"))
        above = [each for each in above if each[0] < depth]
        above.append((depth, name.strip()))
        key = _plain(number)
        if key in categories:
            notes.fault("C33", line, number=shortened(number), first=categories[key][1])
            continue
        path = tuple(each for _, each in above)
        categories[key] = path, line, label.strip().removeprefix("(").removesuffix(")")
    return categories


def _plain(number: str) -> str:
    """A number without the zeros before it; not an integer, as it may be of any length."""
    return number.lstrip("0") or "0"


def _entry(line: str, number: int, notes: Notes) -> tuple[Entry, list[str]]:
    """The word of a line and the numbers of its categories."""
    stripped = line.strip()
    text, _, rest = stripped.partition("\t")
    if not rest:
        text, _, rest = stripped.partition("  ")
    if not rest:
        cut = _BEFORE_NUMBERS.search(stripped)
        text, rest = (stripped[: cut.start()], stripped[cut.end() :]) if cut else (stripped, "")
    entry, wanted = Entry(text.strip(), number), rest.split()
    if all(map(_NUMBER.fullmatch, wanted)):
        if not wanted:
            notes.leave_out(entry, "it names no category", "Add the number of its category.")
        return entry, wanted
    whole = Entry(stripped.replace("\t", " "), number)
    if _CONDITIONAL.search(rest):
        reason = "its category depends on the words beside it"
        notes.leave_out(whole, reason, "Write a rule with `before`, `after` or `none_of` for it.")
    else:
        remedy = "Put a tab, and then numbers only, after the word."
        notes.leave_out(whole, "its categories are not all numbers", remedy)
    return entry, []


def _known(
    entry: Entry, wanted: Sequence[str], words: dict[str, list[Entry]], notes: Notes
) -> list[str]:
    """The categories of an entry, each once, that the header has."""
    found = list(dict.fromkeys(map(_plain, wanted)))
    known = [number for number in found if number in words]
    if len(known) < len(found):
        numbers = ", ".join(number for number in found if number not in words)
        shown = shortened(entry.text)
        notes.fault("C35", entry.line, entry=shown, numbers=shortened(numbers))
        notes.comments[f"line {entry.line}: {entry.text} (in no category {numbers})"] = None
    return known


def read_dicx(text: str, notes: Notes) -> list[WordList]:
    """Read a `.dicx`: a column of words, and one for each category in which they are marked."""
    rows = _rows(text, notes)
    line, header = next(rows, (1, [""]))
    names = [name.strip() for name in header]
    if names[0].lower() != _FIRST_COLUMN or len(names) == 1 or not all(names):
        notes.fault("C46", line, found=shortened(", ".join(names)))
        return []
    words: list[list[Entry]] = [[] for _ in names]
    weighted = 0
    for number, row in rows:
        entry = Entry(row[0].strip(), number)
        if len(row) > len(names):
            notes.leave_out(entry, "its row has more cells than the header", "Correct the row.")
            continue
        cells = [cell.strip() for cell in row]
        weighted += any(cell.upper() not in ("", "X") for cell in cells[1:])
        if not any(cells[1:]):
            notes.leave_out(entry, "it is marked in no category", "Mark its category by an X.")
        for column, cell in enumerate(cells[1:], 1):
            if cell:
                words[column].append(entry)
    if weighted:
        notes.fault("C47", None, count=f"{weighted:,}")
    return [
        WordList((name,), line, tuple(entries))
        for name, entries in zip(names[1:], words[1:], strict=True)
    ]


def _rows(text: str, notes: Notes) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table that hold anything, each with the line that it ends in."""
    reader = csv.reader(io.StringIO(text), strict=True)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, row
    except csv.Error as error:
        notes.fault("A06", reader.line_num, reason=error)
