"""Transcripts: what can't be read, and what looks odd in it."""

from scapolicy.messages.kind import Kind, error, note, warning

MESSAGES: dict[str, Kind] = {
    "R01": error("there is no such file or folder", "Check the path."),
    "R02": error(
        "no transcript was found here",
        "Put transcripts into the folder ({formats}), or name others.",
    ),
    "R03": error(
        "scapolicy does not read this kind of file ({suffix})",
        "Save it as one of {formats}, move it elsewhere, or go on without it (--skip-unreadable).",
    ),
    "R04": error(
        "this is not a text: it holds {sign}, a sign that no text has",
        "Check what the file really is (a Word document must end in .docx), or take the sign out.",
    ),
    "R05": error(
        "this is not UTF-8 text (byte {byte} cannot be read)",
        "Save the file as UTF-8: in Word or Notepad, 'Save as', then choose the encoding.",
    ),
    "R06": error(
        "this is not a Word document that can be opened ({reason})",
        "Open it in Word or LibreOffice and save it again as .docx.",
    ),
    "R07": error(
        "the document unpacks to more than {limit} MB or {files} parts",
        "Remove pictures and attachments, and save it again.",
    ),
    "R08": error("the file cannot be opened ({reason})", "Check that it may be read."),
    "R09": error(
        "the front matter opened by --- is never closed",
        "End it with a line that holds --- and nothing else.",
    ),
    "R10": error("this is not YAML: {reason}", "Correct the line; quote values that hold a colon."),
    "R11": error(
        "the front matter is not a list of `attribute: value` lines",
        "Write one attribute a line, for example `province: Chiang Mai`.",
    ),
    "R12": error("{key!r} stands here twice", "Keep one of the two."),
    "R13": error(
        "two of the files given are both called {name}",
        "Give the folder that holds both, so that their names differ.",
    ),
    "R14": error("this link leads out of the folder", "Copy what it leads to into the folder."),
    "R15": error(
        "this holds Thai, whose words are not parted by spaces; PyThaiNLP is needed to find them",
        "Install it: python -m pip install 'scapolicy[thai]'",
    ),
    "R16": error("there is no turn {turn}", "Its turns are numbered from 1 to {turns}."),
    "R17": error(
        "the file is larger than {limit} MB", "Check what it is, or part it into one file a talk."
    ),
    "R20": error(
        "the times of this caption can't be read: {found!r}", "Write them as in `{form}`."
    ),
    "R21": error(
        "this holds no captions", "Check what the file is; captions have times, as in `{form}`."
    ),
    "R22": note(
        "{words:word before the first caption is|words before the first caption are} not read"
    ),
    "R23": note(
        "{count:passage names|passages name} no speaker; each counts with the speaker before it"
    ),
    "R24": error("this is not JSON: {reason}", "Export it again from where it was transcribed."),
    "R25": error(
        "this JSON is no transcript that scapolicy knows",
        "It reads that of {vendors}; export another format, for example .vtt or .txt.",
    ),
    "R26": error(
        "this looks like the JSON of {vendor}, but {where} is not as it should be",
        "Export it again from where it was transcribed.",
    ),
    "R27": error(
        "this JSON is larger than {limit} MB, or nested in more than {depth} levels",
        "Check what the file is; no transcript is like that.",
    ),
    "R30": error(
        "the document can't be opened ({reason})",
        "Open it in the program that wrote it, and save it again as {suffix}.",
    ),
    "R31": error(
        "this is not {encoding}, as it is said to be (byte {byte} cannot be read)",
        "Save the file as UTF-8, or correct the encoding that is stated.",
    ),
    "R32": error(
        "there is no encoding {encoding!r}", "Correct its name; for example utf-8, cp874, gb18030."
    ),
    "R33": note(
        "this is not UTF-8; it was read as {encoding}, and no other encoding fits as well",
        "If it reads wrongly, save the file as UTF-8, or name its encoding: of a transcript or a"
        " table in scapolicy.toml, of a dictionary by --encoding.",
    ),
    "R34": note(
        "this is not UTF-8; it was read as {encoding}, though {other} fits nearly as well",
        "If it reads wrongly, save the file as UTF-8, or name its encoding: of a transcript or a"
        " table in scapolicy.toml, or as `encoding: {other}` in the head of a text; of a dictionary"
        " by --encoding {other}.",
    ),
    "R35": error(
        "no one column of this table is known to hold what is said; its first row is: {found}",
        "Name the columns in the first row: `text` for what is said, `speaker` for who says it,"
        " `time` for when.",
    ),
    "R36": error("this is {what}", "Save it again as {suffix}."),
    "R37": note(
        "no column is named; who speaks was read from one, and what is said from the next",
        "If that is wrong, name them in the first row: `speaker`, `text`.",
    ),
    "R38": note("sheet {sheet!r} was not read: none of its columns is known to hold speech"),
    "R39": error(
        "the sheets hold more than {limit} million characters", "Cut the workbook into several."
    ),
    "R40": error(
        "this is not a table that can be read: {reason}",
        'Put text that holds quotes or line ends in "quotes", and double the quotes inside it.',
    ),
    "R41": note(
        "{count:character is|characters are} none of the encoding that the document states;"
        " \ufffd stands there",
        "Look at these places; save the document again if words are lost.",
    ),
    "R42": note("the document breaks off before its end", "See whether a part of it is lost."),
    "R43": note(
        "these columns were not read: {columns}",
        "Attributes belong into attributes.csv; what is said belongs into one column.",
    ),
    "R50": error(
        "the document is locked by a password",
        "Open it with its password, and print or save it as a new PDF without one.",
    ),
    "R51": error(
        "none of the {pages} pages holds text; they are pictures, as a scanner makes them",
        "Have a text recognition (OCR) read it, correct what it misread, and save that as .docx"
        " or .txt.",
    ),
    "R52": error(
        "{count} of {all} letters can't be read: its fonts don't tell what they stand for",
        "Save it again from the program that wrote it, as .docx if that can be had; or have a text"
        " recognition (OCR) read it.",
    ),
    "R53": error(
        "the document has more than {pages} pages or {limit} million characters",
        "Cut it into several.",
    ),
    "R54": note(
        "no text stands on these pages: {pages}",
        "If speech is on them as a picture, have a text recognition (OCR) read the document.",
    ),
    "R55": note("left out as headers and footers: {lines}"),
    "R56": error(
        "this is in Word's format before 2007, which scapolicy does not read",
        "Open it in Word or LibreOffice, and save it as .docx.",
    ),
    "R57": error(
        "the archive can't be read ({reason})", "Pack it again as .zip, or put its files here."
    ),
    "R58": error(
        "it is not read: {what}",
        "If you trust it, unpack it and give the folder, which may hold any number of files.",
    ),
    "R59": error(
        "the archive holds a name that leads out of it ({name!r})",
        "Ask where it comes from; pack it again without such names.",
    ),
    "R60": error("this is {what}, which is not followed", "Put the file itself in its place."),
    "R61": error(
        "a text is to be removed from this project, which only its own program can do: notes, cases"
        " and codings in it may speak of the same person",
        "Delete all that is theirs there, export the project again in place of this one, and try"
        " again.",
    ),
    "R62": note(
        "tiers left out, as they say nothing more than others: {tiers}",
        "If one of them is speech of its own, save it as a tier that depends on no other.",
    ),
    "R63": error(
        "this is XML, but no TEI document (its outermost element is {root!r})",
        "Save what it holds in another format, or move it elsewhere.",
    ),
    "R64": error(
        "its text is not in the project, but said to be at {path!r}",
        "Put the file itself beside the project, or export the project with its sources in it.",
    ),
    "R65": error(
        "the document holds more than {limit} million elements, attributes or control words",
        "Check what it is; no transcript is like that.",
    ),
    "R66": note(
        "not read as speech: {parts}",
        "If any of it was said, write it into the text as a paragraph.",
    ),
    "R67": error("the text has more than {limit} million lines", "Cut it into several files."),
    "R68": error("the file's name holds characters that can't be printed", "Rename it."),
    "R69": warning(
        "the times of this caption can't be read: {found!r}; its words are read without",
        "Mend them, if the time at which this was said matters.",
    ),
    "R70": note(
        "{words:word that stands beside what is said is|words that stand beside what is said are}"
        " not read, from {first!r} on",
        "If they were said, mark them up as an utterance.",
    ),
    "R71": warning(
        "not read: {count:cell holds|cells hold} a formula that was never worked out",
        "If it is speech that begins with = or -, put an apostrophe before it; else open the"
        " workbook in its program and save it.",
    ),
    "R72": error(
        "this row has {found:cell|cells} where the header has {expected}",
        'Add or remove cells; put text that holds a comma in "quotes".',
    ),
    "R73": error("one talk of more than {limit} {what}", "Cut it into several files."),
    "R75": note(
        "left out as line numbers: {count} numbers at the beginnings of lines, from {first} to"
        " {last}",
        "If they are words, write a full stop after each.",
    ),
    "R76": note(
        "what stands in a column at the left was read as who speaks: {labels}",
        "If that is wrong, save the document as .docx and correct it there.",
    ),
    "R77": note(
        "on these pages it isn't sure whether columns or lines are to be read first: {pages}",
        "Compare them with `scapolicy transcripts show`; save the document as .docx if they read"
        " wrongly.",
    ),
    "R78": error(
        "the document is not opened, as it is made like those that fill all memory: {reason}",
        "Find out where it comes from. If you trust it, ask for what was said as plain text.",
    ),
    "R79": error(
        "{count} sources are called {name!r}, so that their results could not be told apart",
        "Give each source a name of its own.",
    ),
    "R80": error(
        "{what} holds {sign} (as character {number}), a sign that no text has",
        "Take it out. Half of a letter (U+D800 to U+DFFF) is left where bytes were read in another"
        " encoding than their own.",
    ),
    "S01": error("this is not TOML: {reason}", "Correct the line."),
    "S02": error("scapolicy knows no setting {key!r} here{hint}", "The settings are: {known}."),
    "S03": error("{key!r} must be {expected}", "For example: {example}"),
    "S04": error(
        "{alias!r} is an alias of both {first!r} and {second!r}", "Keep it under one of the two."
    ),
    "S05": error("this folder has its settings already", "Change them by hand, or move the file."),
    "S06": error("the pattern {pattern!r} can't be used: {reason}", "For example: {example}"),
    "S07": error(
        "the settings can't be written here ({reason})", "See that you may write in this folder."
    ),
}
