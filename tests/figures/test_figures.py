"""Figures: what they show is what the tables say, in the picture and in words."""

import io
import math
import re
import struct
import subprocess
import sys
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import matplotlib
import pytest
from lxml import etree
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

import scapolicy as sp
from scapolicy.figures import drawing as drawing_module
from scapolicy.figures.drawing import render
from scapolicy.figures.write import Picture
from tests.analysis.study import coded, shipped
from tests.commands.test_code import ROOT, run

SVG = "{http://www.w3.org/2000/svg}"
BOOK = """\
title: Thai
version: 1
codes:
  - {id: money, label: งบประมาณ, definition: Money., rules: [{valence: barrier, terms: [budget]}]}
  - {id: none, label: None, definition: Nothing., rules: [{valence: barrier, terms: [xyz]}]}
"""
DOLLARS = r"""title: Money
version: 1
codes:
  - {id: money, label: 'Money ($) and price ($\foo$)', definition: Money.,
     rules: [{valence: barrier, terms: [budget]}]}
  - {id: staff, label: $5 to $10, definition: Staff.,
     rules: [{valence: facilitator, terms: [staff]}]}
"""
RICH = {
    f"$a_{n}$ {{^.md": f"---\nprovince: {province}\n---\nA: A budget, and staff.\n"
    for n, province in enumerate(("$5_to_$10", r"$\foo$", "_$"))
}
TALKS = {"a.md": "---\nprovince: เชียงใหม่\n---\nA: No budget.\n", "b.md": "A: A budget.\n"}


def svg(kind: str, level: str = "category") -> tuple[etree._Element, list[str]]:
    """The picture, and the texts in it."""
    data, notes = render(sp.figure(shipped(), kind, level=level), ".svg")
    assert not notes
    tree = etree.fromstring(data)
    return tree, ["".join(one.itertext()).strip() for one in tree.iter(f"{SVG}text", f"{SVG}tspan")]


@pytest.mark.parametrize("kind", Picture)
@pytest.mark.parametrize("suffix", [".svg", ".pdf", ".png"])
def test_the_same_results_give_the_same_bytes(kind: str, suffix: str) -> None:
    one, other = (render(sp.figure(shipped(), kind), suffix)[0] for _ in range(2))
    assert one == other


def test_they_are_the_same_in_another_process_with_another_hash_seed(tmp_path: Path) -> None:
    sp.write_results(shipped(), tmp_path / "results")
    code = "import sys; from scapolicy.__main__ import entry; entry()"
    for seed in ("1", "2"):
        out = tmp_path / f"{seed}.svg"
        command = [sys.executable, "-c", code, "figure", "network", str(tmp_path / "results")]
        subprocess.run(
            [*command, "-o", str(out)], check=True, cwd=ROOT, env={"PYTHONHASHSEED": seed}
        )
    assert (tmp_path / "1.svg").read_bytes() == (tmp_path / "2.svg").read_bytes()


@pytest.mark.parametrize("kind", Picture)
def test_a_picture_is_spoken(kind: str) -> None:
    tree, _ = svg(kind)
    drawing = sp.figure(shipped(), kind)
    assert tree.get("role") == "img"
    assert tree.get("aria-labelledby") == "title desc"
    assert [tree.findtext(f"{SVG}title"), tree.findtext(f"{SVG}desc")] == [
        drawing.title,
        drawing.words,
    ]
    labels = [category.label for category in shipped().codebook.categories]
    assert any(label in drawing.words for label in labels)


def test_the_heat_map_has_the_numbers_of_the_matrix() -> None:
    _, texts = svg("heatmap")
    numbers = sorted(int(one) for one in texts if one.isdigit())
    cells = [cell for row in sp.matrix(shipped()).rows for cell in row[1:]]
    assert numbers == sorted(map(int, cells))


def luminance(colour: tuple[float, ...]) -> float:
    """The relative luminance of WCAG 2.2."""
    parts = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in colour]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.mark.parametrize("level", ["category", "code"])
