"""Every message scapolicy gives for bad input, and the one exception that carries them.

A step that finds a fault makes a `Problem` from the table below and goes on looking; whoever
finishes the file raises one `ScapolicyError` with all of them. The reference page of messages
is written from the same table.
"""

import string
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


class Severity(StrEnum):
    """How much a problem weighs: an error stops the work, a warning is told, a note informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Kind:
    """One row of the table: what is said, and what to do about it, with `{values}` to fill in.

    `{n:word|words}` stands for a number and the word that goes with it.
    """

    severity: Severity
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault at one place.

    `file` is the name as the user would recognise it, `line` counts from 1 (None where a line
    makes no sense), `key` is the place inside the file (`effective_management > budget`).
    """

    code: str
    severity: Severity
    message: str
    remedy: str
    file: str = ""
    line: int | None = None
    key: str = ""

    @property
    def where(self) -> str:
        """The place, as `file:line: key`."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return ": ".join(part for part in (place, self.key) if part)

    def __str__(self) -> str:
        said = f"{self.where}: {self.message}" if self.where else self.message
        lines = (f"{said} [{self.code}]", f"  {self.remedy}" if self.remedy else "")
        # A name with a line's end in it begins no line.
        return "\n".join(" ".join(line.splitlines()) for line in lines if line)


class ScapolicyError(Exception):
    """Bad input, with every problem that was found in it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type["ScapolicyError"], tuple[tuple[Problem, ...]]]:
        return (type(self), (self.problems,))


class StoreError(ScapolicyError):
    """What is no fault of one file: it stops a run, even one that may leave files out.

    What is left out must not be decided by a network.
    """


def _error(message: str, remedy: str) -> Kind:
    return Kind(Severity.ERROR, message, remedy)


def _warning(message: str, remedy: str) -> Kind:
    return Kind(Severity.WARNING, message, remedy)


def _note(message: str, remedy: str = "") -> Kind:
    return Kind(Severity.NOTE, message, remedy)


