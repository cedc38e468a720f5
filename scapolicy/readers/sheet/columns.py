"""The columns of a table: which holds what is said, who says it, and when."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scapolicy.readers.document import Utterance

# By how sure a name is: of two columns that are named so, the earlier name's is taken.
_SPEAKER = (
    "speaker|speaker name|speaker label|speaker id|spk|who|participant|respondent|interviewee"
    "|person|role|name|actor|ผู้พูด|ชื่อผู้พูด|คนพูด|ผู้สนทนา|ชื่อ|说话人|发言人|讲话人|发言者|說話人|發言人"
    "|話者|発言者|話し手|화자|발화자|hablante|orador|locutor|persona|participante|locuteur"
    "|intervenant|interlocuteur|sprecher|sprecherin|sprecher:in|falante|parlante|oratore|spreker"
    "|talare|mówca|говорящий|спикер|المتحدث|المتكلم|pembicara|penutur|người nói|konuşmacı"
).split("|")
_TEXT = (
    "text|utterance|transcript|transcription|speech|verbatim|dialogue|dialog|content|sentence"
    "|segment|message|what was said|said|quote|answer|response|free text|freetext|open response"
    "|original|original text"
    "|comment|comments|feedback|ข้อความ|คำพูด|บทพูด|ถอดความ|ถอดเทป|บทสนทนา|เนื้อหา|คำตอบ|ความคิดเห็น"
    "|ข้อเสนอแนะ|文本|文本内容|话语|发言|发言内容|内容|文字|回答|發言|內容|発話|発言|発言内容|テキスト|内容"
    "|발화|텍스트|내용|대화|응답|texto|intervención|transcripción|enunciado|respuesta|contenido"
    "|texte|propos|énoncé|parole|réponse|contenu|äußerung|aussage|transkript|antwort|inhalt"
    "|fala|transcrição|resposta|conteúdo|testo|enunciato|trascrizione|risposta|tekst|wypowiedź"
    "|текст|реплика|высказывание|ответ|النص|نص|الكلام|الإجابة|teks|ucapan|ujaran|transkrip|jawaban"
    "|văn bản|lời nói|nội dung|câu trả lời|metin|söz|konuşma|cevap|yanıt"
).split("|")
_TIME = (
    "start|start time|begin|begin time|time|timestamp|time stamp|timecode|time code|onset|from"
    "|tmin|เวลาเริ่ม|เริ่ม|เวลา|开始时间|开始|时间|開始時間|開始|時間|時刻|시작|시간|inicio|tiempo|hora"
    "|début|temps|heure|beginn|anfang|zeit|início|tempo|inizio|начало|время|البداية|الوقت|وقت"
    "|mulai|waktu|bắt đầu|thời gian|başlangıç|zaman|süre"
).split("|")
_ROLES = tuple([name.casefold() for name in role] for role in (_SPEAKER, _TEXT, _TIME))
_HEADER_WITHIN = 10
_MAX_SPEAKER = 60
_BRACKETED = re.compile(r"[(（\[]([^()（）\[\]]*+)[)）\]]")
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2}(?:[.,]\d{1,3})?)")
_ASIDE = re.compile(r"[(（\[][^\n]*[)）\]]")  # [laughter], in the column of who speaks
_WORDS = re.compile(r"[^\W\d_]{2}")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Columns:
    """Where in a row stand what is said, who says it and when; and which row is the first."""

    text: int
    speaker: int | None
    time: int | None
    first: int
    milliseconds: bool = False


def unread_columns(rows: Sequence[Row], columns: Columns) -> list[str]:
    """The columns that hold words and are none of those that are read: their names, or places."""
    if not columns.first:
        return []
    worded: set[int] = set()
    for row in rows[columns.first :]:
        worded.update(at for at, cell in enumerate(row) if at not in worded and _WORDS.search(cell))
    worded -= {columns.text, columns.speaker, columns.time}
    names = rows[columns.first - 1]
    return [(names[at] if at < len(names) else "") or f"column {at + 1}" for at in sorted(worded)]


def filled_cells(row: Row) -> list[str]:
    """The cells of a row that are not empty."""
    return [cell for cell in row if cell]


def columns_of(rows: Sequence[Row]) -> Columns | None:
    """What the header names, which stands in the first rows; None where none does."""
    for at, row in enumerate(rows[:_HEADER_WITHIN]):
        names = list(map(_named, row))
        speaker, text, begin = (_ranked(role, names) for role in _ROLES)
        if text is None or (at and len(filled_cells(row)) == 1):
            continue
        unit = row[begin].casefold() if begin is not None else ""
        milliseconds = bool(re.search(r"\bms\b|millisec", unit))
        return Columns(text, speaker, begin, at + 1, milliseconds)
    return None


def _named(cell: str) -> tuple[str, ...]:
    """The names that a cell of a header gives: as it stands, and outside and inside of brackets."""
    name = unicodedata.normalize("NFC", cell).casefold()
    forms = (name, _BRACKETED.sub(" ", name), *_BRACKETED.findall(name))
    return tuple(" ".join(re.split(r"[\s_.\-]+", form)).strip(" *:：") for form in forms)


def _ranked(role: Sequence[str], names: list[tuple[str, ...]]) -> int | None:
    """The one column that has the role's surest name."""
    for name in role:
        places = [index for index, forms in enumerate(names) if name in forms]
        if places:
            return places[0] if len(places) == 1 else None
    return None