def test_every_number_of_the_heat_map_stands_out_from_its_cell(level: str) -> None:
    drawing = sp.figure(shipped(), "heatmap", level=level)
    [axes] = drawing.figure.axes
    [mesh] = axes.collections
    grounds, numbers = mesh.to_rgba(mesh.get_array().ravel()), axes.texts
    assert len(grounds) == len(numbers)
    used = set()
    for ground, number in zip(grounds, numbers, strict=True):
        used.add(number.get_color())
        lights = sorted([luminance(ground[:3]), luminance(to_rgb(number.get_color()))])
        assert (lights[1] + 0.05) / (lights[0] + 0.05) >= 4.5
    assert used == {"white", "black"}


def test_one_cell_without_a_passage_is_told_as_one(tmp_path: Path) -> None:
    book = (
        "title: Means\nversion: 1\ncodes:\n"
        "  - {id: money, definition: M., rules: [{valence: barrier, terms: [budget]}]}\n"
        "  - {id: staff, definition: S., rules: [{valence: barrier, terms: [staff]}]}\n"
    )
    study = coded(tmp_path, {"a.md": "---\nprovince: North\n---\nClerk: A budget.\n"}, book)
    assert sp.figure(study, "heatmap").words.endswith("1 of 2 cells is 0.")
    assert sp.figure(shipped(), "heatmap").words.endswith("1 of 45 cells is 0.")


def test_where_no_cell_is_empty_that_is_said(tmp_path: Path) -> None:
    book = (
        "title: Means\nversion: 1\ncodes:\n"
        "  - {id: money, definition: M., rules: [{valence: barrier, terms: [budget]}]}\n"
    )
    study = coded(tmp_path, {"a.md": "---\nprovince: North\n---\nClerk: A budget.\n"}, book)
    assert sp.figure(study, "heatmap").words.endswith(" No cell is 0.")


def test_bars_have_the_numbers_of_the_frequencies() -> None:
    rows = shipped().summary().frequencies().rows
    _, texts = svg("frequencies")
    found = sorted(one for one in texts if re.fullmatch(r"\d+ in \d+", one))
    assert found == sorted(f"{row[3]} in {row[5]}" for row in rows if not row[1])


@pytest.mark.parametrize("kind", ["valences", "frequencies"])
@pytest.mark.parametrize("level", ["category", "code"])
def test_bars_fill_their_axes_however_many_there_are(kind: str, level: str) -> None:
    [axes] = sp.figure(shipped(), kind, level=level).figure.axes
    factors = len(axes.get_yticks())
    assert axes.get_ylim() == (factors - 0.5, -0.5)


def test_bars_for_and_against_count_mixed_segments_on_both_sides() -> None:
    rows = [row for row in shipped().summary().frequencies().rows if not row[1]]
    _, texts = svg("valences")
    found = sorted(int(one) for one in texts if one.isdigit())
    sides = [int(row[9 + side]) + int(row[11]) for row in rows for side in (0, 1)]
    assert found == sorted(sides)


def test_the_lines_of_the_network_are_turns_that_speak_of_both() -> None:
    pairs: dict[tuple[str, str], int] = {}
    for source in shipped().sources:
        turns: dict[int, set[str]] = {}
        for one in source.codings:
            turns.setdefault(one.turn, set()).add(one.category)
        for found in turns.values():
            for one in found:
                for other in found:
                    if one < other:
                        pairs[one, other] = pairs.get((one, other), 0) + 1
    _, texts = svg("network")
    assert sorted(int(one) for one in texts if one.isdigit() and int(one) <= max(pairs.values()))[
        : len(pairs)
    ] == sorted(pairs.values())


