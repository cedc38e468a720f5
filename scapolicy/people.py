"""Which names are one person's: those that a list or a key puts together, and short forms."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

from scapolicy.errors import Problem, ScapolicyError, listed, problem
from scapolicy.spelling import plain_name
from scapolicy.words import holds_thai

_MEN = tuple("นาย Mr. Mr".split())
_WOMEN = tuple("นางสาว นาง น.ส. Mrs. Ms. Mrs Ms".split())
_OTHERS = tuple(
    "ด.ร. ดร. คุณ อาจารย์ ศาสตราจารย์ ท่าน พี่ ผู้ว่าฯ Dr. Prof. Dr Prof Professor Khun Ajarn".split()
)
TITLES = (*_WOMEN, *_MEN, *_OTHERS)
_NEVER_FIRST = re.compile(r"[\u0e30-\u0e3a\u0e45-\u0e4e]")
_UNSEEN = frozenset(["Cc", "Cs", "Zl", "Zp"])  # signs that steer, halves of signs, line ends


@dataclass(frozen=True, slots=True)
class Person:
    """The names of one person, the code that is stated for them, and the line of the list."""

    names: tuple[str, ...]
    code: str = ""
    line: int | None = None


@dataclass(slots=True, eq=False)
class _Group:
    """Names of one person, and the code that a list or the key states."""

    code: str
    names: list[str] = field(default_factory=list[str])


def holds_letter(text: str) -> bool:
    """Whether there is something in a text that a name can be found by."""
    return any(map(str.isalnum, text))


def fault_of(name: str, file: str, line: int | None = None) -> Problem | None:
    """Why something can't be a name; None where it can."""
    if set(name) & set("*?"):
        reason, remedy = f"the name {name!r} holds a wildcard", "Write the name out."
    elif not holds_letter(name):
        reason, remedy = f"the name {name!r} holds no letter", "Remove it, or write a name."
    else:
        return None
    return problem("W04", at=file, line=line, reason=reason, remedy=remedy)


def fault_of_code(code: str, file: str, line: int | None = None) -> Problem | None:
    """Why something can't be a code; None where it can.

    A code stands in names of files, where it must lead nowhere else.
    """
    strange = set("/\\:") & set(code) or any(unicodedata.category(one) in _UNSEEN for one in code)
    if not strange and code.strip().strip("."):
        return None
    return problem("W29", at=file, line=line, code=code)


def untitled(name: str) -> str:
    """A name without the titles before it; as it is, where nothing else is left.

    >>> untitled("Prof. Dr. Ada Park")
    'Ada Park'
    """
    title = _title(name)
    return untitled(name[len(title) :].strip()) if title else name


def _title(name: str) -> str:
    """The title that a name begins with; empty where there is none, or nothing behind it."""
    for title in TITLES:
        rest = name[len(title) :]
        apart = rest[:1].isspace() or title.endswith(".")
        named = len(rest.strip()) > 1 and holds_letter(rest)
        if holds_thai(title):  # what follows must be able to begin a word
            apart = not _NEVER_FIRST.match(rest)
        if name.casefold().startswith(title.casefold()) and apart and named:
            return title
    return ""


def gather(
    key: Mapping[str, str], persons: Iterable[Person], file: str
) -> tuple[list[Person], list[Problem]]:
    """The people of a key and of lists, each with all of their names, and what to know of them.

    A name that is a short form of one other person's, as "Ada" and "Dr Park" are of "Ada Park", is
    taken for that person's, unless it has a code of its own.

    Args:
        key: from names to the codes that they have had so far; each holds a letter.
        persons: those of lists.
        file: where the names stand, for messages.

    Raises:
        ScapolicyError: what is no name or no code, one code for two people, or another code than
            that of the key.

    """
    groups: dict[str, _Group] = {}
    owners: dict[str, _Group] = {}
    for name, code in key.items():
        _put([name], owners.setdefault(code, _Group(code)), groups)
    faults = [fault for person in persons for fault in _add(person, groups, owners, file)]
    if faults:
        raise ScapolicyError(faults)
    told = list(_unite(groups, file))
    return [Person(tuple(one.names), one.code) for one in dict.fromkeys(groups.values())], told


