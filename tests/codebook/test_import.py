"""A dictionary of another program as a codebook: what is taken over, and what is told."""

import json
import textwrap
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import scapolicy as sp
from scapolicy.commands import main

Framed = dict[str, dict[str, list[str]]]


def imported(tmp_path: Path, name: str, text: str | bytes) -> tuple[sp.Codebook, list[str]]:
    """The codebook that a dictionary becomes, in which nothing is to be found, and what is told."""
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else textwrap.dedent(text).encode())
    book = sp.import_codebook(path)
    out = tmp_path / "book.yaml"
    out.unlink(missing_ok=True)
    sp.write_codebook(book, out)
    assert sp.check_codebook(out) == []
    told = [f"{note.code} {note.line or ''}".strip() for note in book.notices]
    return sp.load_codebook(out), [code for code in told if code != "C40"]


def framed(book: sp.Codebook) -> Framed:
    """Categories, codes and terms, sets written out."""
    return {
        category.id: {
            code.id: sorted(
                term
                for rule in code.rules
                for text in rule.terms
                for term in book.sets.get(text.removeprefix("$"), [text])
            )
            for code in category.codes
        }
        for category in book.categories
    }


QUANTEDA = """\
US:
  MA: Boston
  CA: [Sacramento, san francisco, calif*]
  '': Washington DC
JP:
  '': [Tokyo, no, null, 'yes']
  MA: machida
economy:
  tax & trade:
    duties: ["customs dut*", "tari?f"]
    'on': [vat]
"""


def test_quantedas_nested_categories(tmp_path: Path) -> None:
    book, told = imported(tmp_path, "a.yml", QUANTEDA)
    assert framed(book) == {
        "us": {
            "us_ma": ["Boston"],
            "ca": ["Sacramento", "calif*", "san francisco"],
            "us": ["Washington DC"],
        },
        "jp": {"jp": ["Tokyo", "no", "yes"], "jp_ma": ["machida"]},
        "economy": {"tax_trade_duties": ["customs dut*", "tari?f"], "tax_trade_on": ["vat"]},
    }
    assert [category.label for category in book.categories] == ["US", "JP", "economy"]
    assert [code.label for code in book.categories[2].codes] == [
        "tax & trade > duties",
        "tax & trade > on",
    ]
    assert told == []


def test_quantedas_categories_of_one_level_are_codes(tmp_path: Path) -> None:
    book, told = imported(tmp_path, "a.yaml", "A CATEGORY: [more, lamb]\nÄrger: wut*\n一般: [x]\n")
    assert book.flat
    assert framed(book) == {
        "a_category": {"a_category": ["lamb", "more"]},
        "arger": {"arger": ["wut*"]},
        "category_3": {"category_3": ["x"]},
    }
    assert [category.label for category in book.categories] == ["A CATEGORY", "Ärger", "一般"]
    assert told == []


LIWC = """\
%
01\tFunction Words
\t2\tpronoun\t(Pronouns)
\t\t03\tppron
20 affect
21\tempty
%

we\t1 2\t03
the\t\t1
worr*  20
a lot 020
catch 22\t20
"""


def test_liwcs_header_numbers_and_words(tmp_path: Path) -> None:
    book, told = imported(tmp_path, "a.dic", LIWC)
    assert framed(book) == {
        "function_words": {
            "function_words": ["the", "we"],
            "pronoun": ["we"],
            "pronoun_ppron": ["we"],
        },
        "affect": {"affect": ["a lot", "catch 22", "worr*"]},
    }
    assert [code.label for code in book.categories[0].codes] == [
        "Function Words",
        "Pronouns",
        "pronoun > ppron",
    ]
    assert told == ["C38", "C36 6"]


def test_liwcs_entries_that_no_rule_stands_for_are_told_and_kept_as_comments(
    tmp_path: Path,
) -> None:
    entries = """\
    like (02 134)125/464
    kind\t<of>131/125
    :)\t1\t2
    $mart\t1
    not *\t1
    nothing
    odd\tone
    out\t7
    half\t1\t8
    good\t1
    """
    text = "%\n1\tposemo\n2\taffect\n%\ngreat\t2\n" + textwrap.dedent(entries)
    book, told = imported(tmp_path, "a.dic", text)
    assert framed(book) == {
        "posemo": {"posemo": ["good", "half"]},
        "affect": {"affect": ["great"]},
    }
    assert told == [*(f"C34 {line}" for line in range(6, 13)), "C35 13", "C35 14"]
    written = (tmp_path / "book.yaml").read_text()
    comments = written.partition("# Left out:\n")[2].splitlines()
    assert len(comments) == 9
    assert "#   line 6: like (02 134)125/464 (its category depends on" in written
    assert "#   line 8: :) (it holds punctuation" in written


