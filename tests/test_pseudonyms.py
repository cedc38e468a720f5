"""Names become codes, everywhere and always the same; the key is its owner's alone."""

import stat
import sys
from contextlib import suppress
from pathlib import Path

import docx
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

import scapolicy as sp
from scapolicy.key_file import read_key
from scapolicy.names import Pseudonyms, read_names
from scapolicy.people import Person, gather
from scapolicy.pseudonyms import plan_pseudonyms, pseudonymize
from tests.commands.test_code import run

HEAD = "---\ninformant: Ada Park\nconsent: true\n---\n"
TALK = f"{HEAD}Q: Who was it?\n\nAda Park: I, and BO. Bob not.\n"
NAMES = {"Ada Park": "P1", "Ada": "P2", "Bo": "P3"}
THAI = {"นายสมชาย ใจดี": "P1", "สมชาย": "P2", "มานี": "P3", "ดาว": "P4"}


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    (tmp_path / "talks").mkdir()
    (tmp_path / "talks" / "a.md").write_text(TALK)
    (tmp_path / "names.txt").write_text("# people\nAda Park\nBo = B\n\nNobody\n")
    return tmp_path


def written(folder: Path, **names: str) -> dict[str, str]:
    """Pseudonymize a study, and give the new transcripts."""
    plan = plan_pseudonyms(folder / "talks", names, key=folder / "key.csv")
    pseudonymize(plan, [folder / "talks"], folder / "out", folder / "key.csv")
    out = folder / "out"
    return {str(path.relative_to(out)): path.read_text() for path in sorted(out.rglob("*.md"))}


def codes(action: object, *arguments: object, **named: object) -> list[str]:
    with pytest.raises(sp.ScapolicyError) as caught:
        action(*arguments, **named)  # type: ignore[operator]
    return [fault.code for fault in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Park and Ada", "P1 and P2"),
        ("ADA  PARK, ada!", "P1, P2!"),
        ("Ada\nPark", "P1"),
        ("Bob, Bo's, Bo\u2019s, Bo", "Bob, P3's, P3\u2019s, P3"),
        ("Bo-led; (Bo), \u201cBo\u201d", "P3-led; (P3), \u201cP3\u201d"),
        ("Adamant; Ada2", "Adamant; Ada2"),
        ("Ada-Park\u2019s, ada.park@town.org, ADA_PARK", "P1\u2019s, P1@town.org, P1"),
        ("Ada\u200bPark. I met Ada. Park it.", "P1. I met P2. Park it."),
        ("", ""),
    ],
)
def test_whole_names_are_replaced_the_longest_first(text: str, expected: str) -> None:
    assert Pseudonyms(NAMES).apply(text) == expected


@pytest.mark.parametrize("dash", list("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212"))
@pytest.mark.parametrize("name", ["Anna-Lena", "Anna\u2011Lena", "Anna\u2013Lena", "Anna Lena"])
def test_a_name_is_found_with_any_dash_or_a_space(name: str, dash: str) -> None:
    names = Pseudonyms({name: "P1"})
    assert names.apply(f"So Anna{dash}Lena said") == "So P1 said"
    assert names.apply("So Anna Lena, ANNA_LENA") == "So P1, P1"
    assert names.apply(f"Jo{dash}Anna Lena{dash}") == f"Jo{dash}P1{dash}"
    assert names.apply_to_path(f"2020-Anna{dash}Lena.md") == "2020-P1.md"


