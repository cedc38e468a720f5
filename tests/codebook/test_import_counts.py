"""The same dictionary on both sides: scapolicy's counts beside those by quanteda's rules.

quanteda's rules are written here once more, slowly, from its documentation: a text is cut into
tokens at Unicode's word boundaries, hyphens inside a word kept; a pattern is one glob for each
token, capitals do not count; of the hits of one key, the longest first, one counts unless all of
its tokens are taken already.
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
    return re.findall(r"\w+(?:[-'’.]\w+)*|[^\w\s]", text.lower())


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
        count += not taken.issuperset(range(start, end))
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
            assert 0 < counts[key] <= expected
        else:
            assert counts[key] == expected


@pytest.mark.parametrize(
    ("text", "patterns", "scapolicy", "quanteda"),
    [
        # alike
        ("A tax-free year, and tax free.", ["tax", "tax-free"], 2, 2),
        ("Women's work; the women’s vote", ["women", "women's"], 2, 2),
        ("The fiscal, year. The fiscal. Year", ["fiscal year"], 0, 0),
        ("The fiscal\nyear", ["fiscal year"], 1, 1),
        ("An income tax", ["income tax", "tax"], 1, 1),
        # a word in two overlapping hits counts for one of them
        ("An income tax cut", ["income tax", "tax cut"], 1, 2),
        # a blank line ends a sentence
        ("The fiscal\n\nyear", ["fiscal year"], 0, 1),
        # a full stop or an underscore between letters parts them
        ("It ended.Taxes rose", ["taxes"], 1, 0),
        ("The tax_cut of May", ["tax"], 1, 0),
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
