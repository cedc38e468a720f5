"""Transcripts in stores: the same bytes as on disk, and what goes wrong is told."""

import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import scapolicy as sp
from scapolicy.commands import main
from scapolicy.readers import ahead as ahead_module
from scapolicy.readers import place
from scapolicy.readers.address import is_address, parse_address
from scapolicy.readers.ahead import ahead
from scapolicy.readers.finding import find_transcripts
from scapolicy.readers.folder import read_source
from scapolicy.records import CACHE_FOLDER

pytest.importorskip("fsspec", reason="needs the extra scapolicy[store]")

from tests.commands.test_code import BOOK, ROOT
from tests.stores import Shop, memory, shop

__all__ = ["memory", "shop"]

TALK = "---\nprovince: {}\nconsent: true\n---\nQ: And the money?\n\nA: We had no budget, {}.\n"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A folder with all that a folder may hold."""
    folder = tmp_path / "talks"
    for name in ("a", "b", "north/c"):
        path = folder / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TALK.format("P", name))
    with zipfile.ZipFile(folder / "more.zip", "w") as packed:
        packed.writestr("d.md", TALK.format("Q", "d"))
        packed.writestr("e/f.txt", TALK.format("Q", "f"))
    (folder / "attributes.csv").write_text("source,rank\na,high\nnorth/c,low\n")
    (folder / "scapolicy.toml").write_text('by = "rank"\ncodebooks = ["own.yaml"]\n')
    (folder / "own.yaml").write_text(BOOK)
    (folder / ".hidden.md").write_text("no transcript")
    (folder / ".git").mkdir()
    (folder / ".git" / "x.md").write_text("no transcript")
    (folder / "~$a.docx").write_text("no transcript")
    return folder


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments])


def results(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and CACHE_FOLDER not in path.parts
    }


def codes(done: Result) -> list[str]:
    assert done.exit_code == 2, done.output
    lines = " ".join(done.output.split()).split("[")
    return [part[:3] for part in lines[1:]]


def faults(*paths: str) -> list[tuple[str, str]]:
    with pytest.raises(sp.ScapolicyError) as caught:
        sp.read_transcripts(paths)
    return [(fault.file, fault.code) for fault in caught.value.problems]


# The same as on disk


def addresses(folder: Path, shop: Shop) -> list[str]:
    return [folder.as_uri(), shop.put_folder(folder, "bucket/talks"), f"{folder.as_uri()}/"]


def test_a_store_gives_the_same_bytes_as_a_disk(study: Path, shop: Shop, tmp_path: Path) -> None:
    assert run("code", "-q", study, "-o", tmp_path / "disk").exit_code == 0
    expected = results(tmp_path / "disk")
    assert len(expected) > 5
    for number, address in enumerate(addresses(study, shop)):
        out = tmp_path / f"store{number}"
        done = run("code", "-q", address, "-o", out)
        assert (done.exit_code, done.output) == (0, "")
        assert results(out) == expected


def test_all_formats_are_read_from_a_store_as_from_a_disk(shop: Shop) -> None:
    for folder in ("transcripts", "transcripts-th"):
        address = shop.put_folder(ROOT / folder, f"b/{folder}")
        assert sp.read_transcripts(address) == sp.read_transcripts(ROOT / folder)


def test_several_processes_read_a_store(study: Path, tmp_path: Path) -> None:
    assert run("code", "-q", study, "-o", tmp_path / "disk", "--jobs", 1).exit_code == 0
    for number in range(30):
        (study / f"{number}.md").write_text(TALK.format("P", "so" * 9_000))
    (study / "scapolicy.toml").write_text('codebooks = ["own.yaml"]')
    for jobs, where in ((1, study), (2, study.as_uri())):
        done = run("code", "-q", where, "-o", tmp_path / str(jobs), "--jobs", jobs, "--no-cache")
        assert done.exit_code == 0
    assert results(tmp_path / "1") == results(tmp_path / "2")


def test_one_file_comes_with_what_its_folder_says(study: Path, shop: Shop) -> None:
    address = shop.put_folder(study, "bucket/talks")
    (source,) = sp.read_transcripts(f"{address}/a.md")
    assert [source] == sp.read_transcripts(study / "a.md")
    assert source.attributes["rank"] == "high"
    assert len(sp.read_transcripts([f"{address}/a.md", address])) == 5
    assert [one.name for one in sp.read_transcripts(f"{address}/more.zip")] == [
        "more.zip/d.md",
        "more.zip/e/f.txt",
    ]


def test_a_bucket_may_be_given_whole(study: Path, shop: Shop) -> None:
    shop.put_folder(study / "north", "bucket")
    assert [one.name for one in sp.read_transcripts("shop://bucket")] == ["c.md"]
    assert [one.name for one in sp.read_transcripts("shop://")] == ["bucket/c.md"]


def test_results_among_the_transcripts_are_none(study: Path, shop: Shop) -> None:
    assert run("code", "-q", study, "-o", study / "north" / "results").exit_code == 0
    found = [one.name for one in find_transcripts([study]).files]
    corpus = find_transcripts([shop.put_folder(study, "bucket/talks")])
    assert [one.name for one in corpus.files] == found


def test_what_was_read_is_what_lies_there_now(study: Path, shop: Shop) -> None:
    address = shop.put_folder(study, "b")
    before = sp.read_transcripts(address)
    shop.pipe_file("b/more.zip", b"")
    shop.rm_file("/b/a.md")
    (study / "attributes.csv").unlink()
    shop.rm_file("/b/attributes.csv")
    assert faults(address) == [("shop://b/more.zip", "R57")]
    shop.rm_file("/b/more.zip")
    assert len(sp.read_transcripts(address)) == len(before) - 3


def test_names_are_composed_and_unprintable_ones_refused_alone(shop: Shop) -> None:
    shop.pipe_file("b/cafe\u0301.md", b"A: So.")
    shop.pipe_file("b/a\u202e.md", b"A: So.")
    corpus = find_transcripts(["shop://b"])
    assert [one.name for one in corpus.files] == ["a\\u202e.md", "caf\u00e9.md"]
    assert [code for _, code in faults("shop://b")] == ["R68"]


@pytest.mark.parametrize("name", ["/b/../c.md", "/b/x//y.md", "/other/a.md", "/b/./a.md"])
def test_names_that_lead_out_are_refused(shop: Shop, name: str) -> None:
    shop.pipe_file("b/a.md", b"A: So.")
    Shop.tells["/b"] = {name: {"name": name, "type": "file", "size": 1}}
    assert faults("shop://b") == [("shop://b", "K12")]


def test_a_link_is_not_followed(study: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("A: Secret.")
    (study / "link.md").symlink_to(tmp_path / "secret.md")
    address = study.as_uri()
    assert faults(address) == [(f"{address}/link.md", "R60")]


# What is too large, and what changes meanwhile


def test_the_size_that_is_read_is_limited(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "MAX_MEGABYTES", 0.001)
    shop.pipe_file("b/a.md", b"A: So. " * 1000)
    assert faults("shop://b") == [("shop://b/a.md", "R17")]
    assert not Shop.fetched  # nothing that is known to be too large is fetched
    Shop.tells["/b/a.md"] = {"size": None}
    assert faults("shop://b") == [("shop://b/a.md", "R17")]


@pytest.mark.parametrize("said", [b"", b"A: Less.", b"A: More than there was before."])
def test_a_file_that_was_replaced_meanwhile_is_read_whole(shop: Shop, said: bytes) -> None:
    shop.pipe_file("b/a.md", b"A: As it was before.")
    corpus = find_transcripts(["shop://b"])
    shop.pipe_file("b/a.md", said)
    assert read_source(corpus.files[0]).text == said.decode()


def test_a_file_whose_size_is_not_told_is_read(shop: Shop) -> None:
    shop.pipe_file("b/a.md", b"A: So.")
    Shop.tells["/b/a.md"] = {"size": None}
    (source,) = sp.read_transcripts("shop://b")
    assert source.text == "A: So."


# How much is fetched, and how often


def test_few_files_are_fetched_ahead_in_their_order(shop: Shop) -> None:
    for number in range(60):
        shop.pipe_file(f"b/{number:02}.md", b"A: So.")
    corpus = find_transcripts(["shop://b"])
    names = []
    for done, file in enumerate(ahead(corpus.files), 1):
        assert read_source(file).text == "A: So."
        assert sum(Shop.fetched.values()) <= done + 16
        names.append(file.name)
    assert names == [file.name for file in corpus.files]
    assert set(Shop.fetched.values()) == {1}


def test_few_bytes_are_held_at_a_time(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead_module, "_HELD", 1000)
    for number in range(20):
        shop.pipe_file(f"b/{number:02}.md", b"A: So. " * 70)
    for done, file in enumerate(ahead(find_transcripts(["shop://b"]).files), 1):
        assert len(read_source(file).text) == 490
        assert sum(Shop.fetched.values()) <= done + 2


def test_an_unchanged_file_is_not_fetched_again(study: Path, shop: Shop, tmp_path: Path) -> None:
    address, out = shop.put_folder(study, "b"), tmp_path / "out"
    assert run("code", "-q", address, "-o", out).exit_code == 0
    first = results(out)
    assert Shop.fetched["/b/a.md"] == 1
    Shop.fetched.clear()
    done = run("code", address, "-o", out)
    assert "5 of 5 sources taken from earlier runs" in done.output
    assert results(out) == first
    assert not [name for name in Shop.fetched if name.endswith(".md")]
    shop.pipe_file("b/b.md", TALK.format("P", "changed").encode())
    assert "4 of 5 sources" in run("code", address, "-o", out).output
    assert Shop.fetched["/b/b.md"] == 1
    assert run("code", "-q", address, "-o", tmp_path / "new", "--no-cache").exit_code == 0
    assert results(out) == results(tmp_path / "new")


@pytest.mark.parametrize("etags", ["", 'W/"same"'])
def test_a_store_that_tells_no_hash_is_read_again(
    study: Path, shop: Shop, tmp_path: Path, etags: str
) -> None:
    Shop.etags = etags
    address, out = shop.put_folder(study, "b"), tmp_path / "out"
    assert run("code", "-q", address, "-o", out).exit_code == 0
    assert "5 of 5 sources" in run("code", address, "-o", out).output
    shop.pipe_file("b/b.md", TALK.format("P", "c").encode())  # as many bytes as before
    assert "4 of 5 sources" in run("code", address, "-o", out).output
    assert run("code", "-q", address, "-o", tmp_path / "new", "--no-cache").exit_code == 0
    assert results(out) == results(tmp_path / "new")


def test_a_file_that_changes_after_it_was_listed_is_not_kept_for_the_one_before(
    study: Path, shop: Shop, tmp_path: Path
) -> None:
    address, out = shop.put_folder(study, "b"), tmp_path / "out"
    assert run("code", "-q", address, "-o", out).exit_code == 0
    other = tmp_path / "other.yaml"
    other.write_text(BOOK.replace("budget*", "money"))
    own = Shop._told

    def listed_before(self: Shop, info: dict[str, object]) -> dict[str, object]:
        told = own(self, info)
        if info["name"] == "/b/a.md":
            told["ETag"] = first
        return told

    first = own(shop, shop.info("/b/a.md"))["ETag"]
    shop.pipe_file("b/a.md", TALK.format("P", "x").encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Shop, "_told", listed_before)
        assert run("code", "-q", address, "-c", other, "-o", out).exit_code == 0
    shop.put_folder(study, "b")
    assert run("code", "-q", address, "-c", other, "-o", out).exit_code == 0
    assert run("code", "-q", study, "-c", other, "-o", tmp_path / "disk").exit_code == 0
    assert results(out) == results(tmp_path / "disk")


# What goes wrong


def test_what_goes_wrong_is_told(shop: Shop, study: Path) -> None:
    shop.put_folder(study, "b")
    assert faults("shop://b/none") == [("shop://b/none", "K08")]
    assert faults("nowhere://b") == [("nowhere://b", "K07")]
    assert faults("simplecache::shop://b") == [("simplecache::shop://b", "K11")]
    assert faults("zip://a.md::shop://b/more.zip")[0][1] == "K11"
    assert faults("simplecache://b") == [("simplecache://b", "K11")]
    assert faults("filecache://b") == [("filecache://b", "K11")]
    assert faults("file://") == [("file://", "K19")]


def test_an_extra_or_package_that_is_missing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert faults("oci://b")[0][1] in ("K06", "K10")
    monkeypatch.setitem(sys.modules, "fsspec", None)
    assert faults("memory://b") == [("memory://b", "K05")]


class NoCredentialsError(Exception):
    """As botocore has one."""


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (PermissionError("Access Denied"), "K09"),
        (NoCredentialsError("Unable to locate credentials"), "K09"),
        (ConnectionError("https://me:secret@host/b?sig=secret\nis gone"), "K10"),
        (TimeoutError(), "K10"),
        (RuntimeError("something else"), "K10"),
    ],
)
def test_a_folder_that_a_store_does_not_give_is_told(
    shop: Shop, error: Exception, code: str
) -> None:
    shop.fails["/b"] = error
    done = run("code", "shop://b")
    assert codes(done) == [code]
    assert "secret" not in done.output
    assert "shop://b" in done.output


def test_one_file_that_may_not_be_read_can_be_left_out(
    study: Path, shop: Shop, tmp_path: Path
) -> None:
    address = shop.put_folder(study, "b")
    Shop.fails["/b/a.md"] = PermissionError("Access Denied")
    Shop.fails["/b/b.md"] = FileNotFoundError("/b/b.md")
    assert codes(run("code", address, "-o", tmp_path)) == ["K09", "K08"]
    done = run("code", address, "-o", tmp_path, "--skip-unreadable")
    assert done.exit_code == 0
    assert "a.md: the store does not let this be read" in " ".join(done.output.split())


def test_what_is_left_out_is_not_decided_by_a_network(
    study: Path, shop: Shop, tmp_path: Path
) -> None:
    address = shop.put_folder(study, "b")
    Shop.fails["/b/north/c.md"] = ConnectionError("reset")
    done = run("code", address, "-o", tmp_path / "out", "--skip-unreadable")
    assert codes(done) == ["K10"]
    assert not (tmp_path / "out" / "run.json").exists()
    assert codes(run("transcripts", "list", address)) == ["K10"]


def test_a_withdrawal_that_waits_stops_a_run(study: Path, shop: Shop) -> None:
    (study / "north" / ".scapolicy-withdrawal.json").write_text("{}")
    address = shop.put_folder(study, "b")
    journal = f"{address}/north/.scapolicy-withdrawal.json"
    assert faults(address) == [(journal, "K14")]
    assert faults(f"{address}/north/c.md") == [(journal, "K14")]


def test_settings_can_not_make_a_run_contact_another_store(study: Path, shop: Shop) -> None:
    shop.pipe_file("other/own.yaml", BOOK.encode())
    (study / "scapolicy.toml").write_text('codebooks = ["shop://other/own.yaml"]')
    assert faults(str(study)) == [(f"{study}/scapolicy.toml", "K15")]
    assert faults(shop.put_folder(study, "b")) == [("shop://b/scapolicy.toml", "K15")]
    assert not Shop.fetched["/other/own.yaml"]


def test_a_codebook_may_be_given_by_its_address(study: Path, shop: Shop, tmp_path: Path) -> None:
    address = shop.put_folder(study, "b")
    own = ("-c", f"{address}/own.yaml")
    assert run("code", "-q", study, *own, "-o", tmp_path / "one").exit_code == 0
    assert run("code", "-q", study, "-o", tmp_path / "two").exit_code == 0
    assert results(tmp_path / "one") == results(tmp_path / "two")
    assert codes(run("code", study, "-c", f"{address}/none.yaml")) == ["K08"]
    assert codes(run("code", study, "-c", f"{address}/north")) == ["C19"]


# Where an address will not do


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("init shop://b", "K13"),
        ("pseudonymize shop://b --names NAMES", "K13"),
        ("pseudonymize STUDY --names NAMES -o shop://b --key KEY", "O05"),
        ("pseudonymize STUDY --names NAMES -o OUT --key shop://b/key.csv", "K13"),
        ("withdraw i1 shop://b", "K13"),
        ("withdraw i1 STUDY --results shop://b", "K13"),
        ("transcripts convert shop://b -o OUT", "K13"),
        ("transcripts convert STUDY -o shop://b/new", "O05"),
        ("code STUDY -o shop://b/new", "O05"),
        ("matrix shop://b", "K13"),
        ("report shop://b -o OUT.html", "K13"),
        ("report RESULTS -o shop://b/report.html", "O05"),
        ("matrix RESULTS -o shop://b/matrix.csv", "O05"),
        ("figure heatmap RESULTS -o shop://b/f.svg", "O05"),
        ("diff RESULTS shop://b", "K13"),
        ("verify shop://b STUDY", "K13"),
        ("agree shop://b/codings.csv RESULTS", "K13"),
        ("codebook import shop://b/words.dic -o OUT.yaml", "K13"),
    ],
)
def test_only_files_of_this_machine_are_changed_or_written(
    study: Path, shop: Shop, tmp_path: Path, line: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names = tmp_path / "names.csv"
    names.write_text("name\nSomsak\n")
    if "RESULTS" in line:
        assert run("code", "-q", study, "-o", tmp_path / "results").exit_code == 0
    before = results(tmp_path)
    places = {
        "STUDY": study,
        "NAMES": names,
        "OUT": "out",
        "OUT.html": "out.html",
        "KEY": "key.csv",
        "RESULTS": "results",
    }
    words = [str(places.get(word, word)) for word in line.split()]
    done = run(*words)
    assert codes(done)[:1] == [code], done.output
    assert "shop://b" in done.output
    assert results(tmp_path) == before
    assert not shop.store


# Other commands that read transcripts


def test_commands_that_read_transcripts_read_them_from_a_store(
    study: Path, shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    address = shop.put_folder(study, "b")
    assert run("code", "-q", study, "-o", "results").exit_code == 0
    gold = tmp_path / "gold.csv"
    gold.write_text("source,turn,category,valence\na.md,2,money,barrier\n")
    for line in (
        "transcripts list {}",
        "transcripts check {}",
        "transcripts show {}/a.md",
        "explain {}/a.md:2",
        "evaluate results gold.csv --transcripts {}",
        "codebook suggest gold.csv {} -c talks/own.yaml",
        "agree results gold.csv --transcripts {}",
        "verify results {}",
        "coverage results {}",
        "sensitivity results {}",
    ):
        local, stored = (run(*line.format(where).split()) for where in (study, address))
        assert stored.exit_code == local.exit_code in (0, 1), (line, local.output, stored.output)
        assert stored.output == local.output.replace(str(study), address), line


# Addresses


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("s3://bucket/talks/", "s3://bucket/talks"),
        ("S3://Bucket/Talks", "s3://Bucket/Talks"),
        ("s3://bucket/what?/a.md", "s3://bucket/what?/a.md"),
        ("sftp://me:secret@host:22/talks", "sftp://host:22/talks"),
        ("sftp://me@host/talks", "sftp://me@host/talks"),
        ("abfs://container@account/talks", "abfs://container@account/talks"),
        ("https://secret@host/a.md?sig=secret&x=/y", "https://host/a.md"),
        ("file:///tmp/a.md", "file:///tmp/a.md"),
    ],
)
def test_an_address_is_shown_without_its_secrets(text: str, shown: str) -> None:
    address = parse_address(text)
    assert str(address) == repr(address) == shown


def test_a_path_that_swallowed_a_slash_is_an_address_still() -> None:
    for text in ("s3://bucket/a.md", "file:///tmp/a.md"):
        assert parse_address(str(Path(text))) == parse_address(text)


@pytest.mark.parametrize("path", ["C:/talks", "C:\\talks", "talks/a.md", "a:b", "x: y/z", "ab:"])
def test_a_path_is_no_address(path: str) -> None:
    assert not is_address(path)


def test_a_file_that_is_called_like_an_address_is_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "shop:" / "b").mkdir(parents=True)
    (tmp_path / "shop:" / "b" / "a.md").write_text("A: So.")
    monkeypatch.chdir(tmp_path)
    assert [one.name for one in sp.read_transcripts("shop://b")] == ["a.md"]
