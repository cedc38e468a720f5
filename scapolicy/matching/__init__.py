"""Rules → hits: terms, lemmas, regexes and token patterns found in raw text.

The semantics are written down in docs/reference/matching.md; `tests/oracle.py` implements them
again, slowly and plainly, and the tests hold the two against each other.
"""
