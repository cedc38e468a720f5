"""Names of people in a text: from a list, or found by a trained pipeline; and their codes."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from ahocorasick_rs import AhoCorasick

from scapolicy.errors import ScapolicyError, problem
from scapolicy.matching.overlap import Taken
from scapolicy.people import TITLES, Person, fault_of, untitled
from scapolicy.readers.encoding import decode
from scapolicy.readers.place import unopened
from scapolicy.spelling import DASHES, plain_name, spell
from scapolicy.words import holds_thai, is_word_character

_UNSPACED = re.compile(r"[\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
"""Scripts without spaces between words; a name may stand anywhere in them."""

_PERSONS = frozenset(["PERSON", "PER", "PRS", "persName"])
_FINDERS = frozenset(["ner", "entity_ruler", "span_ruler", "beam_ner"])
_POSSESSIVE = re.compile(r"['\u2019]s?$")
_LONGEST = 100_000  # characters that a pipeline gets at once
_THAI_RUN = re.compile(r"[\u0e00-\u0e7f]+")
_SIGNS = f"-_.{DASHES}"
_INNER = re.compile(rf"(?<=\S)[{_SIGNS}\u200b](?=\S)")
_PARTED = str.maketrans(dict.fromkeys(_SIGNS, " "))


class Pseudonyms:
    """Names and the codes that stand for them."""

    def __init__(self, codes: Mapping[str, str], file: str = "") -> None:
        """`codes` leads from each name to its code; `file` is where they stand, for messages.

        Raises:
            ScapolicyError: with every name that holds no letter, or a wildcard.

        """
        self.codes = dict(codes)
        faults = [fault for name in codes if (fault := fault_of(name, file))]
        if faults:
            raise ScapolicyError(faults)
        self._names: dict[str, str] = {}
        for name in codes:
            self._names.setdefault(plain_name(name), name)
        for name in codes:  # a name that stands in the list itself comes before one without title
            self._names.setdefault(plain_name(untitled(name)), name)
        for name in filter(holds_thai, codes):  # Thai is written with and without spaces
            for form in (name, untitled(name)):
                self._names.setdefault(plain_name(form.replace(" ", "")), name)
        for name in codes:
            for form in (name, untitled(name)):
                self._names.setdefault(plain_name(_INNER.sub(" ", form)), name)
        self._plain = list(self._names)
        self._automaton = AhoCorasick(self._plain)

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """(start, end, name) of each name in a text; of overlapping ones the longest.

        In `Ada-Park's` and `ada.park@town.org` a sign stands where a name has a space, or another
        sign than in the list.
        """
        found = self._found(text)
        parted = _INNER.sub(" ", text)
        if parted != text:
            found += self._found(parted)
        taken = Taken()
        longest = sorted(found, key=lambda one: (one[0] - one[1], one[0]))
        return sorted(one for one in longest if taken.add(one[0], one[1]))

    def _found(self, text: str) -> list[tuple[int, int, str]]:
        spelled = spell(text)
        plain = spelled.text
        thai = _ThaiWords(plain, self._plain)
        return [
            (*spelled.to_source(start, end), self._names[self._plain[index]])
            for index, start, end in self._automaton.find_matches_as_indexes(
                plain, overlapping=True
            )
            if _is_bound(plain, start, thai) and _is_bound(plain, end, thai)
        ]

    def apply(self, text: str) -> str:
        """A text with each name replaced by its code."""
        return self._replaced(text, self.find(text))

    def find_in_path(self, name: str) -> list[tuple[int, int, str]]:
        """As `find`, in a file's name, where other signs may stand for the spaces of a name."""
        return self.find(name) or self.find(name.translate(_PARTED))

    def apply_to_path(self, name: str) -> str:
        """A file's name with each name replaced by its code."""
        plain = self.apply(name)
        return self._replaced(plain, self.find(plain.translate(_PARTED)))

    def _replaced(self, text: str, found: Iterable[tuple[int, int, str]]) -> str:
        parts: list[str] = []
        done = 0
        for start, end, name in found:
            parts += (text[done:start], self.codes[name])
            done = end
        return "".join([*parts, text[done:]])