KINDS: dict[str, Kind] = {
    "K01": _error(
        "the scheduler {address} can't be reached ({reason})",
        "Start it, or give the address that it printed when it was started.",
    ),
    "K02": _error(
        "a cluster needs Dask, which is not installed",
        'Install it with: pip install "scapolicy[cluster]"',
    ),
    "K03": _error(
        "the workers of {address} do not have the scapolicy that runs here",
        "Install the same version on all of them, with the same libraries, or run without.",
    ),
    "K04": _error(
        "every worker that tried one part of the files was lost ({reason})",
        "Run the same command again: what the cache keeps is not coded again. Should it happen"
        " again, see the workers' logs, give them more memory, or take fewer at once.",
    ),
    "K05": _error(
        "an address needs fsspec, which is not installed where the files are read",
        'Install it with: pip install "scapolicy[store]"',
    ),
    "K06": _error(
        "{scheme}:// needs a package that is not installed where the files are read ({reason})",
        "Install it beside scapolicy; s3:// needs s3fs, gs:// gcsfs, and abfs:// adlfs.",
    ),
    "K07": _error(
        "no kind of store is known as {scheme}://",
        "Check how it is written: s3://bucket/folder, gs://bucket/folder, sftp://host/folder …",
    ),
    "K08": _error(
        "there is nothing at this address",
        "Check its spelling; stores tell upper case from lower case, and have no empty folders.",
    ),
    "K09": _error(
        "the store does not let this be read ({reason})",
        "See that the credentials are where the store's package looks for them, as in the"
        " environment, and that they allow to list and to read.",
    ),
    "K10": _error(
        "the store does not give this ({reason})",
        "Check the address and the network, and try again.",
    ),
    "K11": _error(
        "an address that leads through another ({scheme}) is not read: it may leave copies of the"
        " transcripts where nobody looks for them",
        "Give the address of the store itself.",
    ),
    "K12": _error(
        "the store holds a name that leads out of the folder, or is none of a file ({name!r})",
        "Rename it there, or give the address of another folder.",
    ),
    "K13": _error(
        "this is an address, and only files of this machine will do here",
        "Copy what lies there to this machine, and give the copy.",
    ),
    "K14": _error(
        "somebody's withdrawal from {folder} was not completed",
        "Complete it where the files come from (any command that reads them does), and copy them"
        " here again, without what is gone.",
    ),
    "K15": _error(
        "the settings name a codebook by an address ({name}), which only a command may",
        "Put the codebook into the folder and name the file, or give the address with --codebook.",
    ),
    "K16": _error(
        "the cluster at {address} was lost while it worked",
        "Start it, and run the same command again: what the cache keeps is not coded again.",
    ),
    "K17": _error(
        "the pipeline {name} is not the one any more that was there when the run began",
        "Run again, once nobody changes it. On a cluster, every worker must find the same one.",
    ),
    "K18": _error(
        "no worker has come to the scheduler {address} within {seconds} seconds",
        "Start workers, or wait until the jobs that are to start them run; then run the same"
        " command again.",
    ),
    "K19": _error(
        "this address names neither a folder nor a file",
        "Write it whole, as file:///home/me/talks.",
    ),
    # Reading transcripts
    "R01": _error("there is no such file or folder", "Check the path."),
    "R02": _error(
        "no transcript was found here",
        "Put transcripts into the folder ({formats}), or name others.",
    ),
    "R03": _error(
        "scapolicy does not read this kind of file ({suffix})",
        "Save it as one of {formats}, move it elsewhere, or go on without it (--skip-unreadable).",
    ),
    "R04": _error(
        "this is not a text: it holds {sign}, a sign that no text has",
        "Check what the file really is (a Word document must end in .docx), or take the sign out.",
    ),
    "R05": _error(
        "this is not UTF-8 text (byte {byte} cannot be read)",
        "Save the file as UTF-8: in Word or Notepad, 'Save as', then choose the encoding.",
    ),
    "R06": _error(
        "this is not a Word document that can be opened ({reason})",
        "Open it in Word or LibreOffice and save it again as .docx.",
    ),
    "R07": _error(
        "the document unpacks to more than {limit} MB or {files} parts",
        "Remove pictures and attachments, and save it again.",
    ),
    "R08": _error("the file cannot be opened ({reason})", "Check that it may be read."),
    "R09": _error(
        "the front matter opened by --- is never closed",
        "End it with a line that holds --- and nothing else.",
    ),
    "R10": _error(
        "this is not YAML: {reason}", "Correct the line; quote values that hold a colon."
    ),
    "R11": _error(
        "the front matter is not a list of `attribute: value` lines",
        "Write one attribute a line, for example `province: Chiang Mai`.",
    ),
    "R12": _error("{key!r} stands here twice", "Keep one of the two."),
    "R13": _error(
        "two of the files given are both called {name}",
        "Give the folder that holds both, so that their names differ.",
    ),
    "R79": _error(
        "{count} sources are called {name!r}, so that their results could not be told apart",
        "Give each source a name of its own.",
    ),
    "R14": _error("this link leads out of the folder", "Copy what it leads to into the folder."),
    "R15": _error(
        "this holds Thai, whose words are not parted by spaces; PyThaiNLP is needed to find them",
        "Install it: python -m pip install 'scapolicy[thai]'",
    ),
    "R17": _error(
        "the file is larger than {limit} MB", "Check what it is, or part it into one file a talk."
    ),
    "R16": _error("there is no turn {turn}", "Its turns are numbered from 1 to {turns}."),
    "R20": _error(
        "the times of this caption can't be read: {found!r}", "Write them as in `{form}`."
    ),
    "R21": _error(
        "this holds no captions", "Check what the file is; captions have times, as in `{form}`."
    ),
    "R22": _note(
        "{words:word before the first caption is|words before the first caption are} not read"
    ),
    "R23": _note(
        "{count:passage names|passages name} no speaker; each counts with the speaker before it"
    ),
    "R24": _error("this is not JSON: {reason}", "Export it again from where it was transcribed."),
    "R25": _error(
        "this JSON is no transcript that scapolicy knows",
        "It reads that of {vendors}; export another format, for example .vtt or .txt.",
    ),
    "R26": _error(
        "this looks like the JSON of {vendor}, but {where} is not as it should be",
        "Export it again from where it was transcribed.",
    ),
    "R27": _error(
        "this JSON is larger than {limit} MB, or nested in more than {depth} levels",
        "Check what the file is; no transcript is like that.",
    ),
    "R30": _error(
        "the document can't be opened ({reason})",
        "Open it in the program that wrote it, and save it again as {suffix}.",
    ),
    "R31": _error(
        "this is not {encoding}, as it is said to be (byte {byte} cannot be read)",
        "Save the file as UTF-8, or correct the encoding that is stated.",
    ),
    "R32": _error(
        "there is no encoding {encoding!r}", "Correct its name; for example utf-8, cp874, gb18030."
    ),
    "R33": _note(
        "this is not UTF-8; it was read as {encoding}, and no other encoding fits as well",
        "If it reads wrongly, save the file as UTF-8, or name its encoding: of a transcript or a"
        " table in scapolicy.toml, of a dictionary by --encoding.",
    ),
    "R34": _note(
        "this is not UTF-8; it was read as {encoding}, though {other} fits nearly as well",
        "If it reads wrongly, save the file as UTF-8, or name its encoding: of a transcript or a"
        " table in scapolicy.toml, or as `encoding: {other}` in the head of a text; of a dictionary"
        " by --encoding {other}.",
    ),
    "R35": _error(
        "no one column of this table is known to hold what is said; its first row is: {found}",
        "Name the columns in the first row: `text` for what is said, `speaker` for who says it,"
        " `time` for when.",
    ),
    "R36": _error("this is {what}", "Save it again as {suffix}."),
    "R37": _note(
        "no column is named; who speaks was read from one, and what is said from the next",
        "If that is wrong, name them in the first row: `speaker`, `text`.",
    ),
    "R38": _note("sheet {sheet!r} was not read: none of its columns is known to hold speech"),
    "R39": _error(
        "the sheets hold more than {limit} million characters", "Cut the workbook into several."
    ),
    "R40": _error(
        "this is not a table that can be read: {reason}",
        'Put text that holds quotes or line ends in "quotes", and double the quotes inside it.',
    ),
    "R41": _note(
        "{count:character is|characters are} none of the encoding that the document states;"
        " \ufffd stands there",
        "Look at these places; save the document again if words are lost.",
    ),
    "R42": _note("the document breaks off before its end", "See whether a part of it is lost."),
    "R43": _note(
        "these columns were not read: {columns}",
        "Attributes belong into attributes.csv; what is said belongs into one column.",
    ),
    "R50": _error(
        "the document is locked by a password",
        "Open it with its password, and print or save it as a new PDF without one.",
    ),
    "R51": _error(
        "none of the {pages} pages holds text; they are pictures, as a scanner makes them",
        "Have a text recognition (OCR) read it, correct what it misread, and save that as .docx"
        " or .txt.",
    ),
    "R52": _error(
        "{count} of {all} letters can't be read: its fonts don't tell what they stand for",
        "Save it again from the program that wrote it, as .docx if that can be had; or have a text"
        " recognition (OCR) read it.",
    ),
    "R53": _error(
        "the document has more than {pages} pages or {limit} million characters",
        "Cut it into several.",
    ),
    "R54": _note(
        "no text stands on these pages: {pages}",
        "If speech is on them as a picture, have a text recognition (OCR) read the document.",
    ),
    "R55": _note("left out as headers and footers: {lines}"),
    "R56": _error(
        "this is in Word's format before 2007, which scapolicy does not read",
        "Open it in Word or LibreOffice, and save it as .docx.",
    ),
    "R57": _error(
        "the archive can't be read ({reason})", "Pack it again as .zip, or put its files here."
    ),
    "R58": _error(
        "it is not read: {what}",
        "If you trust it, unpack it and give the folder, which may hold any number of files.",
    ),
    "R59": _error(
        "the archive holds a name that leads out of it ({name!r})",
        "Ask where it comes from; pack it again without such names.",
    ),
    "R60": _error("this is {what}, which is not followed", "Put the file itself in its place."),
    "R61": _error(
        "a text is to be removed from this project, which only its own program can do: notes, cases"
        " and codings in it may speak of the same person",
        "Delete all that is theirs there, export the project again in place of this one, and try"
        " again.",
    ),
    "R62": _note(
        "tiers left out, as they say nothing more than others: {tiers}",
        "If one of them is speech of its own, save it as a tier that depends on no other.",
    ),
    "R63": _error(
        "this is XML, but no TEI document (its outermost element is {root!r})",
        "Save what it holds in another format, or move it elsewhere.",
    ),
    "R64": _error(
        "its text is not in the project, but said to be at {path!r}",
        "Put the file itself beside the project, or export the project with its sources in it.",
    ),
    "R65": _error(
        "the document holds more than {limit} million elements, attributes or control words",
        "Check what it is; no transcript is like that.",
    ),
    "R66": _note(
        "not read as speech: {parts}",
        "If any of it was said, write it into the text as a paragraph.",
    ),
    "R67": _error("the text has more than {limit} million lines", "Cut it into several files."),
    "R68": _error("the file's name holds characters that can't be printed", "Rename it."),
    "R69": _warning(
        "the times of this caption can't be read: {found!r}; its words are read without",
        "Mend them, if the time at which this was said matters.",
    ),
    "R70": _note(
        "{words:word that stands beside what is said is|words that stand beside what is said are}"
        " not read, from {first!r} on",
        "If they were said, mark them up as an utterance.",
    ),
    "R71": _warning(
        "not read: {count:cell holds|cells hold} a formula that was never worked out",
        "If it is speech that begins with = or -, put an apostrophe before it; else open the"
        " workbook in its program and save it.",
    ),
    "R72": _error(
        "this row has {found:cell|cells} where the header has {expected}",
        'Add or remove cells; put text that holds a comma in "quotes".',
    ),
    "R73": _error("one talk of more than {limit} {what}", "Cut it into several files."),
    "R75": _note(
        "left out as line numbers: {count} numbers at the beginnings of lines, from {first} to"
        " {last}",
        "If they are words, write a full stop after each.",
    ),
    "R76": _note(
        "what stands in a column at the left was read as who speaks: {labels}",
        "If that is wrong, save the document as .docx and correct it there.",
    ),
    "R77": _note(
        "on these pages it isn't sure whether columns or lines are to be read first: {pages}",
        "Compare them with `scapolicy transcripts show`; save the document as .docx if they read"
        " wrongly.",
    ),
    "R78": _error(
        "the document is not opened, as it is made like those that fill all memory: {reason}",
        "Find out where it comes from. If you trust it, ask for what was said as plain text.",
    ),
    "R80": _error(
        "{what} holds {sign} (as character {number}), a sign that no text has",
        "Take it out. Half of a letter (U+D800 to U+DFFF) is left where bytes were read in another"
        " encoding than their own.",
    ),
    # Attributes and settings of a folder
    "A01": _error(
        "there is no column `source`", "Name the column that holds the file names `source`."
    ),
    "A02": _error("there is no source {name!r}{hint}", "Correct the name, or remove the row."),
    "A03": _error(
        "source {name!r} is listed twice (first in line {first})", "Keep one of the rows."
    ),
    "A04": _error(
        "this row has {found:cell|cells} where the header has {expected}",
        'Add or remove cells; put text that holds a comma in "quotes".',
    ),
    "A05": _error("column {name!r} stands in the header twice", "Rename or remove one of the two."),
    "A06": _error("this is not a CSV file: {reason}", "Save it again as CSV (UTF-8)."),
    "A07": _error("a column of the header has no name", "Give every column of the header a name."),
    "A08": _error(
        "the header has {found} columns; no more than {limit} are read",
        "Check what the file is, or leave columns out that no analysis needs.",
    ),
    "S01": _error("this is not TOML: {reason}", "Correct the line."),
    "S02": _error("scapolicy knows no setting {key!r} here{hint}", "The settings are: {known}."),
    "S03": _error("{key!r} must be {expected}", "For example: {example}"),
    "S04": _error(
        "{alias!r} is an alias of both {first!r} and {second!r}", "Keep it under one of the two."
    ),
    "S05": _error("this folder has its settings already", "Change them by hand, or move the file."),
    "S06": _error("the pattern {pattern!r} can't be used: {reason}", "For example: {example}"),
    "S07": _error(
        "the settings can't be written here ({reason})", "See that you may write in this folder."
    ),
    # What looks odd in a transcript
    "T01": _warning("there is only one turn", "See whether the labels of speakers are understood."),
    "T02": _warning(
        "{speaker!r} says {words:word|words} in all", "See whether it is a speaker, or misspelt."
    ),
    "T03": _warning("it says the same as {other}", "Keep one of the two."),
    "T04": _warning("its date, {date}, is still to come", "Correct the date."),
    "T05": _warning(
        "a good part of it is in another script", "See whether a translation stands in it too."
    ),
    "T06": _warning("{date!r} is no date that can be compared", "Write it as 2020-06-14."),
    "T07": _warning(
        "it says that its language is {stated!r}, and reads as {detected!r}", "Correct `language`."
    ),
    "T08": _warning("consent is not stated", "State `consent: true` or `consent: false`."),
    "T09": _warning(
        "consent is asked for, and not stated: it is left out",
        "State `consent: true` where it was given.",
    ),
    "T10": _note(
        "its {what} does not fit {pattern!r}, and tells no attributes",
        "Rename it, or state them in its head or in attributes.csv.",
    ),
    "T11": _note(
        "it was read as {encoding}, as scapolicy.toml says, though it fits UTF-8 too",
        "See which of the two is right, and correct `encoding` or `[encodings]`.",
    ),
    "T12": _warning(
        "consent {said!r} is no plain yes: it is left out",
        "State `consent: true` or `consent: false`.",
    ),
    # Codebooks
    "C01": _error(
        "this is not YAML: {reason}", "Correct the line; quote terms that start with * or &."
    ),
    "C02": _error("unknown key {key!r}{hint}", "The keys here are: {known}."),
    "C03": _error("{key!r} is missing", "{why}"),
    "C04": _error("{key!r} must be {expected}", "{example}"),
    "C05": _error("the key {key!r} stands here twice", "Keep one of the two."),
    "C06": _error("the id {id!r} is used twice (first in line {first})", "Rename one of the two."),
    "C07": _error(
        "{id!r} is not an id", "Use lower-case letters, digits and _, beginning with a letter."
    ),
    "C08": _warning(
        "the term {term!r} also stands in code {other!r} (line {first})",
        "Keep it in the code that it is evidence for, or make one of the two more precise.",
    ),
    "C09": _warning(
        "the term {term!r} stands in this code twice (first in line {first})",
        "Remove one of the two.",
    ),
    "C10": _error("this rule can't match: it has no terms", "Add terms, lemmas, regex or tokens."),
    "C11": _error("this rule can't match: the term {term!r} {reason}", "{remedy}"),
    "C12": _error("the regex {regex!r} can't be used: {reason}", "{remedy}"),
    "C13": _warning(
        "the regex {regex!r} repeats what is itself repeated; most engines can hang on it",
        "scapolicy's own engine can't, but write it without the inner or the outer repetition.",
    ),
    "C14": _error(
        "this rule can't match: the regex {regex!r} finds no words in a sentence",
        "Write what must be there; a sentence holds no line ends (\\n), only single spaces.",
    ),
    "C15": _error("the token pattern can't be used: {reason}", "{remedy}"),
    "C16": _warning("{what} has no definition", "Say in a sentence what it stands for."),
    "C17": _error(
        "this rule can't match: the term {term!r} is excluded by {exclude!r}",
        "Remove the term, or make the exclusion more precise.",
    ),
    "C18": _error(
        "the file repeats parts of itself too often (YAML aliases)",
        "Write the parts out, or use fewer of them.",
    ),
    "C19": _error("there is no codebook {name!r}", "Give a file, or one of: {known}."),
    "C20": _warning(
        "nothing is known of the forms of {word!r} ({language}); only the word itself will match",
        "Check the spelling, or list the forms as terms.",
    ),
    "C21": _error(
        "`present` must be above `absent`, both between 0 and 1", "For example 0.75 and 0.25."
    ),
    "C23": _warning(
        "negation is not known for {language!r}; no rule will be turned by one",
        "Write the negated phrases as rules of their own.",
    ),
    "C24": _error("the sets can't be used: {reason}", "{remedy}"),
    "C57": _error(
        "the rules have {terms} terms when their sets are written out, more than {most}",
        "Use fewer sets in one phrase, or part the codebook into several.",
    ),
    "C25": _error("this rule can't match: {reason}", "{remedy}"),
    "C26": _warning(
        "this rule changes nothing: rule {other!r} (line {first}) finds all that it finds",
        "Remove it, or make one of the two more precise.",
    ),
    "C27": _warning("the set ${name} is used nowhere", "Use it in a rule, or remove it."),
    "C28": _warning(
        "the cue {term!r} is given as {effect} here and as {other} in {where}",
        "Keep one of the two; the codebook's own does not replace the other.",
    ),
    "C29": _error(
        "two of the codebooks given are both called {name!r}", "Rename one of the files."
    ),
    "C58": _error(
        "the settings of this folder name several codebooks: {names}", "Choose one with --codebook."
    ),
    "C56": _warning(
        "all rules of {what} are barriers: where it is spoken of, its finding is `absent`, but for"
        " what a negation turns",
        "Name a factor for what helps (`rest`, not `fatigue`), and add a rule for what speaks for"
        " it; or write `negated: facilitator` where a negation is to do that.",
    ),
    "C22": _error("lemmas are not known for {language!r}", "List the forms as terms."),
    # Dictionaries of other programs
    "C30": _error("scapolicy can't import this kind of file ({suffix})", "It imports: {known}."),
    "C31": _error(
        "a .dic has two lines that hold a % alone; here there are {found}",
        "Put the numbered categories between two such lines, and the words below them.",
    ),
    "C32": _error(
        "{found!r} is not the number of a category and its name",
        "Between the two lines with a %, write a number, a tab and a name; before them, nothing.",
    ),
    "C33": _error(
        "the number {number} is given to two categories (first in line {first})",
        "Give one of them a number of its own.",
    ),
    "C34": _note("{entry!r} is left out: {reason}", "{remedy}"),
    "C35": _note(
        "{entry!r} is in a category that the header does not have: {numbers}",
        "Correct the number, or add the category.",
    ),
    "C36": _note("the category {name!r} has no entries that can be used, and is left out"),
    "C37": _note(
        "{count:entry stands|entries stand} in one category more than once; each is written once:"
        " {entries}"
    ),
    "C38": _note(
        "{count:entry stands|entries stand} in several categories; a passage gets the codes of all"
        " of them",
    ),
    "C39": _note(
        "the id of {name!r} would be another's too, and is {id!r}", "Rename it if you wish."
    ),
    "C40": _note(
        "a dictionary does not say of which language it is; `languages: [en]` is written",
        "Correct it in the codebook.",
    ),
    "C41": _error(
        "{key!r} must be words, a list of words, or categories with words",
        "For example `taxes: [tax*, customs duties]`.",
    ),
    "C42": _error(
        "the dictionary holds {entries} entries in {lists} categories, more than a codebook can",
        "Part it into several files.",
    ),
    "C43": _error(
        "the file is larger than {limit} MB", "Check what it is, or part it into several."
    ),
    "C44": _error(
        "the dictionary has no entry that can be used", "Check that the file is what it should be."
    ),
    "C45": _note("not listed here: {count} more of {code}"),
    "C46": _error(
        "the first row must be `DicTerm` and the names of categories; it is {found!r}",
        "Export the dictionary again, with its header.",
    ),
    "C47": _note(
        "{count:entry has a weight|entries have weights}, which a codebook has not;"
        " each counts as one",
        "Leave the entries out that should not count.",
    ),
    "C48": _error("a category has no name", "Give it one."),
    "C49": _error("{entry!r} stands in no category", "Put it below the name of its category."),
    "C50": _error(
        "this file exists already, and would be lost",
        "Move it elsewhere, or choose another file with -o.",
    ),
    "C51": _error("the codebook can't be written here ({reason})", "Choose another with -o."),
    "C52": _error("the YAML is nested in more than {limit} levels", "Write it with fewer levels."),
    "C53": _error(
        "the YAML holds more than {values:,} values, or {letters:,} characters in them",
        "Check what it is, or part it into several files.",
    ),
    "C54": _warning(
        "the term {term!r} never counts: {barred} rules out its own words",
        "Remove the term, or take its words out of `none_of`.",
    ),
    "C55": _error(
        "this is no dictionary of Yoshikoder: its root is <{found}>, not <dictionary>",
        "Export the dictionary again.",
    ),
    # Results
    "O01": _error("the results can't be written here ({reason})", "Choose another folder with -o."),
    "O02": _error(
        "this file was changed after scapolicy wrote it, and would be lost",
        "Rename or move it to keep it, or choose another place with -o, and run again.",
    ),
    "O03": _error(
        "nothing shows that scapolicy wrote this file, and it would be lost",
        "Rename or move it to keep it, or choose another place with -o, and run again.",
    ),
    # Agreement between coders
    "E10": _error("there is no column {name!r}", "The columns here are: {found}."),
    "E11": _error("{value!r} is not the number of a {unit}", "Write a whole number from 1 on."),
    "E12": _error("{value!r} is no valence{hint}", "The valences are: {known}."),
    "E13": _error("this row names no source", "Write the transcript's name, or remove the row."),
    "E14": _error(
        "this row has a valence ({value}) but no category", "Name the category that it speaks of."
    ),
    "E15": _error(
        "this row names no coder, though others do", "Name the coder in every row, or in none."
    ),
    "E16": _error(
        "there is only one coder here ({coder})",
        "Give a second file, or one whose column `coder` names several.",
    ),
    "E17": _error(
        "there is no codings.csv in this folder",
        "Give a results folder, or a file; where it was made with --tables-only, code again"
        " without.",
    ),
    "E18": _error(
        "there is no transcript {name!r}{hint}",
        "Correct the name, or give the folder that it lies in with --transcripts.",
    ),
    "E19": _error(
        "transcript {name!r} has no turn {number}; its last is {last}",
        "Number the turns from 1, the interviewer's included.",
    ),
    "E20": _error("the file can't be written here ({reason})", "Choose another file with -o."),
    "E21": _error(
        "scapolicy can't write this kind of table ({suffix})", "Give the file one of: {known}."
    ),
    "E22": _error("this file is given twice", "Give each coder's file once."),
    "E23": _note("undefined: {figures} ({reason})"),
    "E24": _note(
        "coders agree on {percent} or more, but nearly all values are {value!r}, of which chance"
        " alone would explain most; so kappa and alpha are far below AC1",
        "Give agreement, prevalence and AC1 beside them, and code more units of the rarer kind.",
    ),
    "E25": _note("only {coder} put this category{hint}", "See whether the others spell it so."),
    "E26": _note(
        "{coder} has no row in {sources}; all of it counts as absent",
        "If {coder} did not read it, compare with --unseen missing.",
    ),
    "E27": _error(
        "transcripts say which turns there are, but not which segments",
        "Compare by turn, or without --transcripts.",
    ),
    "E30": _error(
        "the gold standard has no rows", "List the units that were read, one row a category."
    ),
    "E31": _error(
        "this file holds the codings of several coders ({coders})",
        "Give a file with those of one of them.",
    ),
    "E32": _note("not in the gold standard, and so not compared: {units} with codings"),
    "E33": _warning(
        "no coding stands in {sources}, which the gold standard names: all of it counts as missed",
        "See whether the sources are called alike in both files.",
    ),
    "E34": _note(
        "{categories}: only in the gold standard", "See whether the categories are spelt alike."
    ),
    "E35": _error("there is no category {name!r}{hint}", "The categories are: {known}."),
    "E36": _error(
        "this file is empty",
        "Give one with a header and codings; a coder who put none keeps the header.",
    ),
    "O04": _error(
        "this folder is not empty, or not a folder", "Give a new folder for the transcripts."
    ),
    "O05": _error(
        "nothing can be written to an address", "Give a place on this machine, and copy it there."
    ),
    "O06": _error(
        "this is a file of the results in its folder, which nothing would read any more",
        "Choose another name with -o.",
    ),
    # Reports
    "P01": _error(
        "there is no run.json in this folder", "Give a folder that `scapolicy code` wrote."
    ),
    "P02": _error(
        "this is not as a run of scapolicy writes it", "Code the transcripts again, and try again."
    ),
    "P03": _error("this file of the results is missing", "Code the transcripts again."),
    "P04": _error(
        "this file was changed after the run wrote it, so the results may contradict each other",
        "Move it elsewhere to keep it, and code the transcripts again.",
    ),
    "P05": _error(
        "the results are larger than {limit} MB, more than a page can show",
        "Leave the passages out with --no-passages, or code a part of the transcripts.",
    ),
    "P06": _error(
        "a report can't be written as this kind of file ({suffix})", "End it in .html or .docx."
    ),
    "P07": _error(
        "this is not the codebook of the run, which used {name!r}, or it was changed since",
        "Give the file that the run used, or code the transcripts again.",
    ),
    "P08": _error("the report can't be written here ({reason})", "Choose another file with -o."),
    "P12": _note(
        "the definitions of the codebook {name!r} are not in this report",
        "Give its file with --codebook.",
    ),
    "P10": _error(
        "there is something to compare with, but no group to compare",
        "Give the group with --group, as for `scapolicy compare`.",
    ),
    "P11": _error(
        "these are results of several runs, as of several codebooks, each in a folder of its own",
        "Give one of: {folders}.",
    ),
    # Tables of a results folder
    "X01": _error("no source has the attribute {name!r}", "The attributes here are: {known}."),
    "X02": _error("no source has {name} = {value!r}", "The values of this attribute are: {found}."),
    "X03": _error(
        "{what} needs the package {package}, which is not installed",
        "Install it with: pip install 'scapolicy[analysis]'.",
    ),
    "X04": _error("the {what} {name!r} is asked for twice", "Give each {what} only once."),
    "X05": _error("{argument} can't be {value!r}", "Give one of: {known}."),
    "X06": _error("{argument} can't be {given}", "Give {wanted}."),
    "X20": _error(
        "sources are in both groups: {names}", "Give groups that have no source in common."
    ),
    "X21": _error("no source is in this group: {group}", "Give other conditions."),
    "X22": _error(
        "the rows of this framework are by {found}, not by {wanted}",
        "Give the same --by, or choose another file with -o.",
    ),
    "X23": _error(
        "this is no framework that scapolicy wrote, or its heads were changed, and what a person"
        " wrote in it would be lost",
        "Put the heads in the first row of its sheet {sheet!r} back, or choose another file with"
        " -o.",
    ),
    "X24": _note("the framework as it was edited is kept as {kept}"),
    "X25": _note(
        "summaries that have no place in this framework any more are kept in its sheet {sheet!r}"
        " ({number}): {where}"
    ),
    "X10": _error(
        "the segments of this run are whole documents, larger than a turn",
        "Look within sources, or code again with --unit turn or sentence.",
    ),
    "X11": _error(
        "lift within turns can't be said: the run did not count its turns",
        "Code again with --unit turn, take another measure, or look within segments or sources.",
    ),
    "X30": _error(
        "a table of {rows} rows and {columns} columns does not fit into {kind}",
        "Write it as .csv or .parquet, or choose fewer sources with --where.",
    ),
    "X31": _note("{kind} can't hold some characters: {sign} stands for them in {texts} of {table}"),
    "X32": _note("{kind} holds {most}: in {table}, what ends in … is cut short ({cells})"),
    "X33": _note(
        "{kind} can't hold some whole numbers: texts stand for them in {cells} of {table}"
    ),
    "X34": _note(
        "not all cells of {columns} are numbers that {kind} can hold: they are text there"
    ),
    "X35": _note("columns of {table} that had the same name are called {columns} there"),
    "X36": _note("an undefined or infinite number is {instead} in {kind}: {cells} of {table}"),
    "X40": _error("scapolicy can't draw this kind of file ({suffix})", "Give it one of: {known}."),
    "X41": _warning(
        "no font here has these letters, which show as boxes: {letters}",
        "Install a font that has them, such as Noto Sans Thai, or write .svg.",
    ),
    "X42": _error(
        "a {kind} has no cases, so --by says nothing of it",
        "Leave it out, or choose sources with --where.",
    ),
    "X43": _error(
        "a picture of {width} × {height} dots is too large",
        "Write .svg or .pdf, or choose fewer sources with --where.",
    ),
    "X50": _error("there is no factor {name!r}", "The factors of this codebook are: {known}."),
    "X51": _error(
        "the sources of this case have different values of {names}",
        "Give the outcome by an attribute that is the same within a case, or leave sources out"
        " with --where.",
    ),
    "X52": _error(
        "this is not what the run was made of, or it can't be read any more",
        "See what differs with `scapolicy verify {results} …`, or code again.",
    ),
    # What differs between two runs
    "V01": _warning("this file of the results is missing", "Code the transcripts again."),
    "V02": _warning(
        "this file of the results was changed after the run wrote it",
        "Take it from a copy, or code the transcripts again.",
    ),
    "V03": _warning("{what} was changed", ""),
    "V04": _warning("{what} is not there any more", ""),
    "V05": _warning("{what} is new", ""),
    "V06": _warning("this transcript was coded, and is left out now: {why}", ""),
    "V07": _warning("this transcript was left out ({why}), and is coded now", ""),
    "V08": _warning("{what} was {before}, and is {after} now", ""),
    "V16": _warning("{name} {version} takes part now, and did not then", ""),
    "V17": _warning("{name} {version} took part then, and does not now", ""),
    "V09": _warning("the codebook was changed, though it still calls itself version {version}", ""),
    "V10": _warning("made again, this file of the results comes out otherwise", ""),
    "V11": _warning("the record of the run says otherwise of: {parts}", ""),
    "V12": _note("the older record does not tell {parts}; what is usual was taken"),
    "V13": _error(
        "the run used a codebook {name!r}, which does not come with scapolicy",
        "Give its file with --codebook.",
    ),
    "V14": _error(
        "these results hold no codings, which this needs",
        "Code the transcripts again, without --tables-only.",
    ),
    "V15": _warning(
        "the record of the run was changed after the run wrote it: what it says of options,"
        " inputs and tables may not be what was run",
        "Take it from a copy, or code the transcripts again.",
    ),
    "V18": _note(
        "the runs are by another attribute or level, so their findings are not compared",
        "Code with the same --by and --level to see which findings differ.",
    ),
    # Withdrawing an informant
    "W01": _error("there is no informant {informant!r} here{hint}", "The informants are: {known}."),
    "W02": _error(
        "this record of scapolicy's can't be read", "Remove it by hand, with what it speaks of."
    ),
    "W03": _error("this can't be removed ({reason})", "Remove it by hand, then try again."),
    "W04": _error("{reason}", "{remedy}"),
    "W06": _error(
        "the code {code!r} stands for both {first!r} and {second!r}",
        "Give one of them another; if they are one person, write both on one line, parted by a ;.",
    ),
    "W05": _error(
        "this is not a key of scapolicy's: a table of `name,code`, a line a name",
        "Give another file; a key is made where there is none.",
    ),
    "W07": _error("this is a file, and a folder is wanted", "Give the folder that it lies in."),
    "W08": _error(
        "this folder can't be written, so nothing was removed",
        "See that you may write there, then try again.",
    ),
    "W09": _note(
        "this can't be read; whether it is theirs is for you to see", "Remove it by hand if it is."
    ),
    "W10": _note(
        "this link goes, but not the file that it leads to: {target}", "Remove that by hand."
    ),
    "W11": _note(
        "these results speak of a source or informant of that name, perhaps of another study",
        "If they are this one's, name the folder with --results.",
    ),
    "W12": _note(
        "no organization is stated for {sources}, so nothing of colleagues goes with it",
        "If there are colleagues, withdraw each of them.",
    ),
    "W13": _note("this speaks of {word!r}, and stays", "Look at it, and remove what must go."),
    "W14": _error("the key can't be written here ({reason})", "Choose another file with --key."),
    "W15": _error(
        "the key would lie among the transcripts, in {folder}",
        "Keep it where nobody who gets the transcripts finds it.",
    ),
    "W16": _error(
        "there is no spaCy pipeline of this name that can be used ({reason})",
        "Install one for your language, or give the folder of one; scapolicy fetches none.",
    ),
    "W17": _error(
        "this pipeline finds no names; it has only: {parts}",
        "Give one with an entity recogniser, or a list with --names.",
    ),
    "W18": _error(
        "{name!r} has the code {first!r} already, and is to have {code!r}",
        "Keep one of the two; to change one that stands in a key, begin a new key.",
    ),
    "W19": _error(
        "this folder would lie among the transcripts, in {folder}",
        "Choose a folder elsewhere: the next run would read both.",
    ),
    "W20": _note(
        "{name!r} is taken for {full!r}, and has the same code",
        "If they are two people, give one of them a code in the list.",
    ),
    "W21": _note(
        "{name!r} may be {fulls}, and has a code of its own",
        "If it is one of them, write both on one line of the list, parted by a ;.",
    ),
    "W22": _note(
        "this may have been made of results that go, and stays",
        "Look at it, and remove what must go.",
    ),
    "W23": _note("a withdrawal that had been cut off was completed; removed:"),
    "W24": _note(
        "a withdrawal had been cut off before anything was removed, and is forgotten",
        "Give it again: `scapolicy withdraw`.",
    ),
    "W25": _note(
        "more than {limit} files lie here, and not all of them were searched",
        "See for yourself what in it speaks of them.",
    ),
    "W26": _note(
        "too short to be looked for in running text: {words}; searched were only names of files,"
        " whole cells of CSV, TSV and XLSX, and whole values of JSON",
        "Look through notes, reports and documents yourself.",
    ),
    "W27": _note(
        "rows of this workbook speak of them, and stay ({rows}): it holds {parts}, which would be"
        " lost or come wrong if it were written anew",
        "Delete these rows by hand, before you run anything.",
    ),
    # What the user is told of a run that went well
    "N01": _note("left out: no consent was given"),
    "N02": _note(
        "consent is not stated for {sources}", "State `consent: true` or `consent: false`."
    ),
    "N03": _note("no speakers were found; all of the text counts as an informant's"),
    "N04": _note(
        "{words:word before the first speaker is|words before the first speaker are} not coded"
    ),
    "N05": _note(
        "no {attribute!r} is stated for {sources}: counted under (none)",
        "State it in the transcript's head or in attributes.csv.",
    ),
    "N28": _warning(
        "no source states {attribute!r}, so that all are counted under (none){hint}",
        "State it in the transcripts' heads or in attributes.csv{others}.",
    ),
    "N06": _note("{count:code|codes} never matched: {codes}"),
    "N07": _note(
        "the codebook is for {known}, but there are sources in {languages}",
        "Few of its rules will match.",
    ),
    "N08": _note(
        "{attribute!r} is {value!r} in {where} and {other!r} in {elsewhere}; the first holds",
        "Correct one of the two.",
    ),
    "N09": _note(
        "nobody was recognised as the interviewer among {speakers}",
        "Name the interviewer with --interviewer LABEL or in scapolicy.toml.",
    ),
    "N10": _note("it holds no words to code"),
    "N11": _note(
        "the label {label!r} stands here only, and is read as {meant!r}",
        "Correct it if that is wrong.",
    ),
    "N12": _note(
        "{speaker!r} asks nearly all of the questions, and is taken for the interviewer",
        "If that is wrong, name who answers as `informants` in scapolicy.toml.",
    ),
    "N13": _note(
        "the label {label!r} stands here only, and is taken for a speaker",
        "If that is wrong, write no colon after it.",
    ),
    "N14": _note(
        "these stand before a colon, and were not taken for speakers: {labels}",
        "If one is a speaker, name it as `interviewers` or `informants` in scapolicy.toml.",
    ),
    "N15": _note(
        "{words} words before the first speaker, {share}% of the text, are not coded",
        "If they are speech, put who speaks and a colon before them.",
    ),
    "N16": _note(
        "the labels {label!r} and {other!r} are nearly alike, and count as two speakers",
        "If they are one, correct the one that is mistyped.",
    ),
    "N20": _note(
        "there is no such language, so what is stated is passed over: {languages}",
        "Write it as a code, as in `language: th`.",
    ),
    "N21": _note(
        "no language is stated; as they read, these sources are in {languages}",
        "State `language` where that is wrong.",
    ),
    "N22": _note(
        "which language {sources} is in is not clear, and taken to be {language}",
        "State `language`.",
    ),
    "N23": _note(
        "another language is stated than the text is in, and stands: {sources}",
        "Correct `language`.",
    ),
    "N24": _note("the speaker {speaker!r} is written {label!r}"),
    "N25": _warning(
        "from turn {turn} on, the plain form reads otherwise",
        "Compare the two, and mend the one that was written.",
    ),
    "N26": _warning(
        "no turn is that of {labels}, named as interviewer", "Write the label as it stands there."
    ),
    "N27": _note("it is written as {name}, as another transcript has the plain name"),
    "N29": _note(
        "no sentence ends for {characters} characters of turn {turn}, so that these are"
        " one passage, and count once",
        "Where full stops are lacking, put them in, or have what wrote it down set them.",
    ),
}