def test_the_network_says_in_what_factors_are_spoken_of_together(tmp_path: Path) -> None:
    assert sp.figure(shipped("paragraph"), "network").title.endswith("in the same turn")
    whole = shipped("document")
    drawing = sp.figure(whole, "network")
    assert drawing.title == "Factors that are spoken of in the same document"
    assert "turn" not in drawing.words
    [pair] = re.findall(r"pairs: (.*?) and (.*?): (\d+)", drawing.words)
    ids = {one.label: one.id for one in whole.codebook.categories}
    rows = sp.cooccurrence(whole, within="source", pairs=True).rows
    counts = {frozenset(map(str, row[:2])): row[4] for row in rows}
    assert counts[frozenset(ids[label] for label in pair[:2])] == int(pair[2])
    sp.write_results(whole, tmp_path / "results")
    page = sp.make_report(tmp_path / "results").decode()
    assert drawing.title in page
    assert "Not drawn" not in page


@pytest.mark.parametrize("codes", [1, 3, 9, 12, 13, 20, 40, 100])
@pytest.mark.parametrize("label", ["Money", "Regular contact with the partner, and its continuity"])
def test_no_name_of_the_network_lies_on_another(codes: int, label: str, tmp_path: Path) -> None:
    book = book_of(codes, label)
    talk = "A: " + " ".join(f"word{n}" for n in range(codes)) + "."
    drawing = sp.figure(coded(tmp_path, {"a.md": talk}, book), "network")
    paper = FigureCanvasAgg(drawing.figure)
    paper.draw()
    canvas = paper.get_renderer()
    names = [one for axes in drawing.figure.axes for one in axes.texts if one.get_text()[0] == "C"]
    assert len(names) == codes
    shapes = [corners(one, canvas) for one in names]
    whole = drawing.figure.bbox
    for shape in shapes:
        assert all(whole.x0 <= x <= whole.x1 and whole.y0 <= y <= whole.y1 for x, y in shape)
    assert not [(a, b) for a, b in combinations(range(codes), 2) if meet(shapes[a], shapes[b])]


def corners(text: Any, canvas: Any) -> list[tuple[float, float]]:
    """The corners of a text that is turned around the point it stands at, in pixels."""
    turned, x, y = (
        math.radians(text.get_rotation()),
        *text.get_transform().transform(text.get_position()),
    )
    text.set_rotation(0)
    box = text.get_window_extent(canvas)
    cos, sin = math.cos(turned), math.sin(turned)
    return [
        (x + (a - x) * cos - (b - y) * sin, y + (a - x) * sin + (b - y) * cos)
        for a, b in ((box.x0, box.y0), (box.x1, box.y0), (box.x1, box.y1), (box.x0, box.y1))
    ]


def meet(one: list[tuple[float, float]], other: list[tuple[float, float]]) -> bool:
    """Whether two rectangles have points in common: no line parallel to a side parts them."""
    for shape in (one, other):
        for (a, b), (c, d) in pairwise(shape[:3]):
            sides = [[x * (c - a) + y * (d - b) for x, y in each] for each in (one, other)]
            if max(sides[0]) < min(sides[1]) or max(sides[1]) < min(sides[0]):
                return False
    return True


def book_of(codes: int, label: str) -> str:
    return "title: Many\nversion: 1\ncodes:\n" + "".join(
        f"  - {{id: code_{n}, label: 'C{n} {label}', definition: D.,"
        f" rules: [{{valence: barrier, terms: [word{n}]}}]}}\n"
        for n in range(codes)
    )


def crowded(codes: int, tmp_path: Path) -> sp.Coded:
    """Many factors, of which neighbours are most often spoken of together."""
    turns = [
        " ".join(f"word{n + more}" for more in range(3) if n + more < codes) for n in range(codes)
    ]
    turns.append(" ".join(f"word{n}" for n in range(codes)))
    said = "\n".join(f"B: So?\nA: {turn}." for turn in turns)
    return coded(tmp_path, {"a.md": said}, book_of(codes, "Money"))


@pytest.mark.parametrize("codes", [2, 4, 8, 12, 13, 20, 40])
def test_no_number_of_the_network_lies_on_a_dot_a_name_or_a_number(
    codes: int, tmp_path: Path
) -> None:
    check_numbers(sp.figure(crowded(codes, tmp_path), "network"))


