"""What speech recognition writes as JSON: each vendor's, and what is none of them."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import scapolicy as sp
from scapolicy.errors import ScapolicyError
from scapolicy.readers import speech
from scapolicy.readers.document import Document
from scapolicy.readers.speech import read_speech
from scapolicy.readers.turns import find_turns

Said = list[tuple[str, str, float | None]]
TALK: Said = [("S1", "Why? Hm.", 0.5), ("S2", "It's late.", 2.0)]


def read(value: Any) -> Document:
    return read_speech(json.dumps(value).encode(), "a.json")


def said(value: Any) -> Said:
    document = read(value)
    turns, _ = find_turns(document)
    assert all(document.text[turn.start : turn.end] == turn.text for turn in turns)
    return [(turn.speaker, turn.text, turn.begin) for turn in turns]


def faults(data: bytes) -> list[str]:
    with pytest.raises(ScapolicyError) as caught:
        read_speech(data, "a.json")
    assert {fault.file for fault in caught.value.problems} == {"a.json"}
    return [str(fault) for fault in caught.value.problems]


def item(content: str, start: float | None = None, **more: Any) -> dict[str, Any]:
    """A word as Amazon writes it; one without a time is a mark."""
    times = {} if start is None else {"start_time": str(start), "end_time": str(start + 0.2)}
    kind = "punctuation" if start is None else "pronunciation"
    return {**times, "alternatives": [{"content": content}], "type": kind, **more}


def word(text: str, start: float, tag: Any = None, key: str = "speakerTag") -> dict[str, Any]:
    """A word as Google writes it."""
    stated = {} if tag is None else {key: tag}
    return {"startTime": f"{start}s", "endTime": f"{start + 0.2}s", "word": text, **stated}


def result(content: str, start: float, speaker: str = "", **more: Any) -> dict[str, Any]:
    """A word as Speechmatics writes it."""
    best = {"content": content, "confidence": 1.0, **({"speaker": speaker} if speaker else {})}
    times = {"start_time": start, "end_time": start + 0.2}
    return {"type": "word", "alternatives": [best], **times, **more}


def alternatives(*words: dict[str, Any]) -> dict[str, Any]:
    transcript = " ".join(one["word"] for one in words)
    return {"alternatives": [{"transcript": transcript, "words": list(words)}]}


SEGMENTS = [
    {"start": 0.5, "end": 1.0, "text": " Why?", "speaker": "S1"},
    {"start": 1.0, "end": 1.5, "text": " Hm.", "speaker": "S1"},
    {"start": 2, "end": 3.0, "text": " It's late.", "speaker": "S2"},
]
WORDS = [
    ("Why", 0.5),
    ("?", None),
    ("Hm", 1.0),
    (".", None),
    ("It's", 2.0),
    ("late", 2.5),
    (".", None),
]
ITEMS = [item(text, start) for text, start in WORDS]
LABELS = {
    "speakers": 2,
    "segments": [
        {"start_time": "0.4", "end_time": "1.5", "speaker_label": "S1", "items": []},
        {"start_time": "1.6", "end_time": "1.7", "speaker_label": "", "items": []},
        {"start_time": "2.0", "end_time": "3.0", "speaker_label": "S2", "items": []},
    ],
}
EACH = {
    "segments": [
        {
            "start_time": "0.0",
            "speaker_label": "S1",
            "items": [
                {"start_time": str(start), "speaker_label": "S1" if start < 2 else "S2"}
                for _, start in WORDS
                if start is not None
            ],
        }
    ]
}
AMAZON = {
    "results": {"transcripts": [{"transcript": "x"}], "items": ITEMS, "speaker_labels": LABELS}
}
GOOGLE = {
    "results": [
        alternatives(word("Why?", 0.5), word("Hm.", 1.0)),
        alternatives(word("It's", 2.0), word("late.", 2.5)),
        alternatives(
            word("Why?", 0.5, 1), word("Hm.", 1.0, 1), word("It's", 2.0, 2), word("late.", 2.5, 2)
        ),
    ]
}
MARK = {"type": "punctuation", "attaches_to": "previous"}
SPEECHMATICS = {
    "format": "2.9",
    "metadata": {"type": "transcription"},
    "results": [
        result("Why", 0.5, "S1"),
        result("?", 0.7, "S1", **MARK),
        result("Hm", 1.0, "S1"),
        result(".", 1.2, "S2", **MARK),
        result("It's", 2.0, "S2"),
        result("late", 2.5, "S2"),
        result(".", 2.7, "S2", **MARK),
    ],
}
OLD_SPEECHMATICS = {
    "job": {"lang": "en"},
    "speakers": [
        {"name": "S1", "time": "0.50", "duration": "1.0"},
        {"name": "S2", "time": "2.00", "duration": "1.0"},
    ],
    "words": [
        {"name": text, "time": f"{0 if start is None else start:.2f}", "duration": "0.2"}
        for text, start in WORDS
    ],
}
REV = {
    "monologues": [
        {
            "speaker": 1,
            "elements": [
                {"type": "text", "value": "Why", "ts": 0.5, "end_ts": 0.7},
                {"type": "punct", "value": "? "},
                {"type": "text", "value": "Hm", "ts": 1.0, "end_ts": 1.2},
                {"type": "punct", "value": "."},
            ],
        },
        {
            "speaker": 2,
            "speaker_info": {"display_name": "S2"},
            "elements": [
                {"type": "text", "value": "It's", "ts": 2.0, "end_ts": 2.2},
                {"type": "punct", "value": " "},
                {"type": "text", "value": "late.", "ts": 2.5, "end_ts": 2.7},
            ],
        },
    ],
    "speakers": [{"id": 1, "name": "S1"}],
}
OTTER = {
    "speech": {
        "speakers": [{"id": 7, "speaker_name": "S1"}, {"speaker_id": 8, "speaker_name": "S2"}],
        "transcripts": [
            {"transcript": "Why? Hm.", "speaker_id": 7, "start_offset": 8000, "end_offset": 16000},
            {"transcript": "It's late.", "speaker_id": 8, "start_offset": 32000},
        ],
    }
}
CPP = [
    {
        "timestamps": {"from": "00:00:00,500", "to": "00:00:01,500"},
        "text": "Why? Hm.",
        "speaker": "S1",
    },
    {
        "timestamps": {"from": "00:00:02,000", "to": "00:00:03,000"},
        "text": "It's late.",
        "speaker": "S2",
    },
]
CHUNKS = [
    {"timestamp": [0.5, 1.5], "text": "Why? Hm.", "speaker": "S1"},
    {"timestamp": [2.0, None], "text": "It's late.", "speaker": "S2"},
]
KNOWN: dict[str, Any] = {
    "whisper": {"text": "x", "segments": SEGMENTS, "language": "en"},
    "whisper, bare": SEGMENTS,
    "whisper.cpp": {"result": {"language": "en"}, "transcription": CPP},
    "whisper, chunks": {"text": "x", "chunks": CHUNKS},
    "whisper, fast": {"speakers": CHUNKS, "chunks": [], "text": "x"},
    "amazon": AMAZON,
    "amazon, each": {"results": {**AMAZON["results"], "speaker_labels": EACH}},
    "amazon, in items": {
        "results": {
            "transcripts": [],
            "items": [
                {**one, "speaker_label": "S1" if n < 4 else "S2"} for n, one in enumerate(ITEMS)
            ],
        }
    },
    "speechmatics": SPEECHMATICS,
    "speechmatics, old": OLD_SPEECHMATICS,
    "rev": REV,
    "otter": OTTER,
    "otter, bare": OTTER["speech"],
}


@pytest.mark.parametrize("name", KNOWN)
def test_a_vendor_is_known_by_its_keys(name: str) -> None:
    assert said(KNOWN[name]) == TALK
    assert read(KNOWN[name]).notices == ()


@pytest.mark.parametrize(
    "value",
    [
        {"text": "", "segments": [], "language": "en"},
        {"text": "", "chunks": []},
        {"speakers": [], "chunks": [], "text": ""},
        {"segments": [], "word_segments": [], "language": "en"},
        {"segments": [], "word_segments": []},
        {"systeminfo": "", "result": {"language": "en"}, "transcription": []},
    ],
)
def test_of_silence_it_is_told_that_nothing_is_said(value: Any, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(value), encoding="utf-8")
    [source] = sp.read_transcripts(tmp_path / "a.json")
    assert source.turns == ()
    assert [one.code for one in source.notices] == ["N10"]


def test_text_without_times_is_read_where_the_list_of_passages_is_empty() -> None:
    assert said({"text": "Why? Hm.", "segments": [], "language": "en"}) == [("", "Why? Hm.", None)]


@pytest.mark.parametrize("wrapped", [GOOGLE, {"name": "1", "done": True, "response": GOOGLE}])
def test_googles_last_result_says_all_again(wrapped: Any) -> None:
    assert said(wrapped) == [("Speaker 1", "Why? Hm.", 0.5), ("Speaker 2", "It's late.", 2.0)]


def test_googles_results_that_do_not_repeat_are_all_read() -> None:
    results = [
        alternatives(word("Why?", 0.5, "1", "speakerLabel"), word("Hm.", 1.0, "1", "speakerLabel")),
        {"resultEndOffset": "2s"},
        alternatives(word("Late.", 2.0, "2", "speakerLabel")),
    ]
    assert said({"results": results}) == [
        ("Speaker 1", "Why? Hm.", 0.5),
        ("Speaker 2", "Late.", 2.0),
    ]
    untagged = {"results": [alternatives(word("Why?", 0.5)), alternatives(word("Late.", 2.0))]}
    assert said(untagged) == [("", "Why? Late.", 0.5)]


def test_googles_channels_are_speakers() -> None:
    results = [
        {**alternatives(word("Why?", 0.5)), "channelTag": 1},
        {**alternatives(word("Late.", 2.0)), "channelTag": 2},
    ]
    assert said({"results": results}) == [("Channel 1", "Why?", 0.5), ("Channel 2", "Late.", 2.0)]


def test_googles_times_may_be_seconds_and_nanoseconds() -> None:
    start = {"seconds": "3", "nanos": 500_000_000}
    words = [{"word": "Late.", "start_time": start, "speaker_tag": 1}]
    assert said({"results": [{"alternatives": [{"words": words}]}]}) == [
        ("Speaker 1", "Late.", 3.5)
    ]


def test_amazons_channels_are_put_side_by_side() -> None:
    channels = [
        {"channel_label": "ch_0", "items": [*ITEMS[:2], item("So", 3.0), item(".")]},
        {"channel_label": "ch_1", "items": ITEMS[4:]},
    ]
    value = {"results": {"transcripts": [], "channel_labels": {"channels": channels}}}
    assert said(value) == [("ch_0", "Why?", 0.5), ("ch_1", "It's late.", 2.0), ("ch_0", "So.", 3.0)]


def test_amazons_words_without_speakers_are_one_turn() -> None:
    results = {"transcripts": [], "items": [*ITEMS, item("So", 9.0), item(".")]}
    assert said({"results": results}) == [("", "Why? Hm. It's late.\n\nSo.", 0.5)]
    assert said({"results": {"transcripts": [{"transcript": "Hm."}]}}) == [("", "Hm.", None)]


def test_words_of_scripts_without_spaces_are_joined_without() -> None:
    results = {"transcripts": [], "items": [item("我们", 0.1), item("开会", 0.3), item("。")]}
    assert said({"results": results}) == [("", "我们开会。", 0.1)]


def test_speechmatics_marks_may_belong_to_the_next_word() -> None:
    mark = result("¿", 0.4, "S1", type="punctuation", attaches_to="next")
    value = {**SPEECHMATICS, "results": [mark, *SPEECHMATICS["results"][:2]]}  # type: ignore[misc]
    assert said(value) == [("S1", "¿Why?", 0.5)]


def test_speechmatics_channels_are_speakers() -> None:
    results = [
        result("Why", 0.5, channel="left"),
        result("?", 0.7, channel="left", **MARK),
        result("Late", 2.0, "S2", channel="right"),
    ]
    assert said({"format": "2.9", "results": results}) == [
        ("left", "Why?", 0.5),
        ("right S2", "Late", 2.0),
    ]


@pytest.mark.parametrize(
    ("speakers", "expected", "count"),
    [
        (["S1", None, "S2"], [("S1", "Why? Hm.", 0.5), ("S2", "It's late.", 2.0)], "1 passage "),
        ([None, "S1", "S1"], [("", "Why?", 0.5), ("S1", "Hm. It's late.", 1.0)], "1 passage "),
        ([None, None, None], [("", "Why? Hm. It's late.", 0.5)], ""),
    ],
)
def test_a_passage_that_names_nobody_goes_on(
    speakers: list[str | None], expected: Said, count: str
) -> None:
    segments = [
        {**one, "speaker": who, "words": [{"word": "x"}]}
        for one, who in zip(SEGMENTS, speakers, strict=True)
    ]
    assert said({"segments": segments}) == expected
    notices = read({"segments": segments}).notices
    assert [note.message[: len(count)] for note in notices] == ([count] if count else [])


def test_most_words_of_a_segment_name_its_speaker() -> None:
    words = [{"word": "It's", "speaker": "S2"}, {"word": "so", "speaker": "S1"}, {"word": "42"}]
    words += [{"word": "late.", "speaker": "S2", "start": 2.0}]
    segments = [{"start": 2.0, "end": 3.0, "words": words}]
    assert said({"segments": segments}) == [("S2", "It's so 42 late.", 2.0)]


def test_text_alone_is_one_turn() -> None:
    assert said({"text": "It's late."}) == [("", "It's late.", None)]


def test_what_is_not_printed_is_left_out() -> None:
    segments = [{"start": 0, "end": 1, "text": "a\u0000b\ud83d\u2028c\n\nd", "speaker": "S\n1"}]
    assert said({"segments": segments}) == [("S 1", "a b\ufffd c d", 0.0)]


@pytest.mark.parametrize(
    "value",
    [
        *[{}, [], 1, None, "text", {"a": 1}, {"results": {}}, {"results": [1]}, [{"text": "x"}]],
        *[{"text": "x", "a": 1}, {"segments": 1}, {"results": [{"alternatives": []}]}],
    ],
)
def test_json_of_something_else_is_refused_with_what_is_read(value: Any) -> None:
    (fault,) = faults(json.dumps(value).encode())
    assert "[R25]" in fault
    assert "Whisper, Amazon Transcribe, Speechmatics, Google Speech-to-Text, Rev AI" in fault


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ({"segments": [{"start": 0, "text": "a"}, 7]}, "segments[1]"),
        ({"segments": [{"start": 0, "body": "a"}]}, "segments[0].text"),
        ({"segments": [{"start": "x", "text": "a"}]}, "segments[0].start"),
        ({"segments": [{"start": True, "text": "a"}]}, "segments[0].start"),
        ({"segments": [{"start": 1e300, "text": "a"}]}, "segments[0].start"),
        ({"segments": [{"start": float("nan"), "text": "a"}]}, "segments[0].start"),
        ({"segments": [{"start": 0, "text": ["a"]}]}, "segments[0].text"),
        ({"results": {"items": [{"type": "x"}]}}, "results.items[0].alternatives"),
        ({"results": {"items": 5}}, "results.items"),
        ({"monologues": [{"elements": [{"ts": 1}]}]}, "monologues[0].elements[0].value"),
        ({"speech": {"transcripts": [{}]}}, "speech.transcripts[0].transcript"),
        ({"job": {}, "words": [{}]}, "words[0].name"),
        ({"results": [*GOOGLE["results"], 5]}, "results[3]"),
    ],
)
def test_what_is_not_as_it_should_be_is_told_with_its_place(value: Any, place: str) -> None:
    (fault,) = faults(json.dumps(value).encode())
    assert "[R26]" in fault
    assert f", but {place} is not" in fault


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (b"", "a.json:1"),
        (b'{"segments": [\n{"text": "a"},\n', "a.json:3"),
        (b"{'a': 1}", "a.json:1"),
        (b'{"a": ' + b"1" * 5000 + b"}", "a.json"),
        (b'"a', "a.json:1"),
    ],
)
def test_what_is_no_json_is_told_with_its_line(data: bytes, where: str) -> None:
    (fault,) = faults(data)
    assert fault.startswith(f"{where}: this is not JSON")


def test_what_is_too_deep_or_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for data in (b"[" * 101 + b"]" * 101, b"[" * 500_000, b'{"a":' * 101, b'["\\"", ' * 101):
        assert "[R27]" in faults(data)[0]
    text = json.dumps({"text": '[{"' * 200})
    assert said(json.loads(text)) == [("", '[{"' * 200, None)]
    monkeypatch.setattr(speech, "_MAX_BYTES", 10)
    assert "[R27]" in faults(b"[" + b" " * 10 + b"]")[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_byte_order_marks_are_read(encoding: str) -> None:
    data = json.dumps({"text": "ช้ามาก"}, ensure_ascii=False).encode(encoding)
    assert read_speech(data, "a.json").text == "ช้ามาก\n"


def sound(document: Document) -> None:
    at = 0
    for one in document.spoken:
        assert at <= one.start < one.end <= len(document.text)
        at = one.end
    document.text.encode()


def read_or_told(data: bytes) -> None:
    try:
        document = read_speech(data, "a.json")
    except ScapolicyError as error:
        files = {fault.file for fault in error.problems}
    else:
        sound(document)
        files = {"a.json"}
    assert files == {"a.json"}


_KEYS = st.sampled_from(
    "segments text start end speaker words word results items alternatives content type speakers"
    " transcript transcripts monologues elements value ts speech metadata job name time timestamp"
    " chunks timestamps transcription speaker_labels start_time response channelTag speaker_info"
    " channel_labels channels channel seconds nanos startTime".split()
)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=5),
    max_leaves=25,
)


def changed(value: Any, data: st.DataObject) -> Any:
    """A copy in which one value somewhere is another."""
    if isinstance(value, dict) and value and data.draw(st.integers(0, 5)):
        key = data.draw(st.sampled_from(sorted(value)))
        return {**value, key: changed(value[key], data)}
    if isinstance(value, list) and value and data.draw(st.integers(0, 5)):
        at = data.draw(st.integers(0, len(value) - 1))
        return [*value[:at], changed(value[at], data), *value[at + 1 :]]
    return data.draw(_VALUES)


@given(_VALUES.map(json.dumps).map(str.encode) | st.binary(max_size=60))
def test_any_bytes_are_a_document_or_problems(data: bytes) -> None:
    read_or_told(data)


@given(st.data())
@settings(max_examples=100)
def test_changed_json_is_read_or_told(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([*KNOWN.values(), GOOGLE]))
    for _ in range(data.draw(st.integers(1, 3))):
        whole = changed(whole, data)
    read_or_told(json.dumps(whole).encode())
