"""Lists of words → categories and codes: ids, what can be a term, what several codes share."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scapolicy.codebook.foreign.dictionary import Entry, Notes, WordList, shortened, some
from scapolicy.matching.fault import RuleFaultError
from scapolicy.matching.fold import fold
from scapolicy.matching.sets import names_in
from scapolicy.matching.terms import parse_term

_MOST_LETTERS = 500
_LONGEST_ID = 60


@dataclass(frozen=True, slots=True)
class FramedCode:
    """A code: `path` as the dictionary has it, and its terms; `shared` ones stand in others too."""

    id: str
    label: str
    path: tuple[str, ...]
    terms: tuple[str, ...]
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FramedCategory:
    """A category with its codes; in a dictionary of one level each code is alone in its own."""

    id: str
    label: str
    codes: tuple[FramedCode, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """What a dictionary holds, as a codebook has it."""

    categories: tuple[FramedCategory, ...]
    flat: bool


def frame(lists: Sequence[WordList], notes: Notes) -> Frame:
    """Make word lists into a frame; what can't be taken over, or only changed, is noted.

    The outermost category becomes the category, the rest of the path the code.
    """
    usable = [(each, _usable(each.entries, notes)) for each in lists]
    inner = {path[:end] for path in (each.path for each in lists) for end in range(1, len(path))}
    for each, entries in usable:
        if not entries and each.path not in inner:
            notes.fault("C36", each.line, name=shortened(" > ".join(each.path)))
    filled = [(each, _once(entries, notes)) for each, entries in usable if entries]
    flat = all(len(each.path) == 1 for each, _ in filled)
    spread = Counter(term for _, terms in filled for term in terms)
    names = _code_ids([each for each, _ in filled], notes)
    codes: dict[str, list[FramedCode]] = {}
    for name, (each, terms) in zip(names, filled, strict=True):
        own = tuple(text for key, text in terms.items() if spread[key] == 1)
        shared = tuple(text for key, text in terms.items() if spread[key] > 1)
        label = each.label or " > ".join(each.path[1:] or each.path)
        outer = name if flat else each.path[0]
        codes.setdefault(outer, []).append(FramedCode(name, label, each.path, own, shared))
    several = sum(times > 1 for times in spread.values())
    if several:
        notes.fault("C38", None, count=f"{several:,}")
    return Frame(tuple(_categories(codes, lists, notes)), flat)


def _categories(
    codes: dict[str, list[FramedCode]], lists: Sequence[WordList], notes: Notes
) -> Iterable[FramedCategory]:
    labels = {each.path[0]: each.label for each in reversed(lists) if len(each.path) == 1}
    lines = {each.path[0]: each.line for each in reversed(lists)}
    ids = _unique([(_id(name, number), name) for number, name in enumerate(codes, 1)], lines, notes)
    for identity, (name, inner) in zip(ids, codes.items(), strict=True):
        yield FramedCategory(identity, labels.get(name) or name, tuple(inner))


def _usable(entries: Iterable[Entry], notes: Notes) -> list[Entry]:
    """The entries that a term can stand for."""
    usable: list[Entry] = []
    for entry in entries:
        text = " ".join(entry.text.split())
        try:
            _check(text)
        except RuleFaultError as fault:
            notes.leave_out(entry, f"it {fault.reason}", fault.remedy)
        else:
            usable.append(Entry(text, entry.line))
    return usable


def _check(text: str) -> None:
    if len(text) > _MOST_LETTERS:
        raise RuleFaultError("is far too long for a word", "Correct the line.")
    if names_in(text):
        raise RuleFaultError("would ask for a set, as it has a $", "Use a regex.")
    parse_term(text)


def _once(entries: Iterable[Entry], notes: Notes) -> dict[str, str]:
    """Entries as they are compared and as they are written; of equal ones the first is kept."""
    terms: dict[str, str] = {}
    twice: list[Entry] = []
    for entry in entries:
        key = fold(entry.text).lower
        if key in terms:
            twice.append(entry)
        terms.setdefault(key, entry.text)
    if twice:
        notes.fault("C37", twice[0].line, count=f"{len(twice):,}", entries=some(twice))
    return terms


def _code_ids(lists: Sequence[WordList], notes: Notes) -> list[str]:
    """Ids from the path below the category; from the whole of it where that is not enough."""
    short = [_id(" ".join(each.path[1:] or each.path), n) for n, each in enumerate(lists, 1)]
    times = Counter(short)
    named = [
        (_id(" ".join(each.path), n) if times[name] > 1 else name, " > ".join(each.path))
        for n, (name, each) in enumerate(zip(short, lists, strict=True), 1)
    ]
    return _unique(named, {" > ".join(each.path): each.line for each in reversed(lists)}, notes)


def _unique(named: Sequence[tuple[str, str]], lines: dict[str, int], notes: Notes) -> list[str]:
    """Each id, with a number behind it where another has it already."""
    wanted = {identity for identity, _ in named}
    ids: dict[str, None] = {}
    for identity, name in named:
        unused, number = identity, 1
        while unused in ids or (number > 1 and unused in wanted):
            number += 1
            unused = f"{identity}_{number}"
        if number > 1:
            notes.fault("C39", lines.get(name), name=shortened(name), id=unused)
        ids[unused] = None
    return list(ids)


def _id(name: str, number: int) -> str:
    """An id made of a name; of its number where the name has no letters of the alphabet."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    identity = re.sub("[^a-z0-9]+", "_", plain).strip("_")[:_LONGEST_ID].rstrip("_")
    if not identity:
        return f"category_{number}"
    return identity if identity[0].isalpha() else f"category_{identity}"
