"""Others at the same work: `python -m benchmarks.peers NAME FOLDER DICTIONARY`.

Each reads the texts, finds the entries of the dictionary, and prints how many it found. None of
them does more: no turns, sentences, negation, or evidence.
"""

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.corpora import entries_of


def _texts(folder: Path) -> Iterator[str]:
    for path in sorted(folder.iterdir()):
        yield path.read_text(encoding="utf-8")


def automaton(folder: Path, entries: list[str]) -> int:
    """The literals in an Aho-Corasick automaton, with a look at the letters on both sides."""
    from ahocorasick_rs import AhoCorasick

    found = 0
    index = AhoCorasick([entry.rstrip("*") for entry in entries])
    starred = [entry.endswith("*") for entry in entries]
    for text in map(str.lower, _texts(folder)):
        for number, start, end in index.find_matches_as_indexes(text, overlapping=True):
            begins = start == 0 or not text[start - 1].isalnum()
            if begins and (starred[number] or end == len(text) or not text[end].isalnum()):
                found += 1
    return found


def flashtext(folder: Path, entries: list[str]) -> int:
    """flashtext, which knows no wildcards: those are left out."""
    from flashtext import KeywordProcessor

    keywords = KeywordProcessor()
    keywords.add_keywords_from_list([entry for entry in entries if "*" not in entry])
    return sum(len(keywords.extract_keywords(text)) for text in _texts(folder))


def pandas_contains(folder: Path, entries: list[str]) -> int:
    """`Series.str.contains` with one regex of all entries, on sentences, as many a script does."""
    import pandas as pd

    sentences = pd.Series([s for text in _texts(folder) for s in re.split(r"(?<=[.!?])\s+", text)])
    union = "|".join(re.escape(entry).replace(r"\*", r"\w*") for entry in entries)
    return int(sentences.str.contains(rf"\b(?:{union})\b", case=False, regex=True).sum())


def phrase_matcher(folder: Path, entries: list[str]) -> int:
    """SpaCy's PhraseMatcher on lower case; it knows no wildcards: the star is left off."""
    import spacy
    from spacy.matcher import PhraseMatcher

    nlp = spacy.blank("en")
    nlp.max_length = 10**9
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    matcher.add("entries", [nlp.make_doc(entry.rstrip("*")) for entry in entries])
    return sum(len(matcher(nlp.make_doc(text))) for text in _texts(folder))


def token_matcher(folder: Path, entries: list[str]) -> int:
    """SpaCy's Matcher, a pattern for each entry, stars as regexes."""
    import spacy
    from spacy.matcher import Matcher

    nlp = spacy.blank("en")
    nlp.max_length = 10**9
    matcher = Matcher(nlp.vocab)
    for number, entry in enumerate(entries):
        matcher.add(f"e{number}", [[_token(word) for word in entry.split()]])
    return sum(len(matcher(nlp.make_doc(text))) for text in _texts(folder))


def _token(word: str) -> dict[str, object]:
    if word.endswith("*"):
        return {"LOWER": {"REGEX": f"^{re.escape(word[:-1])}"}}
    return {"LOWER": word}


PEERS: dict[str, Callable[[Path, list[str]], int]] = {
    "automaton": automaton,
    "flashtext": flashtext,
    "pandas": pandas_contains,
    "phrase-matcher": phrase_matcher,
    "token-matcher": token_matcher,
}

if __name__ == "__main__":
    name, folder, dictionary = sys.argv[1:]
    print(PEERS[name](Path(folder), entries_of(Path(dictionary))))