def test_words_that_stand_twice_are_written_once_and_told(tmp_path: Path) -> None:
    book, told = imported(tmp_path, "a.dic", "%\n1\tx\n%\nwar\t1\nWar\t01\nWAR\t1\t1\n")
    assert framed(book) == {"x": {"x": ["war"]}}
    assert told == ["C37 5"]


def test_categories_of_one_name_get_ids_of_their_own(tmp_path: Path) -> None:
    text = "%\n1\tA b\n2\tA-b\n3\ta b 2\n4\tA b\n%\none\t1\ntwo\t2\nthree\t3\nfour\t4\n"
    book, told = imported(tmp_path, "a.dic", text)
    assert framed(book) == {
        "a_b": {"a_b": ["one"]},
        "a_b_3": {"a_b_3": ["two"]},
        "a_b_2": {"a_b_2": ["three"]},
        "a_b_4": {"a_b_4": ["four"]},
    }
    assert [code.partition(" ")[0] for code in told] == ["C39", "C39"]


def test_an_encoding_that_is_guessed_is_told(tmp_path: Path) -> None:
    text = "%\r\n1\tÉmotion\r\n%\r\nheureux\t1\r\ndégoût*\t1\r\nêtre élu\t1\r\n"
    book, told = imported(tmp_path, "a.dic", text.encode("cp1252"))
    assert framed(book) == {"emotion": {"emotion": ["dégoût*", "heureux", "être élu"]}}
    assert told[0].startswith("R3")


def test_an_encoding_can_be_named(tmp_path: Path) -> None:
    (tmp_path / "a.cat").write_bytes("ZIEL\n\tStraße (1)\n\tŽena (1)\n".encode("cp1250"))
    out = tmp_path / "b.yaml"
    arguments = ("codebook", "import", tmp_path / "a.cat", "-o", out, "--encoding")
    status, said = invoke(*arguments, "klingon")
    assert (status, "[R32]" in said, out.exists()) == (2, True, False)
    status, said = invoke(*arguments, "windows-1250")
    assert (status, "[R3" in said) == (0, False)
    assert framed(sp.load_codebook(out)) == {"ziel": {"ziel": ["Straße", "Žena"]}}


def test_wordstats_depth_and_weights(tmp_path: Path) -> None:
    text = (
        "SOUTH\n   \tBW\n   \t\tBotswana (1)\n   \t\tS_African* (1)\n   \tNA\n   \t\tNamibia (1)\n"
    )
    book, told = imported(tmp_path, "a.cat", text)
    assert framed(book) == {"south": {"bw": ["Botswana", "S African*"], "na": ["Namibia"]}}
    assert told == []


def test_a_weight_may_have_several_digits_unless_words_stand_below_it(tmp_path: Path) -> None:
    text = "COST\n\tfee (10)\n\tfine (0.5)\n\tMEMBERS (28)\n\t\tdues (1)\n\n\ttoll (-2)\n"
    book, told = imported(tmp_path, "a.cat", text)
    assert framed(book) == {"cost": {"cost": ["fee", "fine", "toll"], "members_28": ["dues"]}}
    assert told == ["C47"]


def test_a_rule_of_wordstat_is_no_word(tmp_path: Path) -> None:
    text = (
        "SERVICE\n\tprompt (1)\n\t@PRAISE [GOOD NEAR #STAFF /S 5] (1)\n\t@SLOW (2)\n"
        "\t@LATE [NOT BEFORE TIME /C 3]\nONLY RULES\n\t@ANY (1)\n"
    )
    book, told = imported(tmp_path, "a.cat", text)
    assert framed(book) == {"service": {"service": ["prompt"]}}
    assert told == ["C34 3", "C34 4", "C34 5", "C36 6", "C34 7"]
    left_out = (tmp_path / "book.yaml").read_text().partition("# Left out:")[2]
    assert "line 3: @PRAISE [GOOD NEAR #STAFF /S 5] (1) (it begins with an @" in left_out


def test_a_category_of_wordstat_may_begin_with_an_at(tmp_path: Path) -> None:
    book, told = imported(tmp_path, "a.cat", "@HOME\n\tgarden (1)\n")
    assert framed(book) == {"home": {"home": ["garden"]}}
    assert told == []


def test_lexicoders_lists(tmp_path: Path) -> None:
    book, told = imported(tmp_path, "a.lc3", "+Good news\nwin*\nwell done\n+Bad\nlos?\n")
    assert framed(book) == {
        "good_news": {"good_news": ["well done", "win*"]},
        "bad": {"bad": ["los?"]},
    }
    assert told == []


def test_the_colour_of_a_lexicoder_category_is_no_part_of_its_name(tmp_path: Path) -> None:
    book, told = imported(tmp_path, "a.lc3", "+gains#00AA00\nwin*\n+class #1\nfirst\n")
    assert framed(book) == {"gains": {"gains": ["win*"]}, "class_1": {"class_1": ["first"]}}
    assert [code.label for each in book.categories for code in each.codes] == ["gains", "class #1"]
    assert told == []


