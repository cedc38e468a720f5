"""The same dictionary on both sides: scapolicy's counts beside those by quanteda's rules.

quanteda's rules are written here once more, slowly, from its documentation: a text is cut into
tokens at Unicode's word boundaries, hyphens inside a word kept; a pattern is one glob for each
token, capitals do not count; of the hits of one key, those of most tokens first, one counts unless
a token of it is taken already. `python -m benchmarks.counts` asks quanteda itself; the rows below
were seen with its version 4.3.1.
"""

import re
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import scapolicy as sp
from tests.build import source

Counts = dict[str, int]


def tokens(text: str) -> list[str]:
    return re.findall(r"\w+(?:[-\u2011—'’.]\w+)*|[^\w\s]", text.lower())


def hits(text: str, patterns: list[str]) -> list[tuple[int, int]]:
    words = tokens(text)
    found = set()
    for pattern in patterns:
        globs = pattern.lower().split()
        for at in range(len(words) - len(globs) + 1):
            run = words[at : at + len(globs)]
            if all(map(fnmatchcase, run, globs)):
                found.add((at, at + len(globs)))
    return sorted(found, key=lambda span: (span[0] - span[1], span[0]))


def by_quanteda(text: str, patterns: list[str]) -> int:
    taken: set[int] = set()
    count = 0
    for start, end in hits(text, patterns):
        if taken.isdisjoint(range(start, end)):
            count += 1
            taken.update(range(start, end))
    return count


def overlap_in_part(text: str, patterns: list[str]) -> bool:
    spans = hits(text, patterns)
    return any(one[0] < other[0] < one[1] < other[1] for one in spans for other in spans)


def by_scapolicy(tmp_path: Path, text: str, dictionary: dict[str, list[str]]) -> Counts:
    path = tmp_path / "a.yml"
    lines = [f"{key}: [{', '.join(map(repr, terms))}]\n" for key, terms in dictionary.items()]
    path.write_text("".join(lines), encoding="utf-8")
    (tmp_path / "b.yaml").unlink(missing_ok=True)
    sp.write_codebook(sp.import_codebook(path), tmp_path / "b.yaml")
    coded = sp.code([source(text)], sp.load_codebook(tmp_path / "b.yaml"))
    rows = coded.frequencies()
    return dict(zip(rows["label"], map(int, rows["matches"]), strict=True))


WORDS = st.sampled_from("tax taxes Tax-free income cut cuts the women's war war-time".split())
GLOBS = st.one_of(WORDS, st.sampled_from("tax* *-free c?t cut? w*r inc*e women*".split()))
PHRASES = st.lists(GLOBS, min_size=1, max_size=3).map(" ".join)


@given(
    st.lists(WORDS, min_size=1, max_size=25).map(" ".join),
    st.lists(PHRASES, min_size=1, max_size=6, unique_by=str.lower),
    st.lists(PHRASES, min_size=1, max_size=3, unique_by=str.lower),
)
def test_counts_are_quantedas_where_no_hits_overlap_in_part(
    tmp_path_factory: pytest.TempPathFactory, text: str, one: list[str], other: list[str]
) -> None:
    counts = by_scapolicy(tmp_path_factory.mktemp("counts"), text, {"one": one, "other": other})
    for key, patterns in (("one", one), ("other", other)):
        expected = by_quanteda(text, patterns)
        if overlap_in_part(text, patterns):
            assert 0 < counts[key] <= len(hits(text, patterns))
        else:
            assert counts[key] == expected


TEA = ["trade in tea", "tea fields"]


@pytest.mark.parametrize(
    ("text", "patterns", "scapolicy", "quanteda"),
    [
        # alike
        ("A tax-free year, and tax free.", ["tax", "tax-free"], 2, 2),
        ("Women's work; the women’s vote", ["women", "women's"], 2, 2),
        ("The fiscal, year. The fiscal. Year", ["fiscal year"], 0, 0),
        ("The fiscal\nyear", ["fiscal year"], 1, 1),
        ("An income tax", ["income tax", "tax"], 1, 1),
        ("An income tax cut", ["income tax", "tax cut"], 1, 1),
        # of hits that overlap in part, the longest is that of most letters, or of most words
        ("The flourishing trade in tea fields", ["flourishing trade", *TEA], 2, 1),
        # a blank line ends a sentence
        ("The fiscal\n\nyear", ["fiscal year"], 0, 1),
        # a full stop or an underscore between letters parts them
        ("It ended.Taxes rose", ["taxes"], 1, 0),
        ("The tax_cut of May", ["tax"], 1, 0),
        # dashes of print part words; all hyphens are alike, and so are all apostrophes
        ("It was a tax—free year", ["tax"], 1, 0),
        ("A tax\u2011free year", ["tax-free"], 1, 0),
        # an entry may hold a full stop at its end; quanteda parts it from the word
        ("The U.S. army", ["u.s. army"], 1, 0),
        # a star alone is a word, in quanteda punctuation too
        ("A lack of, budget", ["lack of * budget"], 0, 1),
        # what a typist marks is not said
        ("It was [inaudible] then", ["inaudible"], 0, 1),
    ],
)
def test_where_counts_differ(
    tmp_path: Path, text: str, patterns: list[str], scapolicy: int, quanteda: int
) -> None:
    straight = text.replace("’", "'")
    assert by_quanteda(straight, patterns) == quanteda
    assert by_scapolicy(tmp_path, text, {"key": [*patterns, "zzz"]}) == {"key": scapolicy}
