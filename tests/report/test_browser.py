"""The report as a reader uses it, in a browser; skipped where there is none."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import scapolicy as sp
from tests.commands.test_code import ROOT, run
from tests.programs import program
from tests.report.study import coded

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
MANY = 2000


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Playwright's own Chromium, or the one of the system."""
    with playwright.sync_playwright() as play:
        own = Path(play.chromium.executable_path)
        path = str(own) if own.exists() else program("chromium", "chromium-browser")
        started = play.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the study that comes along."""
    folder = tmp_path_factory.mktemp("shipped")
    assert run("code", ROOT / "transcripts", "-o", folder / "results", "-q").returncode == 0
    implements = {"province": ["Chiang Mai", "Khon Kaen"]}
    sp.write_report(folder / "results", folder / "report.html", group=implements)
    return folder / "report.html"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a study whose words mean harm."""
    folder = tmp_path_factory.mktemp("hostile")
    south = {"province": ["South"]}
    out = folder / "report.html"
    sp.write_report(coded(folder), out, codebook=folder / "book.yaml", group=south)
    return folder / "report.html"


@pytest.fixture
def opened(browser: Any) -> Iterator[Any]:
    """Opens a report, and sees at the end that nothing was fetched and nothing went wrong."""
    contexts: list[Any] = []
    faults: list[str] = []

    def asked(request: Any) -> None:
        if not request.url.startswith(("file:", "data:")):
            faults.append(request.url)

    def page_of(path: Path, **options: Any) -> Any:
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text))
        page.on("request", asked)
        page.goto(path.as_uri())
        return page

    yield page_of
    for context in contexts:
        context.close()
    assert faults == []


def wide(page: Any) -> int:
    """By how much the page is wider than the window."""
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


def test_a_click_on_a_cell_opens_its_passages_with_the_matched_words(
    opened: Any, shipped: Path
) -> None:
    page = opened(shipped)
    cell = page.locator("#matrix button", has_text="Local participation, Rayong")
    count = int(cell.locator("b").inner_text())
    cell.click()
    dialog = page.get_by_role("dialog", name="Local participation, Rayong")
    assert dialog.locator("li").count() == count
    assert dialog.locator("li:has(mark)").count() == count
    assert f"{count} passages; finding: present" in dialog.inner_text()
    dialog.get_by_role("button", name="Close").click()
    assert page.locator("dialog[open]").count() == 0


def test_a_click_in_the_comparison_opens_the_passages_of_both_groups(
    opened: Any, shipped: Path
) -> None:
    page = opened(shipped)
    button = page.locator("#comparison button").first
    told = button.inner_text().split(",")
    button.click()
    dialog = page.get_by_role("dialog", name=f"{told[1].split(':')[0].strip()}, group and against")
    items = dialog.locator("li").all_inner_texts()
    assert len(items) == int(told[0].split()[0])
    sides = [item.split(" · ")[0] for item in items]
    assert sides == sorted(sides, reverse=True)
    assert set(sides) == {"group", "against"}
    of = [f"{side}: {sides.count(side)} passage" for side in ("group", "against")]
    assert all(one in dialog.inner_text() for one in of)
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.className") == "cell"


def test_the_keyboard_is_enough(opened: Any, shipped: Path) -> None:
    page = opened(shipped)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the content"
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className") == "cell":
            break
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert page.locator("dialog[open] li").count() >= 1
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    assert page.evaluate("document.activeElement.className") == "cell"


def test_filters_and_search_narrow_the_list_and_tell_the_count(opened: Any, shipped: Path) -> None:
    page = opened(shipped)
    count, items = page.locator("#count"), page.locator("#list > li")
    whole = count.inner_text()
    page.get_by_label("Case").select_option("Rayong")
    page.get_by_label("Factor", exact=True).select_option("Local participation")
    playwright.expect(count).to_have_text(f"7 of {whole}")
    assert items.count() == 7
    page.get_by_label("Search").fill("COMMITTEE")
    playwright.expect(count).not_to_have_text(f"7 of {whole}")
    assert all("committee" in one.lower() for one in items.all_inner_texts())
    assert count.get_attribute("role") == "status"
    page.get_by_role("button", name="Show all again").click()
    playwright.expect(count).to_have_text(whole)
    page.get_by_label("Side").select_option("speaks for it")
    playwright.expect(count).not_to_have_text(whole)
    assert all("speaks for it" in one for one in items.all_inner_texts())


def test_frequencies_sort_by_category_and_come_back(opened: Any, shipped: Path) -> None:
    page = opened(shipped)

    def column(kind: str) -> list[int]:
        cells = page.locator(f"#frequency-table tr.{kind} td:nth-child(2)")
        return [int(text) for text in cells.all_inner_texts()]

    before = column("category")
    codes = column("code")
    button = page.get_by_role("button", name="Segments", exact=True)
    button.click()
    assert column("category") == sorted(before, reverse=True)
    assert page.locator("#sorted").inner_text() == "Sorted by Segments, descending"
    button.click()
    assert column("category") == sorted(before)
    button.click()
    assert (column("category"), column("code")) == (before, codes)