class _ThaiWords:
    """Where the Thai words of a text begin and end, if the names are words too."""

    def __init__(self, text: str, names: list[str]) -> None:
        self._text, self._given = text, names

    @cached_property
    def bounds(self) -> frozenset[int]:
        """The offsets between two words."""
        cut = _thai_cutter(tuple(name for name in self._given if holds_thai(name)))
        found: set[int] = set()
        for run in _THAI_RUN.finditer(self._text):
            at = run.start()
            for word in cut(run[0]):
                found.add(at)
                at += len(word)
            found.add(run.end())
        return frozenset(found)


def _thai_cutter(names: tuple[str, ...]) -> Any:
    """A function that cuts Thai into words, the names and titles among them."""
    if _CUTTERS.get(names) is None:
        from pythainlp.corpus import thai_words
        from pythainlp.tokenize import Tokenizer

        parts = {part for name in names for part in _THAI_RUN.findall(name)}
        titles = {title for title in TITLES if holds_thai(title)}
        known = {*thai_words(), *parts, *titles}
        _CUTTERS.clear()
        _CUTTERS[names] = Tokenizer(custom_dict=known, engine="newmm").word_tokenize
    return _CUTTERS[names]


_CUTTERS: dict[tuple[str, ...], Any] = {}


def _is_bound(text: str, at: int, thai: _ThaiWords) -> bool:
    """Whether a name may begin or end at an offset: not inside of a word."""
    if at in (0, len(text)):
        return True
    before, after = text[at - 1], text[at]
    if not (is_word_character(before) and is_word_character(after)):
        return True
    if holds_thai(before) and holds_thai(after):
        return at in thai.bounds
    return any(_UNSPACED.match(one) or holds_thai(one) for one in (before, after))


def read_names(path: str | Path) -> list[Person]:
    """A list of names, a person a line: `NAME`, `NAME = CODE`, or `NAME; OTHER NAME = CODE`.

    What it gives is for `plan_pseudonyms`.

    Raises:
        ScapolicyError: the file can't be read.

    """
    try:
        text = decode(Path(path).read_bytes(), str(path))
    except OSError as error:
        raise ScapolicyError([unopened(path, error)]) from None
    persons: list[Person] = []
    for number, line in enumerate(text.splitlines(), 1):
        written, _, code = (part.strip() for part in line.partition("="))
        parts = unicodedata.normalize("NFC", written).split(";")
        names = tuple(name for part in parts if (name := part.strip()))
        if names and not written.startswith("#"):
            persons.append(Person(names, code, number))
    return persons


def load_pipeline(name: str) -> Any:
    """A spaCy pipeline that is installed, or lies in a folder; nothing is fetched.

    Raises:
        ScapolicyError: there is none, or it finds no names.

    """
    import warnings

    import spacy

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that it was made with another version of spaCy
            pipeline = spacy.load(name)
    except Exception as error:  # noqa: BLE001  a pipeline may fail in any way while it is made
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise ScapolicyError([problem("W16", at=name, reason=reason)]) from None
    if not _FINDERS & set(pipeline.pipe_names):
        raise ScapolicyError([problem("W17", at=name, parts=", ".join(pipeline.pipe_names))])
    return pipeline


def people_in(texts: Iterable[str], pipeline: Any) -> Iterator[str]:
    """The names of people that a pipeline finds, each as often as it finds it."""
    pieces = (piece for text in texts for piece in _pieces(text))
    for doc in pipeline.pipe(pieces):
        for entity in doc.ents:
            name = _POSSESSIVE.sub("", " ".join(entity.text.split())).strip(" .,;:")
            name = unicodedata.normalize("NFC", name)
            if entity.label_ in _PERSONS and len(name) > 1 and fault_of(name, "") is None:
                yield name


def _pieces(text: str) -> Iterator[str]:
    """A text in pieces that a pipeline can take, cut where a line or a word ends."""
    while len(text) > _LONGEST:
        cut = max(text.rfind("\n", 0, _LONGEST), text.rfind(" ", 0, _LONGEST)) + 1 or _LONGEST
        yield text[:cut]
        text = text[cut:]
    yield text
