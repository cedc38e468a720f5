"""Every shipped informant withdrawn in turn: no word of theirs is left anywhere."""

import shutil
from pathlib import Path

import pytest

import scapolicy as sp
from scapolicy.records import Source
from scapolicy.results import write_tables
from scapolicy.tables.table import Table
from scapolicy.withdrawal import plan_withdrawal, withdraw

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = sp.read_transcripts(ROOT / "transcripts")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped study with everything that holds words of informants."""
    folder = tmp_path_factory.mktemp("study")
    talks = folder / "talks"
    shutil.copytree(ROOT / "transcripts", talks)
    sp.convert_transcripts(talks, folder / "plain")
    for place in (folder / "results", folder / "found", talks / "inside"):
        sp.write_results(sp.code(SHIPPED, sp.load_codebook("key-factors")), place)
        (place / ".scapolicy-cache" / "ab").mkdir(parents=True)
    for source in SHIPPED:
        (folder / "results" / ".scapolicy-cache" / "ab" / source.sha256).write_text(source.text)
    table = Table("errors", ("source", "turn"), tuple((one.name, 1) for one in SHIPPED))
    write_tables([table], folder / "results" / "measured")
    rows = "".join(f"{one.name},2,evaluation\n" for one in SHIPPED)
    (folder / "gold.csv").write_text(f"source,turn,category\n{rows}")
    key = "".join(
        f"Name {one.attributes['informant']},{one.attributes['informant']}\n" for one in SHIPPED
    )
    (folder / "key.csv").write_text(f"name,code\n{key}")
    return folder


def organization(source: Source) -> tuple[str, str]:
    return source.attributes["organization"], source.attributes["province"]


def sentences(source: Source) -> list[str]:
    """What the informant says, in pieces that nobody else says."""
    others = "".join(other.text for other in SHIPPED if organization(other) != organization(source))
    said = (turn.text for turn in source.turns if not turn.interviewer)
    pieces = (piece.strip() for text in said for piece in text.replace("?", ".").split("."))
    return [piece for piece in pieces if len(piece) > 25 and piece not in others]


@pytest.mark.parametrize("source", SHIPPED, ids=lambda one: one.name)
def test_nothing_is_left(
    source: Source, whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = tmp_path / "study"
    shutil.copytree(whole, study)
    monkeypatch.chdir(study)  # the shipped originals, which stay, are not beside it
    plan = plan_withdrawal(
        source.attributes["informant"].lower(),
        [study / "talks", study / "plain"],
        results=[study / "results"],
        codings=[study / "gold.csv"],
        keys=[study / "key.csv"],
    )
    withdraw(plan)
    theirs = [one for one in SHIPPED if organization(one) == organization(source)]
    wanted = [piece.encode() for one in theirs for piece in sentences(one)]
    wanted += [
        word.encode()
        for one in theirs
        for word in (one.name, one.attributes["informant"], one.sha256)
    ]
    assert len(wanted) > 10
    left = {path: path.read_bytes() for path in study.rglob("*") if path.is_file()}
    found = [(path, word) for path, data in left.items() for word in wanted if word in data]
    named = [
        path
        for path in study.rglob("*")
        if any(word in str(path.relative_to(study)).encode() for word in wanted)
    ]
    assert (found, named) == ([], [])
    ordinary = ["W33"] * any("Officer" in {turn.speaker for turn in one.turns} for one in theirs)
    assert [one.code for one in plan.told] == ordinary
    stay = [one for one in SHIPPED if one not in theirs]
    kept = sp.read_transcripts(study / "talks")
    assert [one.sha256 for one in kept] == [one.sha256 for one in stay]
    assert not {organization(one) for one in kept} & {organization(source)}
    assert (study / "gold.csv").read_text().count("\n") == len(stay) + 1
