"""Tables with one utterance a row: .csv, .tsv and Excel's .xlsx.

The header names the columns; two columns without one are taken for who speaks and what is said.
"""

import csv
import io
import re
import unicodedata
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from typing import Any, Literal

from scapolicy.errors import Problem, ScapolicyError, listed, problem
from scapolicy.readers.archive import check_size
from scapolicy.readers.document import Document, Spoken, Utterance, spoken_document
from scapolicy.readers.encoding import decode_transcript

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
_DELIMITERS = ",;\t|"
_HEADER_WITHIN = 10
_MAX_ROWS, _MAX_COLUMNS, _MAX_CHARACTERS = 1_048_576, 256, 50_000_000
_MAX_SPEAKER = 60
_BRACKETED = re.compile(r"[(（\[](.*?)[)）\]]")
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2}(?:[.,]\d{1,3})?)")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_LABELLED = re.compile(r"[^\W\d_][^:：\n]{0,40}[:：](?:\s|$|(?<=：))")
_SEPARATOR = re.compile(r"sep=(.)\n", re.IGNORECASE)
_PAGE = re.compile(rb"\s*<(?:!doctype\s+html|html|head|meta|table|\?xml)", re.IGNORECASE)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DOCTYPE = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where in a row stand what is said, who says it and when; and which row is the first."""

    text: int
    speaker: int | None
    time: int | None
    first: int
    milliseconds: bool = False


class _TableError(Exception):
    def __init__(self, line: int, reason: str) -> None:
        self.line = line
        super().__init__(reason)


def read_csv(data: bytes, file: str) -> Document:
    """Read a table of utterances in comma- or otherwise separated values.

    Raises:
        ScapolicyError: it is no such table, or none of its columns is known.

    """
    text, notices = decode_transcript(data, file)
    stated = _SEPARATOR.match(text)
    rows = _parsed(text[stated.end() :] if stated else text, file, stated[1] if stated else "")
    return _document([("", rows)], file, notices)


def read_tsv(data: bytes, file: str) -> Document:
    """Read a table of utterances in values separated by tabs.

    Raises:
        ScapolicyError: it is no such table, or none of its columns is known.

    """
    text, notices = decode_transcript(data, file)
    return _document([("", _parsed(text, file, "\t"))], file, notices)


def read_xlsx(data: bytes, file: str) -> Document:
    """Read the visible sheets of a workbook that hold utterances, in their order.

    Raises:
        ScapolicyError: it can't be opened, is too large, or none of its columns is known.

    """
    if _PAGE.match(data.removeprefix(b"\xef\xbb\xbf")):
        what, suffix = "a web page, or XML", ".html or .xml"
        raise ScapolicyError([problem("R36", at=file, what=what, suffix=suffix)])
    if data.startswith(_OLE):
        what, suffix = "a workbook of an older Excel, or locked by a password", ".xlsx"
        raise ScapolicyError([problem("R36", at=file, what=what, suffix=suffix)])
    check_size(data, file, "R30", ".xlsx")
    try:
        sheets = _sheets(data, file)
    except ScapolicyError:
        raise
    except Exception as error:  # noqa: BLE001  openpyxl lets any of its parsers' errors through
        reason = str(error).strip().splitlines()[:1] or [type(error).__name__]
        raise ScapolicyError([problem("R30", at=file, suffix=".xlsx", reason=reason[0])]) from None
    return _document(sheets, file, ())


def _sheets(data: bytes, file: str) -> list[tuple[str, list[Row]]]:
    import openpyxl  # 150 ms, and most folders hold no workbook

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in archive.infolist():
            with archive.open(part) as opened:
                if any(sign in opened.read(4096) for sign in _DOCTYPE):
                    raise ScapolicyError(
                        [problem("R30", at=file, suffix=".xlsx", reason="it declares entities")]
                    )
    room = _MAX_CHARACTERS
    sheets: list[tuple[str, list[Row]]] = []
    with warnings.catch_warnings(), redirect_stdout(io.StringIO()):  # openpyxl prints, at times
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(
            io.BytesIO(data), read_only=True, data_only=True, keep_links=False
        )
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                continue
            sheet.reset_dimensions()  # what is declared may be anything
            rows: list[Row] = []
            for cells in sheet.iter_rows(max_row=_MAX_ROWS, max_col=_MAX_COLUMNS, values_only=True):
                row = list(map(_written, cells))
                room -= sum(map(len, row))
                if room < 0:
                    fault = problem("R39", at=file, limit=_MAX_CHARACTERS // 10**6)
                    raise ScapolicyError([fault])
                if any(row):
                    rows.append(row)
            sheets.append((sheet.title, rows))
    return sheets


def _written(value: Any) -> str:
    """A cell as it reads."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, timedelta):
        return str(value.total_seconds())
    if isinstance(value, datetime | date | time):
        return value.isoformat(*([" "] if isinstance(value, datetime) else []))
    return str(value).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip()


def _parsed(text: str, file: str, delimiter: str) -> list[Row]:
    """The rows that aren't empty, parted by what parts them best."""
    best: list[Row] = []
    fault: Problem | None = None
    score = (-1.0, 0.0)
    for sign in delimiter or _DELIMITERS:
        try:
            rows = _split(text, sign)
        except _TableError as error:
            fault = fault or problem("R40", at=file, line=error.line, reason=error)
            continue
        widths = Counter(map(len, rows))
        width, times = widths.most_common(1)[0] if widths else (0, 0)
        share = times / len(rows) if width > 1 else 0.0
        if (found := (float(_columns(rows) is not None), share)) > score:
            best, score = rows, found
    if fault and score <= (0.0, 0.0):
        raise ScapolicyError([fault])
    return best


