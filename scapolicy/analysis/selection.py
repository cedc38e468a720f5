"""Which sources a table is made of, and how they are grouped."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product

from scapolicy.choices import several
from scapolicy.coded import Coded, unknown_attributes
from scapolicy.errors import Problem, ScapolicyError, problem
from scapolicy.records import NO_CASE, CodedSource
from scapolicy.tables.table import case_of, in_case_order

Group = tuple[str, ...]
"""One value for each attribute that sources are grouped by."""


def cases_by(coded: Coded, by: str | Sequence[str]) -> tuple[str, ...]:
    """The attributes that make a case: the one or those given, else that of the run."""
    return tuple(several(by)) if by else (coded.by,)


def conditions_in(where: Mapping[str, Iterable[str]], argument: str) -> dict[str, list[str]]:
    """Conditions as a caller gives them, from attributes to one value or to several.

    Raises:
        ScapolicyError: the argument is something else.

    """
    given: object = where  # of a caller whose types nobody checks
    if not isinstance(given, Mapping) or not all(
        isinstance(one, Iterable) for one in given.values()
    ):
        wanted = "attributes with their values, as {'province': 'Rayong'}"
        raise ScapolicyError([problem("X06", argument=argument, given=repr(given), wanted=wanted)])
    return {name: several(values) for name, values in where.items()}


def select(coded: Coded, where: Mapping[str, Iterable[str]]) -> Coded:
    """The sources whose attributes have one of the values given, each attribute's condition held.

    Args:
        coded: what `code` or `read_results` gave.
        where: from attributes to the value or the values wanted; `(none)` stands for not stated.

    Raises:
        ScapolicyError: no source states such an attribute, or has such a value.

    """
    wanted = conditions_in(where, "where")
    require_attributes(coded, wanted)
    return replace(
        coded,
        sources=tuple(
            source
            for source in coded.sources
            if all(case_of(source.attributes, name) in wanted[name] for name in wanted)
        ),
    )


def require_attributes(coded: Coded, wanted: Mapping[str, Iterable[str]]) -> None:
    """See that there are such attributes, and sources with each of these values.

    Raises:
        ScapolicyError: with every attribute or value that there is not.

    """
    faults = [*unknown_attributes(coded, wanted), *_without_source(coded, wanted)]
    if faults:
        raise ScapolicyError(faults)


def require_cases(coded: Coded, by: Sequence[str]) -> None:
    """See that attributes can make cases.

    Raises:
        ScapolicyError: no source states such an attribute, or one is named twice.

    """
    faults = [*named_twice(by, "attribute"), *unknown_attributes(coded, by)]
    if faults:
        raise ScapolicyError(faults)


def named_twice(names: Iterable[str], what: str) -> list[Problem]:
    """Names that a caller gave more than once, where each counts; `what` says of what they are."""
    times = Counter(names)
    return [problem("X04", what=what, name=name) for name in times if times[name] > 1]


def grouped(
    coded: Coded, by: Sequence[str], *, empty: bool = False
) -> dict[Group, list[CodedSource]]:
    """The sources by the values of some attributes, in the order of the values.

    Args:
        coded: what `code` or `read_results` gave.
        by: the attributes.
        empty: whether combinations of values that no source has are groups too, without sources.

    Raises:
        ScapolicyError: no source states such an attribute, or one is named twice.

    """
    require_cases(coded, by)
    found: dict[Group, list[CodedSource]] = defaultdict(list)
    for source in coded.sources:
        found[tuple(case_of(source.attributes, name) for name in by)].append(source)
    values = [in_case_order({group[place] for group in found}) for place in range(len(by))]
    if empty:
        return {group: found.get(group, []) for group in product(*values)}
    places = [{value: place for place, value in enumerate(some)} for some in values]
    return {
        group: found[group]
        for group in sorted(
            found, key=lambda one: [at[value] for at, value in zip(places, one, strict=True)]
        )
    }


def stating(
    groups: Mapping[Group, Sequence[CodedSource]], by: Sequence[str]
) -> tuple[dict[Group, Sequence[CodedSource]], tuple[str, ...]]:
    """The groups whose sources state all the attributes, and a note of those left out, if any."""
    kept = {group: sources for group, sources in groups.items() if NO_CASE not in group}
    number = sum(map(len, groups.values())) - sum(map(len, kept.values()))
    note = f"Left out, as they do not state {' and '.join(by)}: {number} of the sources."
    return kept, (note,) if number else ()


def described(wanted: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """Conditions in words, one for each attribute."""
    return (f"{name} = {' or '.join(values)}" for name, values in wanted.items())


def _without_source(coded: Coded, wanted: Mapping[str, Iterable[str]]) -> Iterable[Problem]:
    for name, values in wanted.items():
        found = in_case_order({case_of(one.attributes, name) for one in coded.sources})
        if found != [NO_CASE] or name == coded.by:
            for value in values:
                if value not in found:
                    yield problem("X02", name=name, value=value, found=", ".join(found) or "none")