class _Wording(string.Formatter):
    """Fills in a message, in which `{n:word|words}` is a number and what goes with it."""

    def format_field(self, value: object, format_spec: str) -> str:
        one, parted, many = format_spec.partition("|")
        if not parted:
            return format(value, format_spec)
        return f"{value} {one if str(value) == '1' else many}"


_WORDING = _Wording()


def problem(
    code: str, /, *, at: str = "", line: int | None = None, place: str = "", **values: object
) -> Problem:
    """Fill in a row of the table.

    >>> print(problem("R01", at="interviews"))
    interviews: there is no such file or folder [R01]
      Check the path.
    """
    kind = KINDS[code]
    return Problem(
        code,
        kind.severity,
        _WORDING.vformat(kind.message, (), values),
        _WORDING.vformat(kind.remedy, (), values),
        at,
        line,
        place,
    )


def together(problems: Iterable[Problem], *, weighed: bool = False) -> list[str]:
    r"""Problems to be told, those of a kind as one: what is to do stands once, after all places.

    With `weighed` each begins with how much it weighs.

    >>> print(*together([problem("R01", at="a.md"), problem("R01", at="b.md")]), sep="\n")
    there is no such file or folder [R01]
      a.md
      b.md
      Check the path.
    """
    kinds: dict[tuple[str, str], dict[str, list[Problem]]] = {}
    for one in problems:
        kinds.setdefault((one.code, one.remedy), {}).setdefault(one.message, []).append(one)
    return [
        "\n".join(
            [
                *(_at_once(alike, weighed=weighed) for alike in messages.values()),
                *([f"  {remedy}"] if remedy else []),
            ]
        )
        for (_, remedy), messages in kinds.items()
    ]


