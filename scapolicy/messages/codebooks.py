"""Codebooks, and dictionaries of other programs."""

from scapolicy.messages.kind import Kind, error, note, warning

MESSAGES: dict[str, Kind] = {
    "C01": error(
        "this is not YAML: {reason}", "Correct the line; quote terms that start with * or &."
    ),
    "C02": error("unknown key {key!r}{hint}", "The keys here are: {known}."),
    "C03": error("{key!r} is missing", "{why}"),
    "C04": error("{key!r} must be {expected}", "{example}"),
    "C05": error("the key {key!r} stands here twice", "Keep one of the two."),
    "C06": error("the id {id!r} is used twice (first in line {first})", "Rename one of the two."),
    "C07": error(
        "{id!r} is not an id", "Use lower-case letters, digits and _, beginning with a letter."
    ),
    "C08": warning(
        "the term {term!r} also stands in code {other!r} (line {first})",
        "Keep it in the code that it is evidence for, or make one of the two more precise.",
    ),
    "C09": warning(
        "the term {term!r} stands in this code twice (first in line {first})",
        "Remove one of the two.",
    ),
    "C10": error("this rule can't match: it has no terms", "Add terms, lemmas, regex or tokens."),
    "C11": error("this rule can't match: the term {term!r} {reason}", "{remedy}"),
    "C12": error("the regex {regex!r} can't be used: {reason}", "{remedy}"),
    "C13": warning(
        "the regex {regex!r} repeats what is itself repeated; most engines can hang on it",
        "scapolicy's own engine can't, but write it without the inner or the outer repetition.",
    ),
    "C14": error(
        "this rule can't match: the regex {regex!r} finds no words in a sentence",
        "Write what must be there; a sentence holds no line ends (\\n), only single spaces.",
    ),
    "C15": error("the token pattern can't be used: {reason}", "{remedy}"),
    "C16": warning("{what} has no definition", "Say in a sentence what it stands for."),
    "C17": error(
        "this rule can't match: the term {term!r} is excluded by {exclude!r}",
        "Remove the term, or make the exclusion more precise.",
    ),
    "C18": error(
        "the file repeats parts of itself too often (YAML aliases)",
        "Write the parts out, or use fewer of them.",
    ),
    "C19": error("there is no codebook {name!r}", "Give a file, or one of: {known}."),
    "C20": warning(
        "nothing is known of the forms of {word!r} ({language}); only the word itself will match",
        "Check the spelling, or list the forms as terms.",
    ),
    "C21": error(
        "`present` must be above `absent`, both between 0 and 1", "For example 0.75 and 0.25."
    ),
    "C22": error("lemmas are not known for {language!r}", "List the forms as terms."),
    "C23": warning(
        "negation is not known for {language!r}; no rule will be turned by one",
        "Write the negated phrases as rules of their own.",
    ),
    "C24": error("the sets can't be used: {reason}", "{remedy}"),
    "C25": error("this rule can't match: {reason}", "{remedy}"),
    "C26": warning(
        "this rule changes nothing: rule {other!r} (line {first}) finds all that it finds",
        "Remove it, or make one of the two more precise.",
    ),
    "C27": warning("the set ${name} is used nowhere", "Use it in a rule, or remove it."),
    "C28": warning(
        "the cue {term!r} is given as {effect} here and as {other} in {where}",
        "Keep one of the two; the codebook's own does not replace the other.",
    ),
    "C29": error("two of the codebooks given are both called {name!r}", "Rename one of the files."),
    "C30": error("scapolicy can't import this kind of file ({suffix})", "It imports: {known}."),
    "C31": error(
        "a .dic has two lines that hold a % alone; here there are {found}",
        "Put the numbered categories between two such lines, and the words below them.",
    ),
    "C32": error(
        "{found!r} is not the number of a category and its name",
        "Between the two lines with a %, write a number, a tab and a name; before them, nothing.",
    ),
    "C33": error(
        "the number {number} is given to two categories (first in line {first})",
        "Give one of them a number of its own.",
    ),
    "C34": note("{entry!r} is left out: {reason}", "{remedy}"),
    "C35": note(
        "{entry!r} is in a category that the header does not have: {numbers}",
        "Correct the number, or add the category.",
    ),
    "C36": note("the category {name!r} has no entries that can be used, and is left out"),
    "C37": note(
        "{count:entry stands|entries stand} in one category more than once; each is written once:"
        " {entries}"
    ),
    "C38": note(
        "{count:entry stands|entries stand} in several categories; a passage gets the codes of all"
        " of them",
    ),
    "C39": note(
        "the id of {name!r} would be another's too, and is {id!r}", "Rename it if you wish."
    ),
    "C40": note(
        "a dictionary does not say of which language it is; `languages: [en]` is written",
        "Correct it in the codebook.",
    ),
    "C41": error(
        "{key!r} must be words, a list of words, or categories with words",
        "For example `taxes: [tax*, customs duties]`.",
    ),
    "C42": error(
        "the dictionary holds {entries} entries in {lists} categories, more than a codebook can",
        "Part it into several files.",
    ),
    "C43": error(
        "the file is larger than {limit} MB", "Check what it is, or part it into several."
    ),
    "C44": error(
        "the dictionary has no entry that can be used", "Check that the file is what it should be."
    ),
    "C45": note("not listed here: {count} more of {code}"),
    "C46": error(
        "the first row must be `DicTerm` and the names of categories; it is {found!r}",
        "Export the dictionary again, with its header.",
    ),
    "C47": note(
        "{count:entry has a weight|entries have weights}, which a codebook has not;"
        " each counts as one",
        "Leave the entries out that should not count.",
    ),
    "C48": error("a category has no name", "Give it one."),
    "C49": error("{entry!r} stands in no category", "Put it below the name of its category."),
    "C50": error(
        "this file exists already, and would be lost",
        "Move it elsewhere, or choose another file with -o.",
    ),
    "C51": error("the codebook can't be written here ({reason})", "Choose another with -o."),
    "C52": error("the YAML is nested in more than {limit} levels", "Write it with fewer levels."),
    "C53": error(
        "the YAML holds more than {values:,} values, or {letters:,} characters in them",
        "Check what it is, or part it into several files.",
    ),
    "C54": warning(
        "the term {term!r} never counts: {barred} rules out its own words",
        "Remove the term, or take its words out of `none_of`.",
    ),
    "C55": error(
        "this is no dictionary of Yoshikoder: its root is <{found}>, not <dictionary>",
        "Export the dictionary again.",
    ),
    "C56": warning(
        "all rules of {what} are barriers: where it is spoken of, its finding is `absent`, but for"
        " what a negation turns",
        "Name a factor for what helps (`rest`, not `fatigue`), and add a rule for what speaks for"
        " it; or write `negated: facilitator` where a negation is to do that.",
    ),
    "C57": error(
        "the rules have {terms} terms when their sets are written out, more than {most}",
        "Use fewer sets in one phrase, or part the codebook into several.",
    ),
    "C58": error(
        "the settings of this folder name several codebooks: {names}", "Choose one with --codebook."
    ),
}