def test_dashes_stand_beside_accents_and_the_name_as_it_is_written_comes_first(talks: Path) -> None:
    assert Pseudonyms({"Jose\u0301 Ma": "P1"}).apply("Jose\u0301\u2013Ma, José-Ma") == "P1, P1"
    both = Pseudonyms({"Anna Lena": "P1", "Anna-Lena": "P2"})
    assert both.apply("Anna Lena, Anna-Lena, Anna\u2013Lena") == "P1, P2, P2"
    plan = plan_pseudonyms(talks / "talks", {"Ada-Park": "", "Ada\u2013Park": ""})
    assert len(set(plan.codes.values())) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("นายสมชาย ใจดีบอกว่า", "P1บอกว่า"),
        ("พบสมชายใจดีที่นั่น กับนายสมชายใจดี", "พบP1ที่นั่น กับP1"),
        ("คุณสมชายไปประชุม", "คุณP2ไปประชุม"),
        ("แล้วนางมานีก็มา", "แล้วนางP3ก็มา"),
        ("คุณ สมชาย ใจดี มา", "คุณ P1 มา"),
        ("ใช้ดาวเทียม แต่คุณดาวไม่มา", "ใช้ดาวเทียม แต่คุณP4ไม่มา"),
    ],
)
def test_thai_names_are_found_with_titles_and_without_spaces(text: str, expected: str) -> None:
    assert Pseudonyms(THAI).apply(text) == expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("王小明", "我和王小明說了", "我和P1說了"),
        ("Mr. Zoë Ng", "zoe\u0308 NG spoke", "P1 spoke"),
        ("O'Neil", "O\u2019Neil's", "P1's"),
    ],
)
def test_names_in_other_spellings_of_the_same_letters(name: str, text: str, expected: str) -> None:
    assert Pseudonyms({name: "P1"}).apply(text) == expected


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Groß", "Groß GROSS gross GROẞ Gross"),
        ("Uwe GROSS", "Uwe Groß UWE GROẞ uwe gross"),
        ("Weiß", "WEISS weiss Weiß"),
        ("Ilgın", "ILGIN ilgın ılgın Ilgin İLGİN"),
        ("İpek", "IPEK ipek İPEK i\u0307pek I\u0307pek ıpek"),
        ("Ali", "ALİ ALI ali\u0307 alı"),
        ("Γιώργος", "ΓΙΏΡΓΟΣ γιώργοσ"),
        ("Fiona", "ﬁona FIONA"),
    ],
)
def test_names_whose_letters_a_capital_changes(name: str, text: str) -> None:
    replaced = Pseudonyms({name: "P1"}).apply(f"So {text}, yes.")
    assert set(replaced.removeprefix("So ").removesuffix(", yes.").split()) == {"P1"}


def test_a_letter_that_is_several_is_none_of_them() -> None:
    assert Pseudonyms({"Gros": "P1"}).apply("Groß, Gros\u0307") == "Groß, Gros\u0307"


def test_a_name_is_found_in_capitals_and_small_letters_of_any_script() -> None:
    for letter in map(chr, range(sys.maxunicode)):
        changed = len({*map(len, (letter, letter.upper(), letter.casefold()))}) > 1
        if letter.isalpha() and (changed or letter.upper().lower() != letter.lower()):
            name = f"Ab{letter}cd"
            names = Pseudonyms({name: "P1"})
            for form in (name.upper(), name.lower(), name.casefold(), name.title()):
                assert names.apply(form) == "P1", ascii(form)


def test_what_a_capital_makes_the_same_is_one_person(talks: Path) -> None:
    (talks / "talks" / "a.md").write_text("Q: Who?\n\nA: Uwe Groß, UWE GROSS and Weiss.\n")
    (talks / "names.txt").write_text("Uwe Groß\nUWE GROSS\nWeiß\n")
    plan = plan_pseudonyms(talks / "talks", read_names(talks / "names.txt"))
    assert plan.sources[0].turns[1].text == "P1, P1 and P2."


@given(st.text(alphabet="Ada Prkbo.'-\n", max_size=40))
def test_no_name_is_left(text: str) -> None:
    names = Pseudonyms(NAMES)
    assert names.find(names.apply(text)) == []


def test_codes_are_made_that_nobody_has(talks: Path) -> None:
    (talks / "talks" / "b.md").write_text("P2: Ada and Cy.\n\nP4: Yes, P2.\n\nP2: No.\n")
    plan = plan_pseudonyms(talks / "talks", {"Ada": "", "Bo": "P1", "Cy": ""})
    assert plan.codes == {"Ada": "P3", "Bo": "P1", "Cy": "P5"}


def test_one_code_for_two_people_is_refused(talks: Path) -> None:
    (talks / "names.txt").write_text("Ada = X\nBo = X\nAda = Y\n")
    with pytest.raises(sp.ScapolicyError) as caught:
        plan_pseudonyms(talks / "talks", read_names(talks / "names.txt"))
    faults = [(fault.code, fault.line) for fault in caught.value.problems]
    assert faults == [("W06", 2), ("W18", 3)]


