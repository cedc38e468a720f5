"""`scapolicy transcripts`: what was read, in 80 columns, and exit status."""

from pathlib import Path

import pytest

from tests.commands.test_code import run

GOOD = "---\nconsent: true\n---\nInterviewer: Why did you go?\n\nMayor: They had asked us to.\n"


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    (tmp_path / "talks").mkdir()
    (tmp_path / "talks" / "good.md").write_text(GOOD)
    return tmp_path / "talks"


def test_list_shows_who_speaks_and_who_asks(talks: Path) -> None:
    done = run("transcripts", "list", talks)
    assert done.returncode == 0, done.stderr
    row = next(line for line in done.stdout.splitlines() if line.startswith("good.md"))
    expected = ["good.md", "md", "utf-8", "en?", "2", "9", "*Interviewer,", "Mayor", "given"]
    assert row.split() == expected
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_list_shows_how_each_file_was_read_and_what_is_a_guess(talks: Path) -> None:
    (talks / "old.txt").write_bytes("ผู้สัมภาษณ์: ไปทำไม\n\nนายก: เขาเชิญเราไปครับ\n".encode("cp874"))
    (talks / "named.txt").write_bytes("Q: Où?\n\nR: Là-bas.\n".encode("cp1252"))
    (talks / "scapolicy.toml").write_text('[encodings]\n"named*" = "cp1252"\n')
    done = run("transcripts", "list", talks)
    lines = {line.split()[0]: line.split() for line in done.stdout.splitlines() if line.strip()}
    assert lines["old.txt"][1:4] == ["txt", "cp874?", "th?"]
    assert lines["named.txt"][1:3] == ["txt", "cp1252"]
    checked = run("transcripts", "check", talks).stdout
    assert "old.txt: this is not UTF-8; it was read as cp874 (Thai)" in checked
    assert "\nRead as md utf-8 (1), txt cp1252 (1), txt cp874? (1)\n" in checked


def test_list_sums_up_the_attributes_and_where_they_are_stated(talks: Path) -> None:
    for name in ("N-1.md", "N-2.md", "S-1.md"):
        (talks / name).write_text(GOOD)
    (talks / "scapolicy.toml").write_text('names = "{province}-{n}"\n')
    (talks / "attributes.csv").write_text("source,rank\nN-1,clerk\n")
    shown = run("transcripts", "list", talks).stdout.partition("\nAttributes\n")[2]
    assert [" ".join(line.split()) for line in shown.splitlines()[2:]] == [
        "consent 4/4 its head true (4)",
        "rank 1/4 attributes.csv clerk",
        "province 3/4 its name N (2), S",
        "n 3/4 its name 1 (2), 2",
    ]


def test_show_tells_where_an_attribute_is_stated(talks: Path) -> None:
    (talks / "scapolicy.toml").write_text('names = "{quality}"\n')
    shown = run("transcripts", "show", talks / "good.md").stdout
    assert "quality: good  (from its name)" in shown
    assert "consent: true\n" in shown
    assert "read as md utf-8\n  language en?\n  consent given\n" in shown


def test_a_label_in_brackets_and_many_speakers_stay_readable(talks: Path) -> None:
    turns = [f"[id{n}] We went there and came back." for n in range(9)] * 2
    (talks / "group.txt").write_text("\n\n".join(turns))
    done = run("transcripts", "list", talks)
    assert "and 3 more" in " ".join(done.stdout.split())
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_check_is_silent_of_what_is_good_and_exits_1_for_what_is_odd(talks: Path) -> None:
    (talks / "good.md").write_text(GOOD.replace("---", "---\nlanguage: en\nprovince: North", 1))
    done = run("transcripts", "check", talks)
    assert (done.returncode, done.stdout) == (
        0,
        "Read as md utf-8 (1)\n1 transcript read, 0 problems, 0 oddities\n",
    )
    (talks / "odd.md").write_text("Only words.")
    (talks / "bad.md").write_bytes(b"\0\1\2")
    done = run("transcripts", "check", talks)
    assert done.returncode == 1
    assert "odd.md: no speakers were found" in done.stdout
    assert "bad.md" in done.stderr
    assert done.stdout.endswith("2 transcripts read, 1 problem, 2 oddities, 1 note\n")


