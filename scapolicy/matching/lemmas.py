"""The inflected forms of a word, by turning a lemma dictionary round (simplemma's)."""

from collections.abc import Iterable
from functools import cache, lru_cache

from scapolicy.matching.fold import fold, fold_case


@cache
def known_languages() -> frozenset[str]:
    """The languages whose lemmas are known, as two- or three-letter codes."""
    from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES

    return frozenset(SUPPORTED_LANGUAGES)


def inflections(words: Iterable[str], language: str) -> dict[str, frozenset[str]]:
    """For each word, in lower case, its forms in lower case, itself included.

    A word that stands in the dictionary only as a form of another (`gave`) has just itself.
    """
    return _inflections(frozenset(words), language)


@lru_cache(maxsize=16)
def _inflections(words: frozenset[str], language: str) -> dict[str, frozenset[str]]:
    from simplemma.strategies.dictionaries import DefaultDictionaryFactory  # 0.2 s with its data

    wanted = {word.encode(): {word} for word in words}
    for form, lemma in DefaultDictionaryFactory().get_dictionary(language).items():
        forms = wanted.get(lemma if isinstance(lemma, bytes) else lemma.encode())
        if forms is not None:
            text = form.decode() if isinstance(form, bytes) else form
            forms.add(fold_case(fold(text).cased))
    return {word.decode(): frozenset(forms) for word, forms in wanted.items()}
