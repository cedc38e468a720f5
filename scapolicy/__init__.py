"""Directed content analysis that can be run again.

>>> import scapolicy as sp
>>> sources = sp.read_transcripts("transcripts/")
>>> codebook = sp.load_codebook("key-factors")
>>> coded = sp.code(sources, codebook, unit="sentence")
>>> coded.matrix(by="province")["province"].tolist()
['Central', 'Chiang Mai', 'Khon Kaen', 'Pathum Thani', 'Rayong']
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scapolicy.analysis.compare import compare
    from scapolicy.analysis.cooccurrence import cooccurrence
    from scapolicy.analysis.coverage import coverage, uncaught
    from scapolicy.analysis.crosstab import crosstab
    from scapolicy.analysis.findings import findings
    from scapolicy.analysis.framework import framework
    from scapolicy.analysis.framework_file import write_framework
    from scapolicy.analysis.frequencies import frequencies
    from scapolicy.analysis.kwic import kwic
    from scapolicy.analysis.matrix import matrix
    from scapolicy.analysis.qca import qca
    from scapolicy.analysis.selection import select
    from scapolicy.analysis.sensitivity import sensitivity
    from scapolicy.codebook.foreign.load import import_codebook, write_codebook
    from scapolicy.codebook.load import check_codebook, load_codebook, shipped_codebooks
    from scapolicy.coded import Coded
    from scapolicy.conversion import convert_transcripts
    from scapolicy.difference import diff
    from scapolicy.errors import Problem, ScapolicyError
    from scapolicy.explanation import explain
    from scapolicy.figures.write import figure, write_figure
    from scapolicy.inputs import inputs_of
    from scapolicy.names import read_names
    from scapolicy.pseudonyms import plan_pseudonyms, pseudonymize
    from scapolicy.readers.folder import find_transcripts, read_transcripts
    from scapolicy.records import Codebook, Source, Turn
    from scapolicy.reliability import agree, evaluate
    from scapolicy.report import make_report, write_report
    from scapolicy.results import write_results
    from scapolicy.results_reader import read_results
    from scapolicy.run import code, code_corpus
    from scapolicy.setup import write_settings
    from scapolicy.studies import plan_study, run_study
    from scapolicy.suggestions import suggest
    from scapolicy.table_files import export
    from scapolicy.tables.table import Table
    from scapolicy.verification import verify
    from scapolicy.withdrawal import plan_withdrawal, withdraw

# Where each public name lives; it is imported when first asked for, so that start-up stays cheap.
_HOMES = {
    "Codebook": "records",
    "Coded": "coded",
    "Problem": "errors",
    "ScapolicyError": "errors",
    "Source": "records",
    "Table": "tables.table",
    "Turn": "records",
    "agree": "reliability",
    "check_codebook": "codebook.load",
    "code": "run",
    "code_corpus": "run",
    "compare": "analysis.compare",
    "convert_transcripts": "conversion",
    "cooccurrence": "analysis.cooccurrence",
    "crosstab": "analysis.crosstab",
    "coverage": "analysis.coverage",
    "diff": "difference",
    "evaluate": "reliability",
    "explain": "explanation",
    "export": "table_files",
    "find_transcripts": "readers.folder",
    "findings": "analysis.findings",
    "frequencies": "analysis.frequencies",
    "framework": "analysis.framework",
    "import_codebook": "codebook.foreign.load",
    "kwic": "analysis.kwic",
    "load_codebook": "codebook.load",
    "make_report": "report",
    "figure": "figures.write",
    "inputs_of": "inputs",
    "matrix": "analysis.matrix",
    "plan_pseudonyms": "pseudonyms",
    "plan_study": "studies",
    "plan_withdrawal": "withdrawal",
    "pseudonymize": "pseudonyms",
    "qca": "analysis.qca",
    "read_names": "names",
    "read_results": "results_reader",
    "read_transcripts": "readers.folder",
    "run_study": "studies",
    "select": "analysis.selection",
    "sensitivity": "analysis.sensitivity",
    "shipped_codebooks": "codebook.load",
    "suggest": "suggestions",
    "uncaught": "analysis.coverage",
    "verify": "verification",
    "withdraw": "withdrawal",
    "write_codebook": "codebook.foreign.load",
    "write_figure": "figures.write",
    "write_framework": "analysis.framework_file",
    "write_report": "report",
    "write_results": "results",
    "write_settings": "setup",
}

__all__ = [
    "Codebook",
    "Coded",
    "Problem",
    "ScapolicyError",
    "Source",
    "Table",
    "Turn",
    "agree",
    "check_codebook",
    "code",
    "code_corpus",
    "compare",
    "convert_transcripts",
    "cooccurrence",
    "coverage",
    "crosstab",
    "diff",
    "evaluate",
    "explain",
    "export",
    "figure",
    "find_transcripts",
    "findings",
    "framework",
    "frequencies",
    "import_codebook",
    "inputs_of",
    "kwic",
    "load_codebook",
    "make_report",
    "matrix",
    "plan_pseudonyms",
    "plan_study",
    "plan_withdrawal",
    "pseudonymize",
    "qca",
    "read_names",
    "read_results",
    "read_transcripts",
    "run_study",
    "select",
    "sensitivity",
    "shipped_codebooks",
    "suggest",
    "uncaught",
    "verify",
    "withdraw",
    "write_codebook",
    "write_figure",
    "write_framework",
    "write_report",
    "write_results",
    "write_settings",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'scapolicy' has no attribute {name!r}")
    return getattr(import_module(f"scapolicy.{_HOMES[name]}"), name)
