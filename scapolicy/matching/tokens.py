"""spaCy token patterns: for what only a tokenizer or a trained pipeline can tell."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from scapolicy.matching.fault import RuleFaultError

if TYPE_CHECKING:
    from spacy.language import Language

Pattern = Sequence[Mapping[str, object]]

# What a blank pipeline cannot know of a token; patterns on these need a trained one.
_TRAINED = frozenset(["POS", "TAG", "DEP", "ENT_TYPE", "ENT_IOB", "ENT_ID", "LEMMA", "MORPH"])


def load_pipeline(name: str, language: str) -> "Language":
    """The user's own trained pipeline, or a blank one that only cuts text into tokens.

    Raises:
        RuleFaultError: the pipeline is not installed, or spaCy does not know the language.

    """
    import spacy

    try:
        return spacy.load(name) if name else spacy.blank(language)
    except (OSError, ImportError, ValueError) as error:
        what = f"the pipeline {name!r}" if name else f"spaCy's tokenizer for {language!r}"
        reason = f"{what} can't be loaded ({str(error).splitlines()[0]})"
        raise RuleFaultError(reason, "Install it, or give another as `pipeline`.") from None


def check_pattern(pattern: Pattern, nlp: "Language") -> None:
    """See whether a pattern can be used with a pipeline.

    Raises:
        RuleFaultError: spaCy refuses it, or it asks for what a blank pipeline does not know.

    """
    from spacy.errors import MatchPatternError
    from spacy.matcher import Matcher

    needs = sorted({key.upper() for token in pattern for key in token} & _TRAINED)
    if needs and not nlp.pipe_names:
        reason = f"{', '.join(needs)} is known only to a trained pipeline"
        raise RuleFaultError(reason, "Name one as `pipeline`, or use LOWER or a lemma.")
    asked = {name.upper() for name in _names(pattern)}
    if "REGEX" in asked:
        reason = "REGEX in a token pattern runs on an engine that can hang"
        raise RuleFaultError(reason, "Write the rule with `regex`, which can't.")
    if "_" in asked:
        reason = "extension attributes (`_`) are not known to scapolicy"
        raise RuleFaultError(reason, "Use another attribute.")
    if not any(pattern):
        raise RuleFaultError("it matches any token at all", "Say what a token must be.")
    try:
        Matcher(nlp.vocab, validate=True).add("rule", [[dict(token) for token in pattern]])
    except (MatchPatternError, ValueError, KeyError, TypeError) as error:
        lines = [line.strip("- ") for line in str(error).splitlines() if line.strip()]
        raise RuleFaultError(lines[-1], "See spaCy's page on token patterns.") from None


def _names(value: object) -> Iterator[str]:
    """Every key in a pattern, however deep."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield str(name)
            yield from _names(inner)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for inner in value:
            yield from _names(inner)


class TokenPatterns:
    """Patterns compiled for one pipeline."""

    def __init__(self, patterns: Sequence[Pattern], nlp: "Language") -> None:
        from spacy.matcher import Matcher

        self._nlp = nlp
        self._matcher: Any = Matcher(nlp.vocab)
        self._numbers: dict[int, int] = {}
        for number, pattern in enumerate(patterns):
            name = str(number)
            self._matcher.add(name, [[dict(token) for token in pattern]])
            self._numbers[nlp.vocab.strings[name]] = number

    def spans(self, text: str) -> list[tuple[int, int, int]]:
        """(number of the pattern, start, end) of each match in a sentence."""
        doc = self._nlp(text)
        found = self._matcher(doc, allow_missing=True)  # a pipeline need not tag every sentence
        return [
            (self._numbers[key], doc[start].idx, doc[end - 1].idx + len(doc[end - 1]))
            for key, start, end in found
            if end > start
        ]