@pytest.mark.parametrize("level", ["category", "code"])
def test_nor_does_one_of_the_study(level: str) -> None:
    drawing = sp.figure(shipped(), "network", level=level)
    check_numbers(drawing)
    assert "no room" not in drawing.words


def check_numbers(drawing: Any) -> None:
    paper = FigureCanvasAgg(drawing.figure)
    paper.draw()
    canvas = paper.get_renderer()
    [axes] = drawing.figure.axes
    numbers = [one for one in axes.texts if one.get_text().isdigit()]
    names = [one for one in axes.texts if not one.get_text().isdigit()]
    assert numbers
    shapes = [corners(one, canvas) for one in numbers]
    others = [corners(one, canvas) for one in names]
    for place, shape in enumerate(shapes):
        assert not any(meet(shape, other) for other in [*shapes[:place], *others])
    a_point = drawing.figure.dpi / 72
    for dot in axes.collections:
        [(x, y)] = axes.transData.transform(dot.get_offsets())
        radius = math.sqrt(dot.get_sizes()[0] / math.pi) * a_point
        for (left, low), _, (right, high), _ in shapes:
            near = (min(max(x, left), right), min(max(y, low), high))
            assert math.dist(near, (x, y)) > radius


def test_a_number_without_room_is_left_out_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scapolicy.figures.network._LARGEST", 60_000.0)
    monkeypatch.setattr("scapolicy.figures.network._PART", 0.9)
    drawing = sp.figure(shipped(), "network")
    [axes] = drawing.figure.axes
    check_numbers(drawing)
    numbers = sum(one.get_text().isdigit() for one in axes.texts)
    _, told = drawing.words.split(" There was no room for the numbers of ")
    assert numbers + len(told.split("; ")) == len(axes.patches)


def test_a_network_of_many_factors_has_few_numbers_and_says_so() -> None:
    drawing = sp.figure(shipped(), "network", level="code")
    [axes] = drawing.figure.axes
    assert sum(one.get_text().isdigit() for one in axes.texts) == 10
    assert "numbers on the 10 most frequent pairs" in drawing.words
    assert axes.get_title(loc="left") in drawing.words
    assert "numbers on" not in sp.figure(shipped(), "network").words


def test_a_picture_that_someone_edited_is_kept(tmp_path: Path) -> None:
    drawing, path = sp.figure(shipped(), "heatmap"), tmp_path / "mine.svg"
    sp.write_figure(drawing, path)
    sp.write_figure(drawing, path)
    mine = path.read_bytes().replace(b"</svg>", b"<circle r='5'/></svg>")
    path.write_bytes(mine)
    with pytest.raises(sp.ScapolicyError) as error:
        sp.write_figure(drawing, path)
    assert [one.code for one in error.value.problems] == ["O02"]
    assert path.read_bytes() == mine


def test_dispersion_has_a_mark_for_each_match() -> None:
    tree, _ = svg("dispersion")
    marks = [one for one in tree.iter(f"{SVG}use") if one.getparent().get("clip-path")]
    assert len(marks) == sum(len(source.matches) for source in shipped().sources)


@pytest.mark.parametrize("codes", [1, 2, 3, 4, 8, 40])
def test_dispersion_has_no_panels_but_those_of_factors(codes: int, tmp_path: Path) -> None:
    drawing = sp.figure(crowded(codes, tmp_path), "dispersion")
    FigureCanvasAgg(drawing.figure).draw()
    panels = [axes for axes in drawing.figure.axes if axes.get_visible()]
    assert len(panels) == codes
    across = min(codes, 3)
    for place, axes in enumerate(panels):
        named = [one.label1.get_visible() for one in axes.xaxis.get_major_ticks()]
        assert named == [place + across >= codes] * 2  # the lowest of each column is


@pytest.mark.parametrize("kind", Picture)
def test_every_code_has_a_place_by_code(kind: str) -> None:
    drawing = sp.figure(shipped(), kind, level="code")
    assert render(drawing, ".svg")[0]