YOSHIKODER = """\
<?xml version="1.0" encoding="UTF-8"?>
<dictionary style="050805" patternengine="substring">
<cnode name="Roads and rails" desc="">
  <cnode name="Travel" desc="by land">
    <cnode name="On rails"><pnode name="train*"/><pnode name="night  sleeper"/></cnode>
    <pnode name="journey"/>
  </cnode>
  <cnode name="Café &amp; inn"><pnode name="café"/><pnode name=""/></cnode>
  <cnode name="Nothing"/>
</cnode>
</dictionary>
"""


def test_yoshikoders_categories_and_the_words_beside_them(tmp_path: Path) -> None:
    book, told = imported(tmp_path, "a.ykd", YOSHIKODER)
    assert framed(book) == {
        "travel": {"travel": ["journey"], "on_rails": ["night sleeper", "train*"]},
        "cafe_inn": {"cafe_inn": ["café"]},
    }
    assert told == ["C36 9"]


def test_a_yoshikoder_category_around_all_others_that_has_entries_is_no_title(
    tmp_path: Path,
) -> None:
    nodes = '<cnode name="A"><pnode name="x"/><cnode name="B"><pnode name="y"/></cnode></cnode>'
    book, _ = imported(tmp_path, "a.ykd", f"<dictionary>{nodes}</dictionary>")
    assert framed(book) == {"a": {"a": ["x"], "b": ["y"]}}


def test_liwcs_table(tmp_path: Path) -> None:
    text = 'DicTerm,A,B\none,X,\n"two, or more",,X\nthree,0.5,-0.2\nfour,,\n'
    book, told = imported(tmp_path, "a.dicx", text)
    assert framed(book) == {"a": {"a": ["one", "three"]}, "b": {"b": ["three", "two, or more"]}}
    assert told == ["C47", "C38", "C34 5"]


TERMS = st.text("ab*?$-'. éÉ\u00a0\u2028\x85\ufe0f\U000e0001ไทย#:\"\\", max_size=6)
NAMES = st.text("abA-_ É一#:'\"", min_size=1, max_size=4).filter(str.strip)


def mapping(values: st.SearchStrategy[object]) -> st.SearchStrategy[dict[str, object]]:
    """Categories by names that also differ without the white space around them."""
    pairs = st.lists(
        st.tuples(NAMES, values), min_size=1, max_size=3, unique_by=lambda p: p[0].strip()
    )
    return pairs.map(dict)


# Each list has an entry that can be used, since a dictionary without any is refused.
@given(mapping(mapping(st.lists(TERMS, max_size=4).map(lambda terms: ["war", *terms]))))
def test_nothing_is_to_be_found_in_what_is_written(
    tmp_path_factory: pytest.TempPathFactory, tree: dict[str, dict[str, list[str]]]
) -> None:
    path = tmp_path_factory.mktemp("import") / "a.yml"
    text = json.dumps(tree, ensure_ascii=False, indent=1)
    # As they stand YAML would count them as line ends.
    text = text.replace("\x85", r"\u0085").replace("\u2028", r"\u2028")
    path.write_text(text, encoding="utf-8")
    entries = [one for inner in tree.values() for each in inner.values() for one in each]
    book = sp.import_codebook(path)
    out = path.with_name("b.yaml")
    sp.write_codebook(book, out)
    assert sp.check_codebook(out) == []
    taken = sum(
        len(terms) for codes in framed(sp.load_codebook(out)).values() for terms in codes.values()
    )
    assert taken == book.entries
    twice = sum(int(note.message.split()[0]) for note in book.notices if note.code == "C37")
    assert taken + book.left_out + twice == len(entries)


def invoke(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(main, list(map(str, arguments)))
    return done.exit_code, done.output


def test_the_command_writes_a_codebook_and_tells_what_it_holds(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("a: {b: [war*, ':-('], c: [war*]}\n")
    status, said = invoke("codebook", "import", tmp_path / "a.yml", "-o", tmp_path / "b.yaml")
    assert status == 0
    assert said.startswith("1 category, 2 codes, 2 entries; 1 left out\nWritten: ")
    assert "a.yml:1: ':-(' is left out: it holds punctuation where a word must be [C34]" in said
    assert invoke("codebook", "check", tmp_path / "b.yaml")[0] == 0


def test_a_file_of_the_users_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("a: [x]\n")
    out = tmp_path / "b.yaml"
    arguments = ("codebook", "import", tmp_path / "a.yml", "-o", out)
    assert [invoke(*arguments)[0] for _ in range(2)] == [0, 0]
    out.write_text("mine\n")
    status, said = invoke(*arguments)
    assert (status, out.read_text()) == (2, "mine\n")
    assert "[C50]" in said
    status, said = invoke("codebook", "import", tmp_path / "a.yml", "-o", tmp_path / "no" / "b")
    assert status == 2
    assert "[C51]" in said