def _put(names: Iterable[str], group: _Group, groups: dict[str, _Group]) -> None:
    """Put names into a group, those of other groups with all that these hold."""
    for name in names:
        held = groups.get(plain_name(name))
        moved = held.names if held else [name]
        if held is not group:
            group.names += moved
            groups |= {plain_name(one): group for one in moved}


def _add(
    person: Person, groups: dict[str, _Group], owners: dict[str, _Group], file: str
) -> Iterator[Problem]:
    """Add a person of a list to the groups, unless that contradicts what is there."""
    faults = [fault for name in person.names if (fault := fault_of(name, file, person.line))]
    if person.code and (fault := fault_of_code(person.code, file, person.line)):
        faults.append(fault)
    if faults:
        yield from faults
        return
    name, code = person.names[0], person.code
    known = [groups[plain] for one in person.names if (plain := plain_name(one)) in groups]
    owner = owners.get(code) if code else None
    codes = list(dict.fromkeys(one for one in (*(each.code for each in known), code) if one))
    if len(codes) > 1:
        yield problem("W18", at=file, line=person.line, name=name, first=codes[0], code=codes[1])
        return
    if owner and owner not in known and not _akin(person.names, owner.names):
        first = owner.names[0]
        yield problem("W06", at=file, line=person.line, code=code, first=first, second=name)
        return
    group = owner or (known[0] if known else _Group(code))
    _put(person.names, group, groups)
    if codes:
        group.code = codes[0]
        owners[codes[0]] = group


def _unite(groups: dict[str, _Group], file: str) -> Iterator[Problem]:
    """Put short forms with the one full name that they are part of; tell of each."""
    names = sorted(
        (name for group in dict.fromkeys(groups.values()) for name in group.names),
        key=lambda name: -len(_core(name)),
    )
    longer: dict[str, list[str]] = defaultdict(list)
    alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name in names:
        alike[_core(name)].append(name)
    for name in names:
        core = _core(name)
        wholes = [one for one in longer[core[0]] if _is_part(name, one)]
        for word in core:
            longer[word].append(name)
        own = groups[plain_name(name)]
        others = list(dict.fromkeys(groups[plain_name(one)] for one in wholes))
        if not others or own in others or (own.code and all(one.code for one in others)):
            continue
        if len(others) == 1 and not any(_contradict(name, one) for one in alike[core]):
            others[0].code = others[0].code or own.code
            _put([name], others[0], groups)
            yield problem("W20", at=file, name=name, full=wholes[0])
        elif not own.code:
            yield problem("W21", at=file, name=name, fulls=listed(wholes))


def _core(name: str) -> tuple[str, ...]:
    """The words of a name without its titles, for comparing."""
    return tuple(plain_name(untitled(name)).split())


def _is_part(name: str, whole: str) -> bool:
    """Whether all words of a name stand in another, in their order, and the titles allow it."""
    words = iter(_core(whole))
    return all(word in words for word in _core(name)) and not _contradict(name, whole)


def _akin(names: Iterable[str], others: Iterable[str]) -> bool:
    """Whether one of some names is part of one of others, or the other way round."""
    pairs = list(product(names, others))
    return any(_is_part(one, other) or _is_part(other, one) for one, other in pairs)


def _contradict(name: str, other: str) -> bool:
    """Whether by their titles one is a man and the other a woman."""
    return {_sex(name), _sex(other)} == {_MEN, _WOMEN}


def _sex(name: str) -> tuple[str, ...]:
    """The titles of men or of women, whichever a name begins with; else nothing."""
    title = _title(name)
    if not title:
        return ()
    return next((one for one in (_MEN, _WOMEN) if title in one), ()) or _sex(
        name[len(title) :].strip()
    )
