"""Why a term, regex or token pattern can't be used."""


class RuleFaultError(Exception):
    """A part of a rule that could never match, or can't be run.

    `reason` completes a sentence that names the part; `remedy` says what to write instead.
    """

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy
