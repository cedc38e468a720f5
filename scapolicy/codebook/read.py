"""A codebook's tree → records; every fault in the shape of the file is noted on the way.

A codebook read with faults is for checking only, never for coding.
"""

from collections.abc import Iterator
from functools import partial

from scapolicy.codebook import keys
from scapolicy.codebook.values import Place, Reading, Values
from scapolicy.matching.fault import RuleFaultError
from scapolicy.matching.sets import names_in, resolve
from scapolicy.records import (
    Category,
    Code,
    Codebook,
    Condition,
    Cue,
    CueGroup,
    Effect,
    FindingRule,
    Guide,
    Reach,
    Relation,
    Rule,
    Side,
    Valence,
)
from scapolicy.yaml_nodes import Node, Pairs, Scalar

_OPPOSITE = {Valence.FACILITATOR: Valence.BARRIER, Valence.BARRIER: Valence.FACILITATOR}
_DISTANT = (Relation.NEAR, Relation.BEFORE, Relation.AFTER)
# Words between, where a rule does not say; as in KH Coder.
_DISTANCE = 10
_CUE_DISTANCE = 3

_VALENCES = {str(valence): valence for valence in Valence}
_FLAGS = {"true": True, "false": False, "yes": True, "no": False}


def read_codebook(root: Node, name: str, sha256: str, reading: Reading) -> Codebook:
    """Read the tree of a codebook file; faults and lines go into `reading`."""
    place = Place()
    values = Values(reading, root, keys.CODEBOOK, place)
    flat = "codes" in values.nodes
    if flat and "categories" in values.nodes:
        both = "Codes stand in categories, or all of them without."
        expected = "left out beside `categories`"
        line = values.nodes["codes"].line
        reading.fault("C04", line, place, key="codes", expected=expected, example=both)
    if not flat and "categories" not in values.nodes:
        why = "List the factors under `categories`, or codes without factors under `codes`."
        reading.fault("C03", root.line, place, key="categories", why=why)
    if flat:
        codes = values.records("codes", partial(_code, reading))
        categories = tuple(Category(code.id, code.label, (code,), code.guide) for code in codes)
    else:
        categories = values.records("categories", partial(_category, reading))
    return Codebook(
        name=name,
        title=values.line("title"),
        version=values.line("version"),
        languages=values.texts("languages") or ("en",),
        categories=categories,
        description=values.text("description"),
        source=values.text("source"),
        findings=_findings(reading, values.nodes.get("findings")),
        pipeline=values.text("pipeline"),
        sets=_sets(values),
        cues=values.records("cues", partial(_cues, reading)) if "cues" in values.nodes else (),
        flat=flat,
        sha256=sha256,
    )


def _findings(reading: Reading, node: Node | None) -> FindingRule:
    if node is None:
        return FindingRule()
    place = Place().down("findings", "findings")
    values = Values(reading, node, keys.FINDINGS, place)
    default = FindingRule()
    rule = FindingRule(
        values.share("present", default.present),
        values.share("absent", default.absent),
        values.number("informants", default.informants),
        values.texts("levels"),
    )
    if rule.present <= rule.absent:
        reading.fault("C21", node.line, place)
    return rule


def _sets(values: Values) -> dict[str, tuple[str, ...]]:
    sets = values.lists("sets")
    values.reading.sets_in_sets.update(
        name for texts in sets.values() for text in texts for name in names_in(text)
    )
    try:
        return resolve(sets)
    except RuleFaultError as fault:
        line = values.nodes["sets"].line
        values.reading.refuse("C24", line, values.place.down("sets", "sets"), fault)
        return sets


def _cues(reading: Reading, node: Node, parent: Place, number: int) -> CueGroup:
    place = parent.down("cues", "cues").down(number, f"cue {number}")
    reading.lines[place.path] = node.line
    values = Values(reading, node, keys.CUE, place)
    effect = values.choice("effect", {str(one): one for one in Effect}, Effect.NEGATION)
    side = values.choice("side", {str(one): one for one in Side}, Side.BEFORE)
    within = values.number("within", _CUE_DISTANCE)
    cues = tuple(Cue(effect, side, within, text) for text in values.texts("terms"))
    return CueGroup(cues, values.text("language"))


