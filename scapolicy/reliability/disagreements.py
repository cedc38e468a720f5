"""Where codings and a gold standard differ: the passages, and what is taken for what."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from scapolicy.records import Valence
from scapolicy.reliability.sheets import Place, Row

Units = Mapping[Place, Mapping[str, Valence | None]]
"""The categories on each unit, with their valences where stated."""


class Passage(NamedTuple):
    """Where the two differ: `kind` is `missed`, `wrong` or `valence`."""

    kind: str
    source: str
    number: int
    category: str
    expected: str
    found: str
    words: str
    text: str


def confusion(gold: Units, coded: Units) -> dict[tuple[str, str], int]:
    """How often one category was missed where another was wrongly coded."""
    pairs: Counter[tuple[str, str]] = Counter()
    for place, wanted in gold.items():
        missed, wrong = set(wanted) - set(coded[place]), set(coded[place]) - set(wanted)
        pairs.update((one, other) for one in missed for other in wrong)
    return dict(sorted(pairs.items(), key=lambda item: (-item[1], item[0])))


def valences(gold: Units, coded: Units) -> dict[tuple[Valence, Valence], int]:
    """How often one valence was expected and another, or the same, was found."""
    pairs: Counter[tuple[Valence, Valence]] = Counter()
    for place, wanted in gold.items():
        for name, expected in wanted.items():
            found = coded[place].get(name)
            if expected is not None and found is not None:
                pairs[expected, found] += 1
    return dict(sorted(pairs.items()))


class Evidence:
    """The words and the text of passages, as far as the files or transcripts have them."""

    def __init__(
        self, found: Sequence[Row], wanted: Sequence[Row], texts: Mapping[Place, str]
    ) -> None:
        self._words: dict[tuple[Place, str], list[str]] = {}
        self._texts: dict[Place, dict[str, None]] = {}
        self._whole = texts
        for row in found:
            place = row.source, row.number
            if row.words:
                self._words.setdefault((place, row.category), []).append(row.words)
        for row in (*wanted, *found):
            if row.text:
                self._texts.setdefault((row.source, row.number), {})[row.text] = None

    def words(self, place: Place, category: str) -> str:
        """What was matched there for a category."""
        return "; ".join(self._words.get((place, category), []))

    def text(self, place: Place) -> str:
        """What was said there."""
        return self._whole.get(place) or " […] ".join(self._texts.get(place, {}))


def passages(gold: Units, coded: Units, evidence: Evidence) -> Iterator[Passage]:
    """Every place where a category, or its valence, is not what was wanted."""
    for place in sorted(gold):
        wanted, found = gold[place], coded[place]
        for name in sorted({*wanted, *found}):
            expected, got = wanted.get(name), found.get(name)
            if name not in found:
                kind = "missed"
            elif name not in wanted:
                kind = "wrong"
            elif expected and got and expected is not got:
                kind = "valence"
            else:
                continue
            words, text = evidence.words(place, name), evidence.text(place)
            yield Passage(kind, *place, name, str(expected or ""), str(got or ""), words, text)
