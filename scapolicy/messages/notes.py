"""What is told of a run that went well."""

from scapolicy.messages.kind import Kind, note, warning

MESSAGES: dict[str, Kind] = {
    "N01": note("left out: no consent was given"),
    "N02": note(
        "consent is not stated for {sources}", "State `consent: true` or `consent: false`."
    ),
    "N03": note("no speakers were found; all of the text counts as an informant's"),
    "N04": note(
        "{words:word before the first speaker is|words before the first speaker are} not coded"
    ),
    "N05": note(
        "no {attribute!r} is stated for {sources}: counted under (none)",
        "State it in the transcript's head or in attributes.csv.",
    ),
    "N06": note("{count:code|codes} never matched: {codes}"),
    "N07": note(
        "the codebook is for {known}, but there are sources in {languages}",
        "Few of its rules will match.",
    ),
    "N08": note(
        "{attribute!r} is {value!r} in {where} and {other!r} in {elsewhere}; the first holds",
        "Correct one of the two.",
    ),
    "N09": note(
        "nobody was recognised as the interviewer among {speakers}",
        "Name the interviewer with --interviewer LABEL or in scapolicy.toml.",
    ),
    "N10": note("it holds no words to code"),
    "N11": note(
        "the label {label!r} stands here only, and is read as {meant!r}",
        "Correct it if that is wrong.",
    ),
    "N12": note(
        "{speaker!r} asks nearly all of the questions, and is taken for the interviewer",
        "If that is wrong, name who answers as `informants` in scapolicy.toml.",
    ),
    "N13": note(
        "the label {label!r} stands here only, and is taken for a speaker",
        "If that is wrong, write no colon after it.",
    ),
    "N14": note(
        "these stand before a colon, and were not taken for speakers: {labels}",
        "If one is a speaker, name it as `interviewers` or `informants` in scapolicy.toml.",
    ),
    "N15": note(
        "{words} words before the first speaker, {share}% of the text, are not coded",
        "If they are speech, put who speaks and a colon before them.",
    ),
    "N16": note(
        "the labels {label!r} and {other!r} are nearly alike, and count as two speakers",
        "If they are one, correct the one that is mistyped.",
    ),
    "N20": note(
        "there is no such language, so what is stated is passed over: {languages}",
        "Write it as a code, as in `language: th`.",
    ),
    "N21": note(
        "no language is stated; as they read, these sources are in {languages}",
        "State `language` where that is wrong.",
    ),
    "N22": note(
        "which language {sources} is in is not clear, and taken to be {language}",
        "State `language`.",
    ),
    "N23": note(
        "another language is stated than the text is in, and stands: {sources}",
        "Correct `language`.",
    ),
    "N24": note("the speaker {speaker!r} is written {label!r}"),
    "N25": warning(
        "from turn {turn} on, the plain form reads otherwise",
        "Compare the two, and mend the one that was written.",
    ),
    "N30": note(
        "paragraphs are one in the plain form, as a line begins like a speaker's label:"
        " turn {turns}",
        "Where paragraphs are coded, part them by hand, and write the line otherwise.",
    ),
    "N26": warning(
        "no turn is that of {labels}, named as interviewer", "Write the label as it stands there."
    ),
    "N27": note("it is written as {name}, as another transcript has the plain name"),
    "N28": warning(
        "no source states {attribute!r}, so that all are counted under (none){hint}",
        "State it in the transcripts' heads or in attributes.csv{others}.",
    ),
    "N29": note(
        "no sentence ends for {characters} characters of turn {turn}, so that these are"
        " one passage, and count once",
        "Where full stops are lacking, put them in, or have what wrote it down set them.",
    ),
}