def _conditions(values: Values) -> Iterator[Condition]:
    for relation in Relation:
        node = values.nodes.get(relation)
        if node is None:
            continue
        distant = relation in _DISTANT
        default = _DISTANCE if distant else Reach.SENTENCE
        if not isinstance(node, Pairs):
            yield Condition(relation, values.texts(relation), default)
            continue
        place = values.place.down(relation, str(relation))
        inner = Values(values.reading, node, keys.CONDITION, place)
        yield Condition(relation, inner.texts("terms"), inner.within(default, not distant))


def _guide(values: Values) -> Guide:
    names = ("definition", "when_to_use", "when_not_to_use", "example", "source")
    return Guide(*map(values.text, names))


def _category(reading: Reading, node: Node, parent: Place, number: int) -> Category:
    own = _name(node, f"category {number}")
    place = parent.down(number, own)
    values = Values(reading, node, keys.CATEGORY, place)
    reading.lines[place.path] = node.line
    codes = values.records("codes", partial(_code, reading))
    identity = values.id(own)
    return Category(identity, values.line("label") or _label(identity), codes, _guide(values))


def _code(reading: Reading, node: Node, parent: Place, number: int) -> Code:
    own = _name(node, f"code {number}")
    place = parent.down(number, own)
    values = Values(reading, node, keys.CODE, place)
    reading.lines[place.path] = node.line
    identity = values.id(own)
    rule = partial(_rule, reading, identity, values.texts("exclude"))
    rules = values.records("rules", rule)
    return Code(identity, values.line("label") or _label(identity), rules, _guide(values))


def _rule(
    reading: Reading, code: str, exclude: tuple[str, ...], node: Node, parent: Place, number: int
) -> Rule:
    own = _name(node, f"{code}.{number}")
    place = parent.down(number, own)
    values = Values(reading, node, keys.RULE, place)
    reading.lines[place.path] = node.line
    if "negated" in values.nodes:
        reading.lines[place.down("negated").path] = values.nodes["negated"].line
    valence = values.choice("valence", _VALENCES, Valence.NEUTRAL)
    negated = values.choice("negated", _VALENCES, _OPPOSITE.get(valence, valence))
    return Rule(
        id=values.id(own),
        valence=valence,
        negated=negated,
        fixed=valence is negated is Valence.FACILITATOR,
        terms=values.texts("terms"),
        lemmas=values.texts("lemmas"),
        regex=values.texts("regex"),
        tokens=values.patterns("tokens"),
        exclude=(*values.texts("exclude"), *exclude),
        case_sensitive=values.choice("case_sensitive", _FLAGS, default=False),
        conditions=tuple(_conditions(values)),
        where=values.lists("where"),
        language=values.text("language").lower(),
    )


def places(codebook: Codebook) -> Iterator[tuple[Category | Code | Rule, Place]]:
    """Every category, code and rule with its place, in the order of the file."""
    for n, category in enumerate(codebook.categories, 1):
        parent = Place() if codebook.flat else Place().down(n, category.id)
        if not codebook.flat:
            yield category, parent
        for m, code in enumerate(category.codes, n if codebook.flat else 1):
            place = parent.down(m, code.id)
            yield code, place
            for k, rule in enumerate(code.rules, 1):
                yield rule, place.down(k, rule.id)


def _name(node: Node, default: str) -> str:
    """What a category, code or rule is called in messages: its id, where it has one."""
    if isinstance(node, Pairs):
        for key, value in node.entries:
            if key.text == "id" and isinstance(value, Scalar) and value.text.strip():
                return value.text.strip()
    return default


def _label(identity: str) -> str:
    return identity.replace("_", " ").capitalize()
