"""Two records of runs compared: which input, setting, option or version differs."""

from collections.abc import Iterator, Mapping
from typing import Any

from scapolicy.errors import Problem, problem
from scapolicy.own_hash import OWN_HASH
from scapolicy.recorded import Record

_NOTHING = "nothing"
_MADE_OF_THE_REST = ("inputs", "left_out", "notices", "outputs")
_PARTS = ("", "options", "codebook")


def causes(before: Record, after: Record) -> Iterator[Problem]:
    """What may make the results of two runs differ, each thing by its name."""
    yield from _codebook(before["codebook"], after["codebook"])
    yield from _transcripts(before, after)
    yield from _hashes(before["settings"], after["settings"], "this table or file of settings")
    for name in before["options"]:
        old, new = before["options"][name], after["options"].get(name)
        if name in after["options"] and old != new:
            yield problem("V08", what=f"the option {name}", before=_shown(old), after=_shown(new))
    old_versions = {"scapolicy": before["scapolicy"], **before["versions"]}
    new_versions = {"scapolicy": after["scapolicy"], **after["versions"]}
    for name in sorted({*old_versions, *new_versions}):
        old, new = old_versions.get(name, _NOTHING), new_versions.get(name, _NOTHING)
        if old != new:
            yield problem("V08", what=f"the version of {name}", before=old, after=new)


def unsaid(before: Record, after: Record) -> list[str]:
    """What the earlier record, of an older version, has no word on, its own hash aside."""
    parts = [(before[part] if part else before, after[part] if part else after) for part in _PARTS]
    if before["inputs"] and after["inputs"]:
        parts.append((before["inputs"][0], after["inputs"][0]))
    return [name for old, new in parts for name in new if name not in (*old, OWN_HASH)]


def unlike(before: Record, after: Record) -> list[str]:
    """Which parts of two records differ that follow from the inputs."""
    told = [part for part in _MADE_OF_THE_REST if part != "inputs" and before[part] != after[part]]
    new = {one["source"]: one for one in after["inputs"]}
    for one in before["inputs"]:
        other = new.get(one["source"], {})
        told.extend(
            f"{name} of {one['source']}"
            for name in one
            if name in other and one[name] != other[name]
        )
    return told


def _codebook(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Problem]:
    names = [name for name in ("name", "title", "version") if before[name] != after[name]]
    for name in names:
        what = f"the codebook's {name}"
        yield problem("V08", what=what, before=repr(before[name]), after=repr(after[name]))
    for name, old in before["findings"].items():
        new = after["findings"].get(name, old)
        if old != new:
            what = f"{name!r} in the codebook's rule of findings"
            yield problem("V08", what=what, before=_shown(old), after=_shown(new))
    if before["sha256"] != after["sha256"] and "version" not in names:
        yield problem("V09", at=after["name"], version=after["version"])
    old, new = before.get("pipeline"), after.get("pipeline")
    if old and new and old != new:
        first, second = (f"{one['name']} {one['version']}" for one in (old, new))
        if first != second:
            yield problem("V08", what="the codebook's pipeline", before=first, after=second)
        else:
            yield problem("V03", at=new["name"], what="this pipeline of the codebook")


def _transcripts(before: Record, after: Record) -> Iterator[Problem]:
    old, new = _by_source(before["inputs"], "sha256"), _by_source(after["inputs"], "sha256")
    without, now_without = (_by_source(one["left_out"], "why") for one in (before, after))
    for name in sorted({*old, *new}):
        if name in old and name in new:
            if old[name] != new[name]:
                yield problem("V03", at=name, what="this transcript")
        elif name in old:
            why = now_without.get(name)
            gone = problem("V04", at=name, what="this transcript")
            yield problem("V06", at=name, why=why) if why else gone
        else:
            why = without.get(name)
            fresh = problem("V05", at=name, what="this transcript")
            yield problem("V07", at=name, why=why) if why else fresh
    for name in sorted({*without, *now_without} - {*old, *new}):
        if name not in now_without:
            yield problem("V04", at=name, what="this transcript, which was left out,")
        elif name not in without:
            what = f"this transcript, which is left out ({now_without[name]}),"
            yield problem("V05", at=name, what=what)


def _hashes(before: Mapping[str, str], after: Mapping[str, str], what: str) -> Iterator[Problem]:
    for name in sorted({*before, *after}):
        if name not in after:
            yield problem("V04", at=name, what=what)
        elif name not in before:
            yield problem("V05", at=name, what=what)
        elif before[name] != after[name]:
            yield problem("V03", at=name, what=what)


def _by_source(rows: list[Mapping[str, str]], key: str) -> dict[str, str]:
    return {row["source"]: row[key] for row in rows}


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value) or _NOTHING
    return f"{value:g}" if isinstance(value, float) else str(value)