CASES = 12
WRAPPED = """\
---
province: Province of number {case}
informant: P-{case}
consent: true
---
Mayor: If you don\u2019t
  go\u00a0there, the bud\u00adget of year {case} is late.
"""


@pytest.fixture(scope="module")
def broad(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a study of many cases, whose lines are wrapped as a letter's."""
    folder = tmp_path_factory.mktemp("broad")
    (folder / "talks").mkdir()
    for case in range(CASES):
        head = (
            f"---\nprovince: Province of number {case}\ninformant: P-{case}\nconsent: true\n---\n"
        )
        said = (
            f"Mayor: If you don\u2019t\n  go\u00a0there, the bud\u00adget of year {case} is late.\n"
        )
        (folder / "talks" / f"talk-{case}.md").write_text(head + said, encoding="utf-8")
    assert run("code", folder / "talks", "-o", folder / "results", "-q").returncode == 0
    group = {"province": ["Province of number 1"]}
    sp.write_report(folder / "results", folder / "report.html", group=group)
    return folder / "report.html"


def test_search_finds_what_is_read_and_nothing_else(opened: Any, broad: Path) -> None:
    page = opened(broad)
    count, search = page.locator("#count"), page.get_by_label("Search")
    whole = count.inner_text()
    for sought, found in (
        ("you don't go there, the BUDGET of", CASES),
        ("  year 7  is", 1),
        ("P-11", 1),
        ("talk-3.md", 1),
        ("number 5", 1),
        ("mayor", CASES),
        ("effective_management", 0),
        ("budget", CASES),
        ("late mayor", 0),
    ):
        search.fill(sought)
        shown = whole if found == CASES else f"{found} of {whole}"
        playwright.expect(count).to_have_text(shown)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("kind", "width"),
    [("matrix", 360), ("matrix", 1200), ("frequencies", 360), ("comparison", 360)],
)
def test_the_first_column_stays_in_sight_and_hides_what_is_behind(
    opened: Any, broad: Path, kind: str, width: int, scheme: str
) -> None:
    page = opened(broad, viewport={"width": width, "height": 800}, color_scheme=scheme)
    covered = page.evaluate(
        """(kind) => {
      const table = document.querySelector("." + kind);
      table.parentElement.scrollLeft = 133;
      table.scrollIntoView({ block: "center" });
      const faults = [];
      for (const row of table.rows) {
        const first = row.cells[0];
        const box = first.getBoundingClientRect();
        if (box.top < 0 || box.bottom > innerHeight) continue;
        for (const part of [0.05, 0.5, 0.95]) {
          const [x, y] = [box.left + box.width * part, box.top + box.height * part];
          const top = document.elementFromPoint(x, y);
          if (!first.contains(top)) faults.push(first.textContent);
        }
        const edge = table.parentElement.getBoundingClientRect().left;
        const beside = document.elementFromPoint(edge + 0.25, box.top + box.height / 2);
        if (beside.closest("tr") && !first.contains(beside)) faults.push("left of it");
        const ground = getComputedStyle(first).backgroundColor;
        if (!ground.startsWith("rgb(")) faults.push(ground);
      }
      return [table.parentElement.scrollLeft, faults];
    }""",
        kind,
    )
    assert covered == [133, []]


def test_what_has_the_focus_does_not_lie_behind_the_first_column(opened: Any, broad: Path) -> None:
    page = opened(broad, viewport={"width": 360, "height": 800})
    cells = page.locator("#matrix .cell")
    cells.last.focus()
    for _ in range(cells.count() - 1):
        page.keyboard.press("Shift+Tab")
        behind = page.evaluate("""() => {
          const box = document.activeElement.getBoundingClientRect();
          const first = document.activeElement.closest("tr").cells[0].getBoundingClientRect();
          return first.right - box.left;
        }""")
        assert behind <= 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("which", ["shipped", "hostile"])
