"""What decides what sources say and what matches in them, beside the codebook: the versions."""

from collections.abc import Iterable

from scapolicy.records import Analysed, Codebook, Language
from scapolicy.versions import version_of

OWN = "scapolicy"


def versions_behind(sources: Iterable[Analysed], codebook: Codebook) -> dict[str, str]:
    """The versions of scapolicy, and of the libraries that these sources and rules need."""
    rules = [rule for one in codebook.categories for code in one.codes for rule in code.rules]
    coded = tuple(sources)
    pages = any(source.name.lower().endswith(".pdf") for source in coded)
    used = {
        OWN: True,
        "pypdfium2": pages,
        "py3langid": any(origin_of(source.language) == "text" for source in coded),
        "pythainlp": any(source.thai for source in coded),
        "google-re2": any(rule.regex for rule in rules),
        "simplemma": pages or any(rule.lemmas for rule in rules),
        "spacy": any(rule.tokens for rule in rules),
    }
    return {name: version_of(name) for name, needed in used.items() if needed}


def origin_of(language: Language) -> str:
    """What tells the language of a source: an `attribute`, its `text`, or the `codebook`."""
    if language.stated:
        return "attribute"
    return "text" if language.detected else "codebook"
