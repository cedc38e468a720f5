"""A codebook as a text to read, 80 columns wide."""

import json
import textwrap
from collections.abc import Iterator

from scapolicy.matching.matcher import described
from scapolicy.records import Category, Code, Codebook, Guide, Rule

_WIDTH = 80
_GUIDE = (
    ("definition", ""),
    ("when_to_use", "Use: "),
    ("when_not_to_use", "Not: "),
    ("example", "Example: "),
    ("source", "Source: "),
)


def codebook_text(codebook: Codebook) -> str:
    """Everything that the file says, in the order of the file."""
    head = f"{codebook.title} {codebook.version} ({', '.join(codebook.languages)})"
    lines = [head, "=" * len(head)]
    for text in (codebook.description, codebook.source and f"Source: {codebook.source}"):
        lines.extend(_wrapped(text, 0))
    rule = codebook.findings
    lines.append(
        f"Findings: present from {rule.present:.0%} facilitators, absent up to {rule.absent:.0%}"
    )
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


def _titled(number: str, item: Category | Code, indent: int) -> Iterator[str]:
    yield f"{' ' * indent}{number}{item.label} [{item.id}]"
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
