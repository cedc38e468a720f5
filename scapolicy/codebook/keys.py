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
    SETS = "a mapping from names to lists of terms"
    CUES = "a list of cues"
    CONDITION = "a list of terms, or a mapping with `terms` and `within`"
    WHERE = "a mapping from attributes to values"
    NUMBER = "a whole number"
    WITHIN = "a number of words, or sentence, segment or turn"
    EFFECT = "negation, lack, wish, condition, complaint, praise or hedge"
    SIDE = "before, after or either"


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
    Key(
        "near",
        Shape.CONDITION,
        "Terms of which one must stand near the hit, on either side, in its sentence; `within` is "
        "the most words between, 10 unless given.",
        "near: {terms: [lack, short of], within: 3}",
    ),
    Key(
        "before",
        Shape.CONDITION,
        "As `near`, and the hit must stand before it.",
        "before: {terms: [was cut], within: 4}",
    ),
    Key(
        "after",
        Shape.CONDITION,
        "As `near`, and the hit must stand after it.",
        "after: {terms: [governor*], within: 4}",
    ),
    Key(
        "all_of",
        Shape.CONDITION,
        "Terms or sets which must all occur in the sentence, or as far as `within` says.",
        "all_of: [$leader, chamber]",
    ),
    Key(
        "any_of",
        Shape.CONDITION,
        "Terms of which one must occur in the sentence, or as far as `within` says.",
        "any_of: {terms: [rule*], within: turn}",
    ),
    Key(
        "none_of",
        Shape.CONDITION,
        "Terms of which none may occur in the sentence, or as far as `within` says.",
        "none_of: {terms: [drawer*], within: 5}",
    ),
    Key(
        "where",
        Shape.WHERE,
        "Values of attributes that a source must have for the rule to be tried.",
        "where: {level: central}",
    ),
    Key(
        "language",
        Shape.TEXT,
        "Language of the sources that the rule is for; without it, all.",
        "language: th",
    ),
)

CONDITION = (
    Key("terms", Shape.TEXTS, "Terms and sets.", "terms: [$lack, no]", required=True),
    Key(
        "within",
        Shape.WITHIN,
        "The most words between, counted in the sentence (0: beside); or, but not for `near`, "
        "`before` and `after`, the stretch in which to look.",
        "within: 5",
    ),
)

CUE = (
    Key("effect", Shape.EFFECT, "What it does to a match.", "effect: negation", required=True),
    Key("terms", Shape.TEXTS, "Its words.", "terms: [out of reach]", required=True),
    Key("side", Shape.SIDE, "Where it stands, seen from the match; `before`.", "side: after"),
    Key("within", Shape.NUMBER, "The most words between; 3 unless given.", "within: 4"),
    Key("language", Shape.TEXT, "Its language; by default the codebook's first.", "language: th"),
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
        "From this share of facilitators among the evidence on, a finding is `present`; two "
        "thirds unless given.",
        "present: 0.75",
    ),
    Key(
        "absent",
        Shape.SHARE,
        "Up to this share of facilitators among the evidence, a finding is `absent`; one third "
        "unless given.",
        "absent: 0.25",
    ),
    Key(
        "informants",
        Shape.NUMBER,
        "With evidence from fewer informants, a finding is at most `partial`; 1 unless given.",
        "informants: 2",
    ),
    Key(
        "levels",
        Shape.TEXTS,
        "Values of the attribute `level`: without evidence from each of them, a finding is at "
        "most `partial`.",
        "levels: [provincial, local]",
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
        "A spaCy pipeline for token patterns: the name of an installed one, or a folder (beside "
        "the codebook, or where scapolicy runs); by default one that only knows tokens.",
        "pipeline: en_core_web_sm",
    ),
    Key(
        "sets",
        Shape.SETS,
        "Terms named once, for use as `$name` in any list of terms, alone or inside a phrase.",
        "sets: {money: [budget*, fund*]}",
    ),
    Key(
        "cues",
        Shape.CUES,
        "Words that act on matches near them, beside those that come with scapolicy.",
        "cues: [{effect: lack, within: 2, terms: [out of reach]}]",
    ),
    Key(
        "findings",
        Shape.FINDINGS,
        "How the shares of facilitators and barriers become a finding.",
        "findings: {present: 0.75, absent: 0.25}",
    ),
    Key(
        "categories",
        Shape.CATEGORIES,
        "The factors, in the order of the columns.",
        "categories: […]",
    ),
    Key("codes", Shape.CODES, "Codes without categories, instead of `categories`.", "codes: […]"),
)