def _at_once(alike: Sequence[Problem], *, weighed: bool) -> str:
    """Problems that say the same, without what is to do."""
    first, *more = alike
    said = replace(first, remedy="")
    places = [f"  {' '.join(one.where.splitlines())}" for one in alike]
    if more:
        said = replace(said, file="", line=None, key="")
    weight = f"{first.severity}: " if weighed else ""
    return "\n".join([f"{weight}{said}", *(places if more else [])])


def listed(names: Sequence[str], most: int = 3) -> str:
    """A few names and how many more there are.

    >>> listed(["a.md", "b.md", "c.md", "d.md", "e.md"])
    'a.md, b.md, c.md and 2 more'
    """
    more = len(names) - most
    return ", ".join(names) if more <= 1 else f"{', '.join(names[:most])} and {more} more"


def reason_of(error: Exception) -> str:
    """What an error of the system or of a library says, in a line and without the file's name.

    >>> reason_of(FileNotFoundError(2, "No such file or directory", "a.md")), reason_of(OSError())
    ('No such file or directory', 'OSError')
    """
    said = str((isinstance(error, OSError) and error.strerror) or error).strip()
    return said.splitlines()[0] if said else type(error).__name__


def counted(number: int, word: str, words: str = "") -> str:
    """A number and what it counts; `words` is the plural, where it is not made with an s.

    >>> counted(1, "word"), counted(1815, "segment"), counted(0, "entry", "entries")
    ('1 word', '1,815 segments', '0 entries')
    """
    return f"{number:,} {word if number == 1 else words or f'{word}s'}"
