"""Encodings of short and long texts: read as they were written, or told as doubtful."""

import random
from functools import cache

import pytest

from scapolicy.errors import ScapolicyError
from scapolicy.readers.encoding import decode_transcript

THAI = (
    "เทศบาลของเราเริ่มทำเรื่องน้ำเสียเมื่อสิบปีก่อน ตอนนั้นยังไม่มีใครรู้ว่าต้องใช้เงินเท่าไร",
    "คนในชุมชนมาประชุมกันทุกเดือน บางครั้งก็ทะเลาะกันบ้าง แต่สุดท้ายก็ตกลงกันได้",
    "ปัญหาคือเจ้าหน้าที่ย้ายบ่อย พอคนใหม่มาก็ต้องเริ่มเล่าเรื่องเดิมให้ฟังอีกรอบ",
    "ผมคิดว่าถ้าผู้ว่าฯ ไม่สนใจ โครงการนี้คงเงียบไปตั้งแต่ปีแรกแล้วครับ",
    "ปี 2561 เราได้งบ 3 ล้านบาท ซื้อเครื่องสูบน้ำได้สองเครื่อง",
    "ชาวบ้านถามว่าทำแล้วได้อะไร เราก็พาไปดูของจริงที่หมู่บ้านข้างๆ",
    "ตอนเช้าต้องไปส่งลูกที่โรงเรียนก่อน แล้วค่อยเข้าสำนักงาน งานเอกสารเยอะมากค่ะ",
    "เขาบอกว่าให้รอหนังสือจากกระทรวง รอมาแปดเดือนแล้วก็ยังไม่เห็น",
)
SPANISH = (
    "Al principio nadie creía que el río se pudiera limpiar; hoy los niños se bañan allí.",
    "¿Que quién pagó? Pues una parte la alcaldía y otra, más pequeña, los vecinos.",
    "Mi señora decía que aquello no iba a durar, y mírenos, ya van diez años.",
    "El año pasado llegó otro técnico y hubo que explicarle todo desde el comienzo.",
    "La reunión se hacía los jueves, según el humor del jefe, en la escuela vieja.",
    "También faltó camión: sin camión no hay recolección, así de fácil.",
    "Yo les pedí únicamente que contestaran el teléfono; ni eso pudieron.",
    "Todavía está pendiente el título de la compañía que arregló las cañerías.",
)
FRENCH = (
    "Au début, personne n'y croyait : la rivière était sale et la mairie n'avait rien prévu.",
    "L'été dernier, les élèves ont planté des arbres près de l'école, ça a tout changé.",
    "On nous a demandé d'attendre un décret ; huit mois après, nous attendons encore.",
    "Là où il y a un chef décidé, ça avance, même sans beaucoup d'argent.",
    "Les réunions étaient longues, parfois pénibles, mais à la fin on s'écoutait.",
    "Ma collègue est partie à la retraite et tout ce qu'elle savait est parti avec elle.",
    "J'ai dû répéter la même présentation à chaque nouvel arrivé, c'était gênant.",
    "Bien sûr, le matériel coûte cher, et la région ne rembourse qu'à moitié.",
)
ARABIC = (
    "في البداية لم يصدق أحد أن النهر يمكن أن يصبح نظيفا مرة أخرى.",
    "كنا نجتمع كل يوم خميس في المدرسة القديمة، وأحيانا نختلف كثيرا.",
    "طلبنا من الوزارة ردا مكتوبا، وبعد ثمانية أشهر ما زلنا ننتظر.",
    "الموظفون ينتقلون بسرعة، ومن يأتي بعدهم لا يعرف شيئا عن المشروع.",
    "هل تسألني من دفع؟ دفعت البلدية نصف المبلغ، والباقي من الناس.",
    "أعتقد أن رئيس البلدية هو السبب، لأنه كان يتابع بنفسه كل صباح.",
    "اشترينا مضختين في السنة الأولى ثم توقف العمل بسبب الغلاء.",
    "أولادي يلعبون هناك الآن، وهذا عندي أهم من كل التقارير.",
)
CHINESE = (
    "刚开始的时候，谁也不相信这条河还能变干净。",
    "我们每个星期四晚上在老学校里开会，有时候吵得很厉害，最后还是谈拢了。",
    "您问钱是谁出的？镇里出了一半，剩下的是大家凑的。",
    "去年换了一位新主任，我又得从头给他讲一遍。",
    "上面说要等文件，等了八个月也没有看到。",
    "第一年买了两台水泵，后来因为涨价就停下来了。",
    "我觉得关键是镇长自己每天早上都去看，别人才会跟着做。",
    "现在孩子们在河边玩，我看这个比什么报告都重要。",
)
JAPANESE = (
    "はじめは、あの川がきれいになるとは誰も思っていませんでした。",
    "毎週木曜日の夜に古い学校で集まって、ときどき言い合いにもなりましたね。",
    "お金ですか。半分は町が出して、残りはみんなで少しずつ出し合いました。",
    "去年また担当の方が変わったので、最初から説明し直しです。",
    "国からの書類を待つように言われて、もう八か月になります。",
    "一年目にポンプを二台買いましたが、値上がりで止まってしまいました。",
    "町長が毎朝自分で見に行くんです。だから周りも動いたんだと思います。",
    "今では子どもたちが川で遊んでいます。わたしにはそれがいちばんうれしい。",
)
WRITTEN = [
    (THAI, "cp874"), (THAI, "tis-620"), (SPANISH, "cp1252"), (FRENCH, "cp1252"),
    (ARABIC, "cp1256"), (CHINESE, "gb18030"), (JAPANESE, "shift_jis"),
    *((talk, encoding) for talk in (THAI, SPANISH, FRENCH, ARABIC, CHINESE, JAPANESE)
      for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")),
]  # fmt: skip
LENGTHS = {25: 40, 50: 40, 500: 8, 5000: 2}
"""Lengths in characters, and how many texts of each are tried."""


@cache
def texts(talk: tuple[str, ...], length: int) -> list[str]:
    """Talks of so many characters, each of other sentences or of another order of them."""
    chance = random.Random(length)
    made: list[str] = []
    for _ in range(LENGTHS[length]):
        said: list[str] = []
        while sum(map(len, said)) < length:
            said += chance.sample(talk, len(talk))
        made.append("\n".join(said)[:length])
    return made


def readings(data: bytes) -> tuple[str, list[str]]:
    """What bytes were read as, and the codes of what was told."""
    try:
        text, notes = decode_transcript(data, "a.txt")
    except ScapolicyError as error:
        return "", [fault.code for fault in error.problems]
    return text, [note.code for note in notes]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("length", LENGTHS)
@pytest.mark.parametrize(("talk", "encoding"), WRITTEN)
def test_a_text_of_any_length_is_read_rightly_or_told_as_doubtful(
    talk: tuple[str, ...], encoding: str, length: int, newline: str
) -> None:
    for text in texts(talk, length):
        found, told = readings(text.replace("\n", newline).encode(encoding))
        assert found == text or set(told) & {"R34", "R04", "R05"}, text


@pytest.mark.parametrize("length", [500, 5000])
@pytest.mark.parametrize(("talk", "encoding"), WRITTEN)
def test_a_paragraph_is_enough_to_know_its_encoding(
    talk: tuple[str, ...], encoding: str, length: int
) -> None:
    marked = encoding in {"utf-8", "utf-8-sig", "utf-16"}
    for text in texts(talk, length):
        assert readings(text.encode(encoding)) == (text, [] if marked else ["R33"])


def test_line_ends_of_three_kinds_in_one_text_are_all_line_ends() -> None:
    data = "\r\n".join(SPANISH[:3]) + "\r" + "\n".join(SPANISH[3:])
    assert readings(data.encode("cp1252")) == ("\n".join(SPANISH), ["R33"])
