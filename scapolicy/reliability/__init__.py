"""Codings of several coders → how far they agree, by coefficients that can be looked up.

`agree` reads the codings and compares them; the coefficients take any matrix of units × coders.
What each is, and what it is not, stands in docs/reliability.md.
"""

from scapolicy.reliability.agreement import Agreement, Figures, Unseen, agree, compare
from scapolicy.reliability.bootstrap import alpha_interval
from scapolicy.reliability.coefficients import (
    Undefined,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    mean_pairwise_kappa,
    percent_agreement,
)
from scapolicy.reliability.evaluation import Evaluation, evaluate
from scapolicy.reliability.scores import Counts
from scapolicy.reliability.sheets import Compared, Sheet

__all__ = [
    "Agreement",
    "Compared",
    "Counts",
    "Evaluation",
    "Figures",
    "Sheet",
    "Undefined",
    "Unseen",
    "agree",
    "alpha_interval",
    "cohen_kappa",
    "compare",
    "evaluate",
    "fleiss_kappa",
    "gwet_ac1",
    "krippendorff_alpha",
    "mean_pairwise_kappa",
    "percent_agreement",
]