def unnamed(rows: Sequence[Row]) -> Columns | None:
    """The columns of a table without header: perhaps a time, then who speaks and what is said."""
    used = sorted({at for row in rows for at, cell in enumerate(row) if cell})
    if len(used) > len(_ROLES):
        return None
    columns = {at: [_cell(row, at) for row in rows] for at in used}
    times = [at for at in used if all(not cell or _CLOCK.match(cell) for cell in columns[at])]
    rest = [at for at in used if at not in times]
    if len(rest) != 2 or len(times) > 1:  # noqa: PLR2004  who, and what
        return None
    speaker, text = rest
    said: dict[str, str] = {}  # by the cell of who speaks, beside which it stands first
    for cell, words in zip(columns[speaker], columns[text], strict=True):
        said.setdefault(cell, words)
    names = [cell for cell in columns[speaker] if cell and said[cell]]
    again = any(times > 1 for times in Counter(map(_speaker, names)).values())
    longer = sum(map(len, columns[text])) > sum(map(len, names))
    fit = all(len(name) <= _MAX_SPEAKER and not _NUMBER.fullmatch(name) for name in names)
    if not (names and again and longer and fit):
        return None
    return Columns(text, speaker, times[0] if times else None, 0)


def utterances(rows: Sequence[Row], columns: Columns) -> Iterator[Utterance]:
    """What the rows say, each by who is named in it or above it."""
    speaker = ""
    for row in rows[columns.first :]:
        text = _cell(row, columns.text)
        if not text:
            aside = _cell(row, columns.speaker)
            if _ASIDE.fullmatch(aside):
                yield Utterance(speaker, aside)
            continue
        # A cell that is empty, or merged with the one above, means the same speaker.
        speaker = _speaker(_cell(row, columns.speaker)) or speaker
        yield Utterance(speaker, text, _seconds(_cell(row, columns.time), columns))


def _cell(row: Row, column: int | None) -> str:
    return row[column] if column is not None and column < len(row) else ""


def _speaker(cell: str) -> str:
    return " ".join(cell.split()).rstrip(":：").rstrip()


def _seconds(cell: str, columns: Columns) -> float | None:
    clock = _CLOCK.search(cell)
    if clock:
        hours, minutes, seconds = (
            float((part or "0").replace(",", ".")) for part in clock.groups()
        )
        return 3600 * hours + 60 * minutes + seconds
    if _NUMBER.fullmatch(cell):
        return float(cell.replace(",", ".")) / (1000 if columns.milliseconds else 1)
    return None
