"""What a caller chooses: a wrong word is told with the right ones; a text is one of a list."""

import inspect
from collections.abc import Callable
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import scapolicy as sp
from scapolicy.records import Level
from tests.analysis.study import ROOT, shipped

TALKS = ROOT / "transcripts"


@cache
def sources() -> tuple[sp.Source, ...]:
    return tuple(sp.read_transcripts(TALKS))


@cache
def book() -> sp.Codebook:
    return sp.load_codebook("key-factors")


# What each function is given beside the choice; those that need nothing but coded sources aside.
GIVEN: dict[str, Callable[[Path], tuple[Any, ...]]] = {
    "agree": lambda _: ([],),
    "code": lambda _: (sources(), book()),
    "code_corpus": lambda _: (sp.find_transcripts([TALKS]), book()),
    "compare": lambda _: (shipped(), {"province": "Rayong"}),
    "evaluate": lambda _: ("codings.csv", "gold.csv"),
    "explain": lambda _: (sources()[0], 1, book()),
    "figure": lambda _: (shipped(), "heatmap"),
    "plan_study": lambda _: (TALKS,),
    "qca": lambda _: (shipped(), {"province": "Rayong"}),
    "sensitivity": lambda _: (sources(), book()),
    "write_results": lambda folder: (shipped(), folder / "results"),
}


def choices() -> list[tuple[str, str, list[str]]]:
    """The arguments that are a choice, with what there is to choose from.

    They are told by their default; the level is that of the run where none is given.
    """
    return [
        (name, one.name, list(Level if one.name == "level" else type(one.default)))
        for name in sp.__all__
        if inspect.isfunction(function := getattr(sp, name))
        for one in inspect.signature(function).parameters.values()
        if isinstance(one.default, StrEnum) or one.name == "level"
    ]


@pytest.mark.parametrize(("name", "argument", "known"), choices())
@pytest.mark.parametrize("value", ["sentense", "", "Segments"])
def test_a_wrong_choice_is_told_with_the_right_ones(
    name: str, argument: str, known: list[str], value: str, tmp_path: Path
) -> None:
    given = GIVEN.get(name, lambda _: (shipped(),))(tmp_path)
    with pytest.raises(sp.ScapolicyError) as error:
        getattr(sp, name)(*given, **{argument: value})
    [fault] = error.value.problems
    assert fault.message == f"{argument} can't be {value!r}"
    assert fault.remedy == f"Give one of: {', '.join(known)}."
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["heatmap", "valences", "frequencies", "network", "dispersion"])
def test_every_figure_tells_a_level_that_there_is_not(kind: str) -> None:
    with pytest.raises(sp.ScapolicyError, match="level can't be 'codes'"):
        sp.figure(shipped(), kind, level="codes")


def test_a_figure_that_there_is_not_is_told() -> None:
    with pytest.raises(sp.ScapolicyError, match=r"kind can't be 'pie'[\s\S]*heatmap, valences"):
        sp.figure(shipped(), "pie")


def test_a_finding_that_there_is_not_is_told() -> None:
    with pytest.raises(sp.ScapolicyError, match="present can't be 'there'"):
        sp.qca(shipped(), {"province": "Rayong"}, present=["present", "there"])


@pytest.mark.parametrize("method", ["matrix", "findings", "passages", "summary", "tables"])
def test_what_was_coded_tells_a_level_that_there_is_not(method: str) -> None:
    with pytest.raises(sp.ScapolicyError, match="level can't be 'kode'"):
        getattr(shipped(), method)(level="kode")


BY: dict[str, Callable[[Any], object]] = {
    "matrix": lambda by: sp.matrix(shipped(), by),
    "findings": lambda by: sp.findings(shipped(), by),
    "frequencies": lambda by: sp.frequencies(shipped(), by),
    "crosstab": lambda by: sp.crosstab(shipped(), by),
    "framework": lambda by: sp.framework(shipped(), by),
    "kwic": lambda by: sp.kwic(shipped(), by),
    "figure": lambda by: sp.figure(shipped(), "heatmap", by).words,
}


def test_every_function_that_takes_attributes_is_tried() -> None:
    takes = {
        name
        for name in sp.__all__
        if inspect.isfunction(function := getattr(sp, name))
        and "by" in (parameters := inspect.signature(function).parameters)
        and parameters["by"].default == ()
    }
    assert takes == set(BY)


@pytest.mark.parametrize("name", BY)
def test_a_text_is_one_attribute(name: str) -> None:
    made = BY[name]("level")
    assert made == BY[name](["level"])
    assert made != BY[name](["province"])
    assert BY[name]("") == BY[name](()) == BY[name](["province"])


@pytest.mark.parametrize("name", BY)
def test_an_attribute_that_there_is_not_is_told_as_it_was_given(name: str) -> None:
    with pytest.raises(sp.ScapolicyError) as error:
        BY[name]("levels")
    assert [one.message for one in error.value.problems] == ["no source has the attribute 'levels'"]


@pytest.mark.parametrize("name", BY)
def test_an_attribute_that_is_named_twice_is_told(name: str) -> None:
    with pytest.raises(sp.ScapolicyError) as error:
        BY[name](["level", "level"])
    assert [one.code for one in error.value.problems] == ["X04"]


def test_a_text_is_one_value_of_a_condition_and_one_factor() -> None:
    coded, one = shipped(), {"province": "Rayong"}
    several = {"province": ["Rayong"]}
    assert sp.select(coded, one) == sp.select(coded, several)
    against = {"province": "Chiang Mai"}, {"province": ["Chiang Mai"]}
    assert sp.compare(coded, one, against[0]) == sp.compare(coded, several, against[1])
    factor = "effective_management"
    assert sp.kwic(coded, categories=factor) == sp.kwic(coded, categories=[factor])
    assert sp.qca(coded, one, conditions=factor, present="partial") == sp.qca(
        coded, several, conditions=[factor], present=["partial"]
    )


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: sp.code(sources(), "key-factors"), "codebook"),
        (lambda: sp.code("transcripts", book()), "sources"),
        (lambda: sp.code(sources(), book(), by=3), "by"),
        (lambda: sp.sensitivity(sources(), "key-factors"), "codebook"),
        (lambda: sp.explain(sources()[0], "4", book()), "turn"),
        (lambda: sp.explain(str(TALKS), 4, book()), "source"),
        (lambda: sp.plan_study(TALKS, by=["rank"]), "by"),
        (lambda: sp.run_study(sp.plan_study(TALKS), "out", jobs=0), "jobs"),
        (lambda: sp.code_corpus(sp.find_transcripts([TALKS]), book(), jobs="2"), "jobs"),
    ],
)
def test_what_is_of_another_kind_is_told(call: Callable[[], object], told: str) -> None:
    with pytest.raises(sp.ScapolicyError) as error:
        call()
    [fault] = error.value.problems
    assert fault.message.startswith(f"{told} can't be ")


def test_all_options_that_are_none_are_told_at_once() -> None:
    with pytest.raises(sp.ScapolicyError) as error:
        sp.plan_study(TALKS, unit="word", speakers="x", level="z")
    assert [one.message.split()[0] for one in error.value.problems] == ["unit", "speakers", "level"]