def test_it_fits_any_width_and_has_no_accessibility_fault(
    opened: Any, request: pytest.FixtureRequest, which: str, width: int, scheme: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is missing")
    size = {"width": width, "height": 800}
    page = opened(request.getfixturevalue(which), viewport=size, color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    assert wide(page) <= 0
    found = axe.Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []
    page.locator("#matrix .cell").first.click()
    assert wide(page) <= 0
    found = axe.Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []


@pytest.mark.parametrize("width", [360, 1200])
def test_no_word_in_a_name_is_broken(opened: Any, shipped: Path, width: int) -> None:
    page = opened(shipped, viewport={"width": width, "height": 900})
    broken = page.evaluate("""() => {
      const found = [];
      const names = ".matrix th, .frequencies tbody th, .comparison th";
      for (const name of document.querySelectorAll(names)) {
        const texts = document.createTreeWalker(name, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) {
          for (const word of texts.currentNode.data.matchAll(/\\S+/g)) {
            const part = document.createRange();
            part.setStart(texts.currentNode, word.index);
            part.setEnd(texts.currentNode, word.index + word[0].length);
            const lines = new Set([...part.getClientRects()].map((box) => box.top));
            if (lines.size > 1) found.push(word[0]);
          }
        }
      }
      return found;
    }""")
    assert broken == []


def test_a_number_of_the_comparison_is_on_one_line(opened: Any, shipped: Path) -> None:
    page = opened(shipped, viewport={"width": 1200, "height": 900})
    lines = page.evaluate("""() => {
      const cells = [...document.querySelectorAll(".comparison tbody td.number")];
      return cells.map((cell) => {
        const part = document.createRange();
        part.selectNodeContents(cell);
        return new Set([...part.getClientRects()].map((box) => box.top)).size;
      });
    }""")
    assert set(lines) == {1}


@pytest.mark.parametrize("kind", ["matrix", "frequencies", "comparison"])
def test_a_table_of_the_study_fits_a_usual_screen(opened: Any, shipped: Path, kind: str) -> None:
    page = opened(shipped, viewport={"width": 1200, "height": 900})
    table = f"document.querySelector('.{kind}')"
    assert page.evaluate(f"{table}.scrollWidth <= {table}.parentElement.clientWidth")


def test_the_name_of_a_factor_stands_as_high_as_its_numbers(opened: Any, shipped: Path) -> None:
    page = opened(shipped, viewport={"width": 1200, "height": 900})
    apart = page.evaluate("""() => {
      const middle = (what) => {
        const part = document.createRange();
        part.selectNodeContents(what);
        const box = part.getBoundingClientRect();
        return box.top + box.height / 2;
      };
      const rows = [...document.querySelectorAll(".matrix tbody tr")];
      return rows.flatMap((row) =>
        [...row.querySelectorAll("td b")].map((one) => middle(one) - middle(row.cells[0])));
    }""")
    assert max(map(abs, apart)) <= 2


def test_figures_can_be_read_on_a_narrow_screen(opened: Any, shipped: Path) -> None:
    page = opened(shipped, viewport={"width": 360, "height": 800})
    widths = page.evaluate("[...document.images].map((one) => one.clientWidth)")
    assert len(widths) == 5
    assert min(widths) >= 560
    assert wide(page) <= 0
    page.emulate_media(media="print")
    assert max(page.evaluate("[...document.images].map((one) => one.clientWidth)")) <= 360


def test_hostile_words_do_nothing(opened: Any, hostile: Path) -> None:
    page = opened(hostile, viewport={"width": 375, "height": 800})
    assert page.title() == "Money <b>& means</b>: report"
    assert page.locator("img:not(#figures > figure > .wide > img), em, i").count() == 0
    texts = page.locator("#list li").all_inner_texts()
    assert any("<img src=x onerror=" in text for text in texts)
    assert any("</script><script>" in text for text in texts)
    assert wide(page) <= 0


def test_words_from_right_to_left_do_not_turn_what_stands_beside_them(
    opened: Any, hostile: Path
) -> None:
    page = opened(hostile)
    apart = page.evaluate(
        "[...document.querySelectorAll('#list bdi')]"
        ".every((one) => getComputedStyle(one).unicodeBidi.includes('isolate'))"
    )
    assert apart
    loose = page.evaluate(
        "[...document.querySelectorAll('#list *')].some((one) => one.tagName !== 'BDI' &&"
        " one.tagName !== 'MARK' && [...one.childNodes].some((node) => node.nodeType === 3"
        " && node.data.includes('\\u202e')))"
    )
    assert not loose


def test_in_print_every_passage_stands_on_paper(opened: Any, shipped: Path) -> None:
    page = opened(shipped)
    total = int(page.locator("#count").inner_text().split()[0])
    assert page.locator("#list > li").count() < total
    assert page.pdf(format="A4")[:5] == b"%PDF-"
    assert page.locator("#list > li").count() == total
    page.emulate_media(media="print")
    assert not page.locator("#filters").is_visible()


def test_thousands_of_passages_stay_smooth(opened: Any, tmp_path: Path) -> None:
    talks = tmp_path / "talks"
    talks.mkdir()
    said = " ".join(f"In year {year} we asked for a budget, and it came." for year in range(MANY))
    (talks / "a.md").write_text(f"---\nprovince: North\nconsent: true\n---\nMayor: {said}\n")
    assert run("code", talks, "-o", tmp_path / "results", "-q").returncode == 0
    sp.write_report(tmp_path / "results", tmp_path / "report.html")
    page = opened(tmp_path / "report.html")
    count, items = page.locator("#count"), page.locator("#list > li")
    whole = count.inner_text()
    assert int(whole.split()[0].replace(",", "")) >= MANY
    assert items.count() == 50
    page.locator("#more").click()
    assert items.count() == 100
    begun = time.monotonic()
    page.get_by_label("Search").fill("year 1999 ")
    playwright.expect(count).to_have_text(f"1 of {whole}")
    assert time.monotonic() - begun < 2
