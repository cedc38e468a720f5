"""The JSON Schema of a codebook file, for editors that check and complete while one types."""

from typing import Any

from scapolicy.codebook import keys
from scapolicy.codebook.keys import Key, Shape
from scapolicy.records import Effect, Reach, Side, Valence

_TEXT = {"type": ["string", "number", "boolean"]}
_TEXTS = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT, "minItems": 1}]}
_SHARE = {"type": "number", "minimum": 0, "maximum": 1}
ID_PATTERN = "[a-z][a-z0-9_]*"

_SHAPES: dict[Shape, dict[str, Any]] = {
    Shape.TEXT: _TEXT,
    Shape.ID: {"type": "string", "pattern": f"^{ID_PATTERN}$"},
    Shape.TEXTS: _TEXTS,
    Shape.FLAG: {"type": "boolean"},
    Shape.SHARE: _SHARE,
    Shape.VALENCE: {"enum": [str(valence) for valence in Valence]},
    Shape.PATTERNS: {
        "type": "array",
        "items": {"type": "array", "items": {"type": "object"}, "minItems": 1},
        "minItems": 1,
    },
    Shape.FINDINGS: {"$ref": "#/$defs/findings"},
    Shape.CATEGORIES: {"type": "array", "items": {"$ref": "#/$defs/category"}, "minItems": 1},
    Shape.CODES: {"type": "array", "items": {"$ref": "#/$defs/code"}, "minItems": 1},
    Shape.SETS: {"type": "object", "additionalProperties": _TEXTS},
    Shape.CUES: {"type": "array", "items": {"$ref": "#/$defs/cue"}, "minItems": 1},
    Shape.CONDITION: {"anyOf": [_TEXTS, {"$ref": "#/$defs/condition"}]},
    Shape.WHERE: {"type": "object", "additionalProperties": _TEXTS},
    Shape.NUMBER: {"type": "integer", "minimum": 0, "maximum": 9999},
    Shape.WITHIN: {
        "anyOf": [
            {"type": "integer", "minimum": 0, "maximum": 9999},
            {"enum": [str(reach) for reach in Reach]},
        ]
    },
    Shape.EFFECT: {"enum": [str(effect) for effect in Effect]},
    Shape.SIDE: {"enum": [str(side) for side in Side]},
    Shape.RULES: {"type": "array", "items": {"$ref": "#/$defs/rule"}, "minItems": 1},
}


def codebook_schema() -> dict[str, Any]:
    """The schema, as the tables of keys have it."""
    rule = _mapping(keys.RULE)
    rule["anyOf"] = [{"required": [name]} for name in ("terms", "lemmas", "regex", "tokens")]
    codebook = _mapping(keys.CODEBOOK)
    codebook["oneOf"] = [{"required": ["categories"]}, {"required": ["codes"]}]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "scapolicy codebook",
        **codebook,
        "$defs": {
            "category": _mapping(keys.CATEGORY),
            "code": _mapping(keys.CODE),
            "rule": rule,
            "condition": _mapping(keys.CONDITION),
            "cue": _mapping(keys.CUE),
            "findings": _mapping(keys.FINDINGS),
        },
    }


def _mapping(table: tuple[Key, ...]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {key.name: {"description": key.about, **_SHAPES[key.shape]} for key in table},
        "required": [key.name for key in table if key.required],
        "additionalProperties": False,
    }