@pytest.mark.parametrize(
    ("lines", "expected", "told"),
    [
        ("Ada Park\nAda\nDr Park", "P1 P1 P1", ["W20", "W20"]),
        ("Dr Park\nAda\nAda Park", "P1 P1 P1", ["W20", "W20"]),
        ("Prof. Ada May Park\nada park\nMay", "P1 P1 P1", ["W20", "W20"]),
        ("นายสมชาย ใจดี\nสมชาย\nคุณใจดี", "P1 P1 P1", ["W20", "W20"]),
        ("Ada Park\nAda Ng\nAda", "P1 P2 P3", ["W21"]),
        ("Ada Park\nMr Park\nMrs Park", "P1 P2 P3", ["W21", "W21"]),
        ("Mrs Ada Park\nMr Park", "P1 P2", []),
        ("นางมานี ใจดี\nนายใจดี", "P1 P2", []),
        ("Ada Park\nAdam\nPark Ada", "P1 P2 P3", []),
        ("Ada Park = A\nAda = B", "A B", []),
        ("Ada Park = A\nAda = A", "A A", []),
        ("Ada Park\nAda = B", "B B", ["W20"]),
        ("Ada Park; Bo; the boss\nCy; Dan = C", "P1 P1 P1 C C", []),
        ("Ada Park; Bo = A\nBo; Eve", "A A A A", []),
        ("Ada Park\nAda Ng; Ada", "P1 P2 P2", []),
    ],
)
def test_one_person_has_one_code(talks: Path, lines: str, expected: str, told: list[str]) -> None:
    (talks / "names.txt").write_text(lines)
    plan = plan_pseudonyms(talks / "talks", read_names(talks / "names.txt"))
    names = dict.fromkeys(name.strip() for name in lines.replace("\n", ";").split(";"))
    assert " ".join(plan.codes[name.split(" = ")[0]] for name in names) == expected
    assert [one.code for one in plan.told] == told


def test_a_key_holds_all_names_of_a_person_and_is_read_again(talks: Path) -> None:
    made = written(talks, **{"Ada Park": "", "Park": "", "Bo": ""})
    assert "P1: I, and P2." in made["a.md"]
    assert (talks / "key.csv").read_text() == "name,code\nAda Park,P1\nPark,P1\nBo,P2\n"
    names = {"Ada": "", "Park": "", "Bo Ng": ""}
    plan = plan_pseudonyms(talks / "talks", names, key=talks / "key.csv")
    assert plan.codes == {"Ada Park": "P1", "Park": "P1", "Ada": "P1", "Bo": "P2", "Bo Ng": "P2"}


def test_transcripts_hold_codes_and_the_key_is_for_its_owner(talks: Path) -> None:
    plan = plan_pseudonyms(talks / "talks", read_names(talks / "names.txt"))
    assert [(one.name, one.code, one.place) for one in plan.replacements] == [
        ("Ada Park", "P1", "informant"),
        ("Ada Park", "P1", "label"),
        ("Bo", "B", "2"),
    ]
    pseudonymize(plan, [talks / "talks"], talks / "out", talks / "key.csv")
    text = (talks / "out" / "a.md").read_text()
    assert "Ada" not in text
    assert "P1: I, and B. Bob not." in text
    (source,) = sp.read_transcripts(talks / "out")
    assert source.attributes["informant"] == "P1"
    assert (talks / "key.csv").read_text() == "name,code\nAda Park,P1\nBo,B\nNobody,P2\n"
    assert stat.S_IMODE((talks / "key.csv").stat().st_mode) == 0o600
    assert (talks / "talks" / "a.md").read_text() == TALK


def test_a_key_is_used_again_and_added_to(talks: Path) -> None:
    (talks / "key.csv").write_text("name,code\nBO,P7\nOld,P1\n")
    (talks / "key.csv").chmod(0o644)
    assert "P2: I, and P7." in written(talks, **{"Ada Park": "", "bo": ""})["a.md"]
    assert read_key(talks / "key.csv") == {"BO": "P7", "Old": "P1", "Ada Park": "P2"}
    assert stat.S_IMODE((talks / "key.csv").stat().st_mode) == 0o600
    assert codes(plan_pseudonyms, talks / "talks", {"Bo": "X"}, key=talks / "key.csv") == ["W18"]
    assert codes(plan_pseudonyms, talks / "talks", {"New": "P7"}, key=talks / "key.csv") == ["W06"]