def test_check_tells_all_that_a_run_will_tell(talks: Path) -> None:
    talk = GOOD.replace("Interviewer:", "A rainy day.\n\nInterviewer:", 1)
    (talks / "good.md").write_text(talk)
    (talks / "attributes.csv").write_bytes("source,town\ngood,Köln für uns\n".encode("cp1252"))
    checked = run("transcripts", "check", talks)
    assert checked.returncode == 0
    coded = run("code", talks, "-o", talks.parent / "results").stderr
    told = {code for code in ("R33", "N04", "N21", "N28") if f"[{code}]" in coded}
    assert told == {"R33", "N04", "N21", "N28"}
    assert {code for code in told if f"[{code}]" in checked.stdout} == told
    assert checked.stdout.endswith("1 transcript read, 0 problems, 0 oddities, 4 notes\n")


def test_show_tells_how_a_transcript_was_understood(talks: Path) -> None:
    done = run("transcripts", "show", talks / "good.md")
    assert done.returncode == 0, done.stderr
    assert "consent: true" in done.stdout
    assert "1 Interviewer asks: Why did you go?" in done.stdout
    assert "2 Mayor: They had asked us to." in done.stdout


def test_words_that_are_in_no_turn_are_told(talks: Path, tmp_path: Path) -> None:
    (talks / "good.md").write_text(GOOD.replace("Interviewer:", "A rainy day.\n\nInterviewer:", 1))
    told = "good.md: 3 words before the first speaker are not coded [N04]"
    shown = run("transcripts", "show", talks / "good.md").stdout
    assert f"Left out\n  {told}" in shown
    converted = run("transcripts", "convert", talks, "-o", tmp_path / "out")
    assert converted.stderr == f"{told}\n"


@pytest.mark.parametrize("name", ["", "bad.md", "none.md"])
def test_show_of_no_transcript_exits_2(talks: Path, name: str) -> None:
    (talks / "bad.md").write_bytes(b"\0\1\2")
    (talks / "more.md").write_text(GOOD)
    done = run("transcripts", "show", talks / name)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_convert_writes_what_can_be_read_again(talks: Path, tmp_path: Path) -> None:
    done = run("transcripts", "convert", talks, "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert (
        (tmp_path / "out" / "good.md")
        .read_text()
        .endswith("\n\nInterviewer: Why did you go?\n\nMayor: They had asked us to.\n")
    )
    assert run("transcripts", "convert", talks, "-o", tmp_path / "out").returncode == 2


def test_a_folder_of_which_nothing_can_be_read_is_no_crash(tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_bytes(b"\0\1\2")
    listed, checked = (run("transcripts", name, tmp_path) for name in ("list", "check"))
    assert (listed.returncode, checked.returncode) == (1, 1)
    assert listed.stdout.startswith("0 transcripts\n")
    assert checked.stdout == "0 transcripts read, 1 problem, 0 oddities\n"
    assert "Traceback" not in listed.stderr + checked.stderr


LONG = "They had asked us to come, and so we went there together. " * 20


def test_turns_are_cut_between_words_and_can_be_read_whole(talks: Path) -> None:
    (talks / "good.md").write_text(GOOD.replace("They had asked us to.", LONG))
    [beginning] = [
        line
        for line in run("transcripts", "show", talks / "good.md").stdout.splitlines()
        if line.startswith("  2 Mayor: ")
    ]
    assert len(beginning) <= 80
    assert beginning.endswith("…")
    assert LONG.split()[: len(beginning.split()) - 2] == beginning[:-1].split()[2:]
    shown = run("transcripts", "show", talks / "good.md", "--turn", 2, "--turn", 1).stdout
    whole, _, other = shown.partition("\n\n")
    assert whole.split() == ["2", "Mayor:", *LONG.split()]
    assert max(map(len, whole.splitlines())) <= 80
    assert other == "1 Interviewer asks: Why did you go?\n\n"


def test_a_turn_that_is_none_is_told(talks: Path) -> None:
    done = run("transcripts", "show", talks / "good.md", "--turn", 3, "--turn", 0)
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no turn 3 [R16]" in done.stderr
    assert "there is no turn 0 [R16]" in done.stderr


def test_a_talk_without_full_stops_is_told_by_check_and_by_a_run(talks: Path) -> None:
    (talks / "heard.md").write_text(f"{GOOD}\nQ: {'why ' * 1500}\n\nA: {'and so on ' * 600}\n")
    (talks / "read.md").write_text(f"{GOOD}\nQ: Why?\n\nA: {'And so on. ' * 600}\n")
    told = "heard.md: no sentence ends for 5,999 characters of turn 4"
    checked = run("transcripts", "check", talks)
    coded = run("code", talks, "-o", talks.parent / "out")
    for said in (checked.stdout, coded.stderr):
        assert told in " ".join(said.split())
        assert said.count("[N29]") == 1
    whole = run("code", talks, "-o", talks.parent / "out", "--unit", "turn")
    assert "[N29]" not in whole.stderr
