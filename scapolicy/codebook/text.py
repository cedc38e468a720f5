"""A codebook as a text to read, 80 columns wide."""

import json
import textwrap
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from scapolicy.errors import counted
from scapolicy.matching.cues import has_cues
from scapolicy.matching.matcher import described
from scapolicy.records import Category, Code, Codebook, FindingRule, Guide, Rule, Side

_WIDTH = 80
_GUIDE = (
    ("definition", ""),
    ("when_to_use", "Use: "),
    ("when_not_to_use", "Not: "),
    ("example", "Example: "),
    ("source", "Source: "),
)
_SIDES = {Side.BEFORE: "before", Side.AFTER: "behind", Side.EITHER: "on either side of"}


def codebook_text(codebook: Codebook) -> str:
    """Everything that the file says, in the order of the file."""
    head = _wrapped(f"{codebook.title} {codebook.version} ({', '.join(codebook.languages)})", 0)
    lines = [*head, "=" * max(map(len, head))]
    for text in (codebook.description, codebook.source and f"Source: {codebook.source}"):
        lines.extend(_wrapped(text, 0))
    lines.extend(_wrapped(_findings(codebook.findings), 0))
    if codebook.pipeline:
        lines.extend(_wrapped(f"Pipeline: {codebook.pipeline}", 0))
    lines.extend(_cues(codebook))
    for name, terms in codebook.sets.items():
        lines.extend(_wrapped(f"${name}: {' · '.join(terms)}", 0))
    for number, category in enumerate(codebook.categories, 1):
        lines.append("")
        if not codebook.flat:
            lines.extend(_titled(f"{number}. ", category, 0))
        for code in category.codes:
            lines.append("")
            lines.extend(_titled("", code, 2))
            for one in code.rules:
                lines.extend(_rule(one))
    return "\n".join(lines) + "\n"


def _findings(rule: FindingRule) -> str:
    """The rule of findings, with all of its conditions."""
    shares = f"present from {_share(rule.present)} facilitators, absent up to {_share(rule.absent)}"
    few = f"fewer than {rule.informants} informants" if rule.informants > 1 else ""
    levels = f"none of one of the levels {', '.join(rule.levels)}" if rule.levels else ""
    lacks = " or ".join(filter(None, (few, levels)))
    return f"Findings: {shares}" + (
        f"; at most partial with evidence from {lacks}" if lacks else ""
    )


def _share(share: float) -> str:
    return f"{100 * share:.4g}%"


def _cues(codebook: Codebook) -> Iterator[str]:
    """Whose cues act, and those of the codebook, each with what it does."""
    known = [language for language in codebook.languages if has_cues(language)]
    shipped = f"those of scapolicy for {', '.join(known)}" if known else "none of scapolicy"
    own = ", and of this codebook:" if codebook.cues else ""
    yield from _wrapped(f"Cues: {shipped}{own}", 0)
    for group in codebook.cues:
        language = group.language or codebook.languages[0]
        for (effect, side, within), cues in groupby(
            group.cues, attrgetter("effect", "side", "within")
        ):
            where = f"{_SIDES[side]} a match, at most {counted(within, 'word')} between"
            terms = " · ".join(cue.term for cue in cues)
            yield from _wrapped(f"{effect} ({language}), {where}: {terms}", 2)


def _titled(number: str, item: Category | Code, indent: int) -> Iterator[str]:
    yield from _wrapped(f"{number}{item.label} [{item.id}]", indent)
    yield from _guide(item.guide, indent + 2)


def _guide(guide: Guide, indent: int) -> Iterator[str]:
    for name, label in _GUIDE:
        text = getattr(guide, name)
        if text:
            yield from _wrapped(label + " ".join(text.split()), indent)


def _rule(rule: Rule) -> Iterator[str]:
    turned = "" if rule.negated is rule.valence else f", {rule.negated} when negated"
    case = ", capitals count" if rule.case_sensitive else ""
    scope = [f"only in {rule.language}"] if rule.language else []
    scope += [f"only where {name} is {' or '.join(each)}" for name, each in rule.where.items()]
    yield from _wrapped(
        f"{rule.id}: {rule.valence}{turned}{''.join(f', {s}' for s in scope)}{case}", 4
    )
    for label, texts in (
        ("", rule.terms),
        ("all forms of: ", rule.lemmas),
        ("regex: ", rule.regex),
        ("tokens: ", [json.dumps(list(pattern), default=dict) for pattern in rule.tokens]),
        ("but not: ", rule.exclude),
    ):
        if texts:
            yield from _wrapped(label + " · ".join(texts), 6)
    for condition in rule.conditions:
        yield from _wrapped(described(condition, most=10_000), 6)


def _wrapped(text: str, indent: int) -> list[str]:
    space = " " * indent
    return textwrap.wrap(
        text, _WIDTH, initial_indent=space, subsequent_indent=space, break_on_hyphens=False
    )