def test_names_of_files_and_attributes_are_replaced_and_stay_apart(talks: Path) -> None:
    (talks / "talks" / "a.md").unlink()
    (talks / "talks" / "Bo").mkdir()
    for name in ("Ada_Park.md", "Bo/2020-ada park.txt", "P1.md"):
        (talks / "talks" / name).write_text(TALK)
    rows = "source,boss\nP1.md,Bo's friend\n"
    (talks / "talks" / "attributes.csv").write_text(rows)
    made = written(talks, **{"Ada Park": "P1", "Bo": "P2"})
    assert list(made) == ["P1-2.md", "P1.md", "P2/2020-P1.txt.md"]
    assert "boss: P2's friend" in made["P1-2.md"]


def test_a_word_document_is_written_as_markdown(talks: Path) -> None:
    document = docx.Document()
    for line in ("Q: Who?", "A: It was Bo’s work."):
        document.add_paragraph(line)
    document.save(talks / "talks" / "b.docx")
    assert "A: It was P1’s work." in written(talks, Bo="")["b.docx.md"]


def test_what_is_no_name_and_what_is_no_key_are_refused(talks: Path) -> None:
    assert codes(plan_pseudonyms, talks / "talks", {"A*": "P1", "--": "P2"}) == ["W04", "W04"]
    (talks / "key.csv").write_text("mine\n")
    assert codes(plan_pseudonyms, talks / "talks", NAMES, key=talks / "key.csv") == ["W05"]


@pytest.mark.parametrize(
    "name", ["\u200b", "\u00ad", "...", "—", "Dr. \u200b\u200b; \u2060", "\u0e34"]
)
def test_a_name_without_letters_is_told_with_its_line(talks: Path, name: str) -> None:
    (talks / "names.txt").write_text(f"Ada Park\n{name}\n")
    done = run("pseudonymize", talks / "talks", "--names", talks / "names.txt")
    assert done.returncode == 2
    assert f"{talks / 'names.txt'}:2: the name " in done.stderr
    assert "holds no letter [W04]" in done.stderr
    (talks / "key.csv").write_text(f"name,code\nAda,P1\n{name},P2\n")
    done = run("pseudonymize", talks / "talks", "--key", talks / "key.csv")
    assert done.returncode == 2 or name.startswith("Dr.")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "code", ["../../evil", "/tmp", "a\\b", "C:evil", "..", ".", "a\tb", "a\x1bb", "a\u200e/b"]
)
def test_a_code_that_would_be_a_path_is_told_with_its_line(talks: Path, code: str) -> None:
    (talks / "talks" / "Ada.md").write_text(TALK)
    lines = f"Ada Park = P1\nAda = {code}\nBo = x{code}/\n"
    (talks / "names.txt").write_text(lines)
    shown = ("pseudonymize", talks / "talks", "--names", talks / "names.txt")
    done = run(*shown, "-o", talks / "out", "--key", talks / "key.csv")
    assert done.returncode == 2
    assert "names.txt:2" in done.stderr
    assert "names.txt:3" in done.stderr
    assert "W29" in done.stderr
    (talks / "key.csv").write_text(f'name,code\nBo,P1\nAda,"{code}"\n')
    done = run(*shown[:2], "--key", talks / "key.csv", "-o", talks / "out")
    assert done.returncode == 2
    assert "key.csv:3: the code " in done.stderr
    assert sorted(talks.parent.rglob("*evil*")) == []


@pytest.mark.parametrize("code", ["a\nb", "a\u2028b", " ", "\udc80", "a/b"])
def test_a_code_from_python_that_is_no_file_name_is_refused(talks: Path, code: str) -> None:
    assert codes(plan_pseudonyms, talks / "talks", {"Ada Park": code}) == ["W29"]


@given(st.lists(st.lists(st.text(max_size=6), min_size=1, max_size=3), max_size=4))
def test_people_of_any_names_are_gathered_or_refused(names: list[list[str]]) -> None:
    persons = [Person(tuple(each)) for each in names]
    with suppress(sp.ScapolicyError):
        gather({}, persons, "names.txt")


@pytest.mark.parametrize("key", ["out/key.csv", "talks/key.csv", "out"])
def test_a_key_among_transcripts_is_refused(talks: Path, key: str) -> None:
    plan = plan_pseudonyms(talks / "talks", NAMES)
    arguments = (plan, [talks / "talks"], talks / "out", talks / key)
    assert codes(pseudonymize, *arguments) == ["W15"]
    assert not (talks / "out").exists()