@pytest.mark.parametrize("kind", Picture)
def test_thai_shows_or_is_told(kind: str, tmp_path: Path) -> None:
    drawing = sp.figure(coded(tmp_path, TALKS, BOOK), kind)
    data, notes = render(drawing, ".svg")
    assert "งบประมาณ" in data.decode()
    assert not notes
    _, notes = render(drawing, ".png")
    assert {one.code for one in notes} <= {"X41"}
    if notes:
        assert "ง" in notes[0].message


@pytest.mark.parametrize("suffix", [".svg", ".pdf", ".png"])
@pytest.mark.parametrize("by", ["", "province"])
@pytest.mark.parametrize("kind", Picture)
def test_a_dollar_in_a_name_is_a_dollar(kind: str, by: str, suffix: str, tmp_path: Path) -> None:
    if by and kind == Picture.NETWORK:
        return
    drawing = sp.figure(coded(tmp_path, RICH, DOLLARS), kind, by)
    data, notes = render(drawing, suffix)
    assert not notes
    if suffix == ".svg":
        drawn = "".join(etree.fromstring(data).itertext(f"{SVG}text", f"{SVG}tspan"))
        assert r"($\foo$)" in drawn
        assert "$5 to" in drawn
        if by or kind == Picture.HEATMAP:
            assert "$5_to_$10" in drawn


def test_characters_that_no_svg_holds_are_replaced_and_told(tmp_path: Path) -> None:
    (tmp_path / "talks").mkdir()
    (tmp_path / "talks" / "a.md").write_text("A: A budget.\n", encoding="utf-8")
    about = "source,province\na.md,North\uffffEast\n"
    (tmp_path / "talks" / "attributes.csv").write_text(about, encoding="utf-8")
    book = sp.load_codebook("key-factors")
    drawing = sp.figure(sp.code(sp.read_transcripts(tmp_path / "talks"), book), "heatmap")
    data, [note] = render(drawing, ".svg")
    assert "North\ufffdEast" in "".join(etree.fromstring(data).itertext(f"{SVG}text"))
    assert note.message == (
        "an .svg file can't hold some characters: \ufffd stands for them in some texts of the "
        "figure 'Segments that speak of each factor, by province'"
    )


