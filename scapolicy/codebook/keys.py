"""The keys of a codebook file: what may stand where, what it is for.

The reader checks a file against these tables, and the JSON Schema and the reference page are
written from them.
"""

from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    """What the value of a key must look like."""

    TEXT = "a text"
    ID = "an id"
    TEXTS = "a list of texts, or one text"
    FLAG = "true or false"
    SHARE = "a number from 0 to 1"
    VALENCE = "facilitator, barrier, mixed or neutral"
    PATTERNS = "a list of token patterns, each a list of mappings"
    FINDINGS = "a mapping with `present` and `absent`"
    CATEGORIES = "a list of categories"
    CODES = "a list of codes"
    RULES = "a list of rules"


@dataclass(frozen=True, slots=True)
class Key:
    """A key: its shape, what it is for, and what to do where it is required and missing."""

    name: str
    shape: Shape
    about: str
    example: str
    required: bool = False


_ID = Key(
    "id",
    Shape.ID,
    "Short name used in files and columns: lower-case letters, digits and `_`.",
    "id: budget",
    required=True,
)
_LABEL = Key(
    "label", Shape.TEXT, "Name as readers see it; by default made from the id.", "label: Budget"
)
_GUIDE = (
    Key(
        "definition",
        Shape.TEXT,
        "What it stands for, in a sentence or two.",
        "definition: Money that may be spent on the relationship.",
    ),
    Key(
        "when_to_use",
        Shape.TEXT,
        "What a passage must say to be coded.",
        "when_to_use: The speaker says that money was given, or is lacking.",
    ),
    Key(
        "when_not_to_use",
        Shape.TEXT,
        "What looks alike and is coded elsewhere, or not at all.",
        "when_not_to_use: Rules on how money may be spent.",
    ),
    Key(
        "example",
        Shape.TEXT,
        "A passage to which it applies.",
        "example: We paid for the trip ourselves.",
    ),
    Key("source", Shape.TEXT, "Where it comes from, as one would cite it.", "source: De Villiers"),
)

RULE = (
    Key("id", Shape.ID, "Name of the rule in `matches.csv`; by default `CODE.N`.", "id: asked_for"),
    Key(
        "valence",
        Shape.VALENCE,
        "Which way a hit speaks: the factor is there and helps (`facilitator`), is missing or "
        "hinders (`barrier`), both (`mixed`), or is only spoken of (`neutral`).",
        "valence: barrier",
        required=True,
    ),
    Key(
        "negated",
        Shape.VALENCE,
        "Which way a hit speaks when a negation is near; by default the opposite of a facilitator "
        "or barrier, and no change for the others.",
        "negated: barrier",
    ),
    Key(
        "terms",
        Shape.TEXTS,
        "Words and phrases; `*` is any ending, `?` one character, a `*` alone any one word.",
        "terms: [no money, lack of * fund*]",
    ),
    Key(
        "lemmas",
        Shape.TEXTS,
        "As terms, but each word stands for all its inflected forms and their possessives.",
        "lemmas: [receive * budget]",
    ),
    Key(
        "regex",
        Shape.TEXTS,
        "Regular expressions in RE2's syntax, searched within one sentence.",
        r"regex: ['\d+ million baht']",
    ),
    Key(
        "tokens",
        Shape.PATTERNS,
        "spaCy token patterns; they need spaCy, and some a trained `pipeline`.",
        "tokens: [[{LOWER: sign}, {LOWER: first}]]",
    ),
    Key(
        "exclude",
        Shape.TEXTS,
        "Terms whose words do not count as a hit of this rule.",
        "exclude: [budget bureau]",
    ),
    Key(
        "case_sensitive",
        Shape.FLAG,
        "Whether capitals count, for all words of the rule; by default they don't.",
        "case_sensitive: true",
    ),
)

CODE = (
    _ID,
    _LABEL,
    *_GUIDE,
    Key(
        "exclude",
        Shape.TEXTS,
        "Terms whose words do not count as a hit of any rule of the code.",
        "exclude: [budget bureau]",
    ),
    Key(
        "rules",
        Shape.RULES,
        "What finds the code; a hit of any rule is enough.",
        "rules: [{valence: barrier, terms: [no money]}]",
        required=True,
    ),
)

CATEGORY = (
    _ID,
    _LABEL,
    *_GUIDE,
    Key(
        "codes",
        Shape.CODES,
        "The indicators of the category.",
        "codes: [{id: budget, rules: […]}]",
        required=True,
    ),
)

FINDINGS = (
    Key(
        "present",
        Shape.SHARE,
        "From this share of facilitators among the evidence on, a finding is `present`.",
        "present: 0.67",
    ),
    Key(
        "absent",
        Shape.SHARE,
        "Up to this share of facilitators among the evidence, a finding is `absent`.",
        "absent: 0.33",
    ),
)

CODEBOOK = (
    Key("title", Shape.TEXT, "What the codebook is called.", "title: Key factors", required=True),
    Key(
        "version",
        Shape.TEXT,
        "Changes whenever a rule changes, so that results can name it.",
        "version: 1.0.0",
        required=True,
    ),
    Key(
        "languages",
        Shape.TEXTS,
        "Languages of the texts it is for, as two-letter codes; the first decides on lemmas and "
        "negation. By default `en`.",
        "languages: [en]",
    ),
    Key("description", Shape.TEXT, "What it is for.", "description: Nine factors of …"),
    Key("source", Shape.TEXT, "Where the code frame comes from.", "source: De Villiers; Gibbs"),
    Key(
        "pipeline",
        Shape.TEXT,
        "An installed spaCy pipeline for token patterns; by default one that only knows tokens.",
        "pipeline: en_core_web_sm",
    ),
    Key(
        "findings",
        Shape.FINDINGS,
        "How the shares of facilitators and barriers become a finding.",
        "findings: {present: 0.67, absent: 0.33}",
    ),
    Key(
        "categories",
        Shape.CATEGORIES,
        "The factors, in the order of the columns.",
        "categories: […]",
    ),
    Key("codes", Shape.CODES, "Codes without categories, instead of `categories`.", "codes: […]"),
)