def test_a_folder_among_the_transcripts_is_refused(talks: Path) -> None:
    plan = plan_pseudonyms(talks / "talks", NAMES)
    arguments = (plan, [talks / "talks"], talks / "talks" / "new", talks / "key.csv")
    assert codes(pseudonymize, *arguments) == ["W19"]
    assert not (talks / "key.csv").exists()


def test_a_folder_that_holds_something_is_left_alone_and_no_key_is_made(talks: Path) -> None:
    plan = plan_pseudonyms(talks / "talks", NAMES)
    arguments = (plan, [talks / "talks"], talks / "talks", talks / "key.csv")
    assert codes(pseudonymize, *arguments) == ["O04"]
    assert not (talks / "key.csv").exists()


@pytest.fixture
def pipeline(tmp_path: Path) -> Path:
    """A pipeline that knows a few people, as one that a user has trained."""
    made = spacy.blank("en")
    made.add_pipe("entity_ruler").add_patterns(  # type: ignore[attr-defined]
        [
            {"label": "PERSON", "pattern": "Cy Lee's"},
            {"label": "PERSON", "pattern": "Bo"},
            {"label": "PER", "pattern": "Dan"},
            {"label": "ORG", "pattern": "Harbour Office"},
            {"label": "GPE", "pattern": "Rayong"},
        ]
    )
    made.to_disk(tmp_path / "pipeline")
    return tmp_path / "pipeline"


def test_a_pipeline_finds_people_but_leaves_organizations_and_places(
    talks: Path, pipeline: Path
) -> None:
    (talks / "talks" / "b.md").write_text("Cy Lee's Harbour Office in Rayong; CY LEE, Bo and Dan.")
    plan = plan_pseudonyms(talks / "talks", {"bo": "B"}, pipeline=str(pipeline))
    assert plan.found == ("Cy Lee", "Dan")
    assert plan.codes == {"Cy Lee": "P1", "Dan": "P2", "bo": "B"}
    (text,) = [one.turns[0].text for one in plan.sources if one.name == "b.md"]
    assert text == "P1's Harbour Office in Rayong; P1, B and P2."


def test_a_pipeline_that_is_not_there_or_finds_nobody_is_refused(talks: Path) -> None:
    assert codes(plan_pseudonyms, talks / "talks", {}, pipeline="xx_no_such_pipeline") == ["W16"]
    spacy.blank("en").to_disk(talks / "empty")
    assert codes(plan_pseudonyms, talks / "talks", {}, pipeline=str(talks / "empty")) == ["W17"]
    (talks / "broken").mkdir()
    (talks / "broken" / "config.cfg").write_text("[nlp")
    assert codes(plan_pseudonyms, talks / "talks", {}, pipeline=str(talks / "broken")) == ["W16"]


def test_the_command_shows_first(talks: Path, pipeline: Path) -> None:
    (talks / "talks" / "b.md").write_text("Dan, Dan, Dan and Dan.")
    with (talks / "names.txt").open("a") as file:
        file.write("Park\n")
    words = (
        "pseudonymize", talks / "talks", "--names", talks / "names.txt", "--pipeline", pipeline,
        "--key", talks / "key.csv",
    )  # fmt: skip
    done = run(*words)
    assert done.returncode == 0, done.stderr
    assert "Bo -> B: 1 time in 1 transcript\n  a.md:2: … I, and BO. Bob not. …" in (done.stdout)
    assert "4 times in 1 transcript, found by the pipeline" in done.stdout
    assert "  and 1 more" in done.stdout
    assert "Never found: Park, Nobody" in done.stdout
    assert "names.txt: 'Park' is taken for 'Ada Park', and has the same code [W20]" in done.stderr
    assert not (talks / "key.csv").exists()
    done = run(*words, "-o", talks / "out")
    assert done.returncode == 0, done.stderr
    assert "Dan" not in (talks / "out" / "b.md").read_text()
    assert read_key(talks / "key.csv")["Bo"] == "B"


def test_the_command_asks_for_names_and_for_a_place_of_the_key(talks: Path) -> None:
    done = run("pseudonymize", talks / "talks")
    assert (done.returncode, "--names" in done.stderr) == (2, True)
    done = run("pseudonymize", talks / "talks", "--names", talks / "names.txt", "-o", talks / "o")
    assert (done.returncode, "--key" in done.stderr) == (2, True)