def test_what_the_library_refuses_is_told_and_a_mistake_of_ours_is_not_hidden(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    style = {**drawing_module._STYLE, "text.parse_math": True}
    monkeypatch.setattr(drawing_module, "_STYLE", style)
    drawing = sp.figure(coded(tmp_path, RICH, DOLLARS), "valences")
    with pytest.raises(sp.ScapolicyError, match=r"refuses this one \(Segments") as error:
        sp.write_figure(drawing, tmp_path / "a.png")
    assert [one.code for one in error.value.problems] == ["X44"]
    assert not (tmp_path / "a.png").exists()
    monkeypatch.setattr(Figure, "savefig", lambda *_, **__: [].nothing)  # type: ignore[attr-defined]
    with pytest.raises(AttributeError):
        sp.write_figure(drawing, tmp_path / "a.png")


@pytest.mark.parametrize("kind", Picture)
def test_the_settings_of_matplotlib_stay_those_of_the_caller(kind: str) -> None:
    usual = render(sp.figure(shipped(), kind), ".svg")[0]
    with matplotlib.rc_context({"font.size": 20, "axes.grid": True, "svg.fonttype": "path"}):
        before = dict(matplotlib.rcParams)
        data, _ = render(sp.figure(shipped(), kind), ".svg")
        assert dict(matplotlib.rcParams) == before
    assert data == usual


@pytest.mark.parametrize("kind", ["valences", "frequencies"])
@pytest.mark.parametrize("by", ["rank", ["rank", "level"]])
def test_bars_by_an_attribute_have_a_panel_for_each_case(kind: str, by: str | list[str]) -> None:
    drawing = sp.figure(shipped(), kind, by)
    groups = sp.matrix(shipped(), by).rows
    names = [", ".join(map(str, row[: 1 if by == "rank" else 2])) for row in groups]
    panels = [axes for axes in drawing.figure.axes if axes.get_visible()]
    assert [axes.get_title(loc="left").replace("\n", " ") for axes in panels] == names
    for axes, name in zip(panels, names, strict=True):
        where = dict(zip(["rank", "level"], name.split(", "), strict=False))
        alone = sp.figure(sp.select(shipped(), where), kind)
        [only] = alone.figure.axes
        assert numbers_of(axes) == numbers_of(only)
        assert f"{name}: {alone.words.removeprefix(alone.title).lstrip('. ')}" in drawing.words
    assert len({axes.get_xlim() for axes in panels}) == 1  # so that bars can be compared
    assert len({axes.get_ylim() for axes in panels}) == 1
    assert render(drawing, ".svg")[0]


def numbers_of(axes: Any) -> list[str]:
    return [one.get_text() for one in axes.texts if one.get_text()]


def test_dispersion_has_the_sources_in_the_order_of_their_cases() -> None:
    drawing = sp.figure(shipped(), "dispersion", "rank")
    named = [one.get_text() for one in drawing.figure.axes[0].get_yticklabels()]
    ranks = {one.name: one.attributes["rank"] for one in shipped().sources}
    assert named == [f"{rank}: {name}" for rank, name in sorted((ranks[n], n) for n in ranks)]
    assert "by rank" in drawing.title


@pytest.mark.parametrize("kind", sorted(set(Picture) - {Picture.NETWORK}))
def test_every_figure_refuses_an_attribute_that_there_is_not(kind: str) -> None:
    with pytest.raises(sp.ScapolicyError, match="no source has the attribute 'ranks'"):
        sp.figure(shipped(), kind, "ranks")


def test_a_network_by_an_attribute_is_refused(tmp_path: Path) -> None:
    sp.write_results(shipped(), tmp_path / "results")
    out = tmp_path / "net.svg"
    done = run("figure", "network", tmp_path / "results", "--by", "level", "-o", out)
    assert done.returncode == 2
    assert "a network has no cases, so --by says nothing of it [X42]" in done.stderr
    assert not out.exists()


def test_a_picture_of_too_many_dots_is_refused(tmp_path: Path) -> None:
    talks = {f"{n}.md": f"---\nprovince: P{n}\n---\nA: No budget.\n" for n in range(400)}
    drawing = sp.figure(coded(tmp_path, talks, BOOK), "heatmap")
    with pytest.raises(sp.ScapolicyError) as error:
        render(drawing, ".png")
    assert [one.code for one in error.value.problems] == ["X43"]


def test_a_picture_is_as_large_as_print_wants_it() -> None:
    data, _ = render(sp.figure(shipped(), "heatmap"), ".png")
    width, height = struct.unpack(">II", data[16:24])
    assert width > 1000
    assert height > 500


def test_the_command_writes_a_figure_and_says_what_it_shows(tmp_path: Path) -> None:
    sp.write_results(shipped(), tmp_path / "results")
    out = tmp_path / "heat.svg"
    done = run("figure", "heatmap", tmp_path / "results", "--by", "level", "-o", out)
    assert done.returncode == 0, done.stderr
    assert "by level" in done.stdout
    assert etree.parse(io.BytesIO(out.read_bytes()))
    out.write_text("mine")
    done = run("figure", "heatmap", tmp_path / "results", "-o", out)
    assert done.returncode == 2
    assert "[O03]" in done.stderr
    assert out.read_text() == "mine"


def test_other_formats_are_refused_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(sp.ScapolicyError) as error:
        sp.write_figure(sp.figure(shipped(), "heatmap"), tmp_path / "a.jpg")
    [fault] = error.value.problems
    assert (fault.code, fault.remedy) == ("X40", "Give it one of: .svg, .pdf, .png.")