def _split(text: str, delimiter: str) -> list[Row]:
    try:
        return _read(text, delimiter, csv.QUOTE_MINIMAL)
    except _TableError:
        if delimiter != "\t":
            raise
        return _read(text, delimiter, csv.QUOTE_NONE)  # tabs are often written without quotes


def _read(text: str, delimiter: str, quoting: Literal[0, 3]) -> list[Row]:
    lines = io.StringIO(text, newline="")
    table = csv.reader(lines, delimiter=delimiter, quoting=quoting, strict=True)
    rows: list[Row] = []
    try:
        for cells in table:
            if any(row := list(map(str.strip, cells))):
                rows.append(row)
    except csv.Error as error:
        raise _TableError(table.line_num, str(error)) from None
    return rows


def _document(
    sheets: Sequence[tuple[str, list[Row]]], file: str, notices: Iterable[Problem]
) -> Document:
    told = list(notices)
    filled = [(name, rows) for name, rows in sheets if rows]
    known = [(name, rows, _columns(rows)) for name, rows in filled]
    if not any(columns for _, _, columns in known):
        known = [(name, rows, _unnamed(rows)) for name, rows in filled]
        if any(columns for _, _, columns in known):
            told.append(problem("R37", at=file))
    said: list[Utterance] = []
    for name, rows, columns in known:
        if columns is not None:
            said.extend(_utterances(rows, columns))
        elif len(filled) > 1:
            told.append(problem("R38", at=file, sheet=name))
    if filled and not any(columns for _, _, columns in known):
        if len(filled) == 1 and max(map(len, map(_filled, filled[0][1]))) == 1:
            return _apart([cell for row in filled[0][1] for cell in _filled(row)], told)
        names = [cell for cell in filled[0][1][0] if cell]
        raise ScapolicyError([problem("R35", at=file, found=listed(names, 12))])
    if said and not any(one.speaker or one.begin is not None for one in said):
        return _apart([one.text for one in said], told)
    return spoken_document(said, notices=told)


def _filled(row: Row) -> list[str]:
    return [cell for cell in row if cell]


def _columns(rows: Sequence[Row]) -> _Columns | None:
    """What the header names, which stands in the first rows; None where none does."""
    for at, row in enumerate(rows[:_HEADER_WITHIN]):
        names = list(map(_named, row))
        speaker, text, begin = (_ranked(role, names) for role in _ROLES)
        if text is None or (at and len(_filled(row)) == 1):
            continue
        unit = row[begin].casefold() if begin is not None else ""
        milliseconds = bool(re.search(r"\bms\b|millisec", unit))
        return _Columns(text, speaker, begin, at + 1, milliseconds)
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


def _unnamed(rows: Sequence[Row]) -> _Columns | None:
    """The columns of a table without header: perhaps a time, then who speaks and what is said."""
    width = max(map(len, rows))
    columns = [[row[at] if at < len(row) else "" for row in rows] for at in range(width)]
    used = [at for at, cells in enumerate(columns) if any(cells)]
    times = [at for at in used if all(not cell or _CLOCK.match(cell) for cell in columns[at])]
    rest = [at for at in used if at not in times]
    if len(rest) != 2 or len(times) > 1:  # noqa: PLR2004  who, and what
        return None
    speaker, text = rest
    names = [
        cell for cell in columns[speaker] if cell and columns[text][columns[speaker].index(cell)]
    ]
    again = any(times > 1 for times in Counter(map(_speaker, names)).values())
    longer = sum(map(len, columns[text])) > sum(map(len, names))
    fit = all(len(name) <= _MAX_SPEAKER and not _NUMBER.fullmatch(name) for name in names)
    if not (names and again and longer and fit):
        return None
    return _Columns(text, speaker, times[0] if times else None, 0)


def _utterances(rows: Sequence[Row], columns: _Columns) -> Iterator[Utterance]:
    speaker = ""
    for row in rows[columns.first :]:
        text = _cell(row, columns.text)
        if not text:
            continue
        # A cell that is empty, or merged with the one above, means the same speaker.
        speaker = _speaker(_cell(row, columns.speaker)) or speaker
        yield Utterance(speaker, text, _seconds(_cell(row, columns.time), columns))


def _cell(row: Row, column: int | None) -> str:
    return row[column] if column is not None and column < len(row) else ""


def _speaker(cell: str) -> str:
    return " ".join(cell.split()).rstrip(":：").rstrip()


def _seconds(cell: str, columns: _Columns) -> float | None:
    clock = _CLOCK.search(cell)
    if clock:
        hours, minutes, seconds = (
            float((part or "0").replace(",", ".")) for part in clock.groups()
        )
        return 3600 * hours + 60 * minutes + seconds
    if _NUMBER.fullmatch(cell):
        return float(cell.replace(",", ".")) / (1000 if columns.milliseconds else 1)
    return None


def _apart(said: Sequence[str], notices: Iterable[Problem]) -> Document:
    """A document of what nobody is named for: labels in it, or each row a turn of its own."""
    text = "\n\n".join(said) + "\n"
    told = tuple(notices)
    if 2 * sum(bool(_LABELLED.match(one)) for one in said) > len(said):
        return Document(text, notices=told)
    ends = accumulate(len(one) + 2 for one in said)
    spoken = (Spoken("", end - 2 - len(one), end - 2) for one, end in zip(said, ends, strict=True))
    return Document(text, spoken=tuple(spoken), notices=told)
