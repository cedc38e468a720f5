"""The roles of an interview: by which labels somebody asks or answers, in several languages."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

_ASK = {
    "en": "interviewer|int|intv|iv|ivr|i|q|question|moderator|mod|researcher|facilitator",
    "th": "ผู้สัมภาษณ์|ผู้วิจัย|นักวิจัย|ผู้ถาม|ถาม|คำถาม|ผู้ดำเนินรายการ|ผู้ดำเนินการสนทนา|พิธีกร",
    "es": "entrevistador|entrevistadora|moderador|moderadora|investigador|investigadora"
    "|encuestador|encuestadora|pregunta",
    "fr": "intervieweur|intervieweuse|enquêteur|enquêtrice|enquêteuse|enqueteur|enquetrice"
    "|modérateur|modératrice|animateur|animatrice|chercheur|chercheuse",
    "de": "interviewerin|interviewende|befrager|befragerin|moderatorin|forscher|forscherin|frage",
    "zh": "采访者|采访人|访谈者|访谈人|访问者|访问员|记者|主持人|研究者|研究员|提问|提问者|问|問"
    "|採訪者|訪談者|訪談人|訪問者|訪員|記者|主持|研究者|研究員|提問|提問者",
    "ja": "聞き手|インタビュアー|インタビューアー|質問者|質問|調査者|調査員|司会|司会者"
    "|モデレーター",
    "ar": "المحاور|المحاورة|الباحث|الباحثة|السائل|السائلة|المقابل|الميسر|الميسرة|السؤال|سؤال|س",
    "da": "spørger|intervieweren|forsker|forskeren|ordstyrer|spørgsmål",
    "pt": "pesquisador|pesquisadora|pergunta",
    "it": "intervistatore|intervistatrice|moderatore|moderatrice|ricercatore|ricercatrice|domanda",
}
_ANSWER = {
    "en": "informant|interviewee|respondent|participant|answer|a|r|p|speaker",
    "th": "ผู้ให้สัมภาษณ์|ผู้ถูกสัมภาษณ์|ผู้ให้ข้อมูล|ผู้ให้ข้อมูลหลัก|ผู้ตอบ|ตอบ|คำตอบ|ผู้เข้าร่วม|ผู้ร่วมสนทนา",
    "es": "entrevistado|entrevistada|informante|participante|encuestado|encuestada|respuesta",
    "fr": "interviewé|interviewée|enquêté|enquêtée|répondant|répondante|informateur|informatrice"
    "|participante|réponse",
    "de": "befragter|befragte|befragte person|interviewter|interviewte|interviewpartner"
    "|interviewpartnerin|gesprächspartner|gesprächspartnerin|teilnehmer|teilnehmerin|antwort",
    "zh": "受访者|受访人|被访者|被访人|被采访者|参与者|答|回答|受訪者|受訪人|被訪者|參與者",
    "ja": "話し手|語り手|回答者|回答|対象者|協力者|参加者|インタビュイー",
    "ar": "الضيف|الضيفة|المستجيب|المستجيبة|المبحوث|المبحوثة|المشارك|المشاركة|الجواب|جواب|ج",
    "da": "interviewperson|interviewpersonen|ip|deltager|deltageren|informanten|svar",
    "pt": "resposta",
    "it": "intervistato|intervistata|rispondente|partecipante|risposta",
}
_NOBODY = {
    "en": "note|notes|nb|ps|part|section|chapter|appendix|example|examples|topic|title|subject"
    "|date|place|time|location|duration|summary|recorded|however|first|second|third|finally"
    "|option|plan|phase|step|point|case|figure|table|scenario|reason|goal|item|theme|page|day"
    "|tape|file|recording|transcript|session|interview|project|language|version|consent"
    "|email|e-mail|tel|phone|address|website|copyright|warning",
    "th": "หมายเหตุ|วันที่|สถานที่|เวลา|เรื่อง|หัวข้อ|ตอนที่|ส่วนที่|ข้อที่|ตัวอย่าง|สรุป|ระยะเวลา",
    "es": "nota|notas|fecha|lugar|hora|parte|tema|título|duración|ejemplo|resumen|punto|opción",
    "fr": "remarque|lieu|heure|partie|thème|titre|durée|exemple|résumé|étape|objet",
    "de": "notiz|anmerkung|hinweis|datum|ort|zeit|uhrzeit|teil|thema|titel|dauer|beispiel|punkt",
    "zh": "注|备注|注意|日期|时间|地点|主题|题目|部分|时长|例如|備註|時間|地點|主題|題目|時長",
    "ja": "注|備考|日時|日付|場所|時間|題名|例|メモ",
    "ar": "ملاحظة|ملاحظات|التاريخ|المكان|الوقت|الجزء|القسم|الموضوع|العنوان|المدة|مثال",
    "da": "bemærk|bemærkning|dato|sted|tid|del|emne|varighed|eksempel",
}


def _labels(languages: dict[str, str]) -> frozenset[str]:
    words = (
        unicodedata.normalize("NFC", word) for row in languages.values() for word in row.split("|")
    )
    return frozenset(map(str.casefold, words))


INTERVIEWERS, INFORMANTS, NOBODY = _labels(_ASK), _labels(_ANSWER), _labels(_NOBODY)
"""The labels of those who ask, of those who answer, and what stands before colons beside them."""

_NUMBER = re.compile(r"(?:[\s.#_-]*\d+|[\s._-]+[a-z])?[.)]?$")
_BRACKETS = re.compile(r"^(.*\S)\s*\(([^()]+)\)$")


@dataclass(frozen=True, slots=True)
class Roles:
    """The roles that settings name beside the known ones: who asks, who answers."""

    asks: frozenset[str] = frozenset()
    answers: frozenset[str] = frozenset()

    def is_interviewer(self, label: str) -> bool:
        """Whether a label is that of somebody who asks."""
        named = _forms(label)
        if any(role in self.asks for role in named):
            return True
        return any(role in INTERVIEWERS and role not in self.answers for role in named)

    def is_informant(self, label: str) -> bool:
        """Whether a label is surely that of somebody who answers; `P` and `Speaker 1` may ask."""
        named = _forms(label)
        if any(role in self.answers for role in named):
            return True
        return any(role in INFORMANTS and len(role) > 1 and role != "speaker" for role in named)

    def knows(self, label: str) -> bool:
        """Whether a label is that of a known role."""
        known = (self.asks, self.answers, INTERVIEWERS, INFORMANTS)
        return any(role in some for role in _forms(label) for some in known)


def roles(interviewers: Iterable[str], informants: Iterable[str]) -> Roles:
    """The roles of labels that settings name."""
    return Roles(frozenset(map(role_of, interviewers)), frozenset(map(role_of, informants)))


@lru_cache(maxsize=1_000)
def role_of(label: str) -> str:
    """A label without its number or letter and in one case.

    >>> role_of("Interviewer 2"), role_of("INTERVIEWER"), role_of("Participant B"), role_of("B")
    ('interviewer', 'interviewer', 'participant', 'b')
    """
    folded = unicodedata.normalize("NFC", label).strip().casefold()
    return _NUMBER.sub("", folded) or folded


@lru_cache(maxsize=1_000)  # a talk has few labels, each of them many times
def _forms(label: str) -> tuple[str, ...]:
    """What a label may name a role by: all of it, and what is outside and inside of brackets."""
    brackets = _BRACKETS.match(label.strip())
    return (role_of(label), *map(role_of, brackets.groups() if brackets else ()))
