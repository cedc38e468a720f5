"""Matrices whose coefficients others have published or worked out, to be held against ours.

`published` are the figures of the source, good to `digits`. `recomputed` are those of krippendorff
0.9.0 (alpha), irrCAC 0.4.4 (AC1, Fleiss' kappa with missing values), scikit-learn (Cohen's kappa)
and statsmodels (Fleiss' kappa), to six digits. With two coders `fleiss` is the source's Scott's
pi. Values are one character each; their names were
shortened, which changes no figure.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Worked:
    """A matrix: one word a unit, one character a coder, `.` missing, `*n` for n alike."""

    source: str
    units: str
    published: dict[str, float] = field(default_factory=dict)
    digits: float = 0.001
    recomputed: dict[str, float] = field(default_factory=dict)

    @property
    def matrix(self) -> list[list[str | None]]:
        rows: list[list[str | None]] = []
        for word in self.units.split():
            values, _, times = word.partition("*")
            row = [None if value == "." else value for value in values]
            rows += [row] * int(times or 1)
        return rows


WORKED = (
    Worked(
        "Krippendorff (1980), Content Analysis, p. 133",
        "00 11 01 00 00 01 00 01 10 00",
        published={"percent": 0.6, "alpha": 0.095},
        recomputed={"alpha": 0.095238, "kappa": 0.090909, "fleiss": 0.047619, "ac1": 0.310345},
    ),
    Worked(
        "Krippendorff (1980), Content Analysis, p. 139",
        "111 122 222 444 144 222 123 333 222",
        published={"percent": 0.74, "alpha": 0.642},
        recomputed={"alpha": 0.641732, "fleiss": 0.627953, "ac1": 0.662299},
    ),
    Worked(
        "Krippendorff (2004), Content Analysis, 2nd ed., p. 227",
        "aa ab bb*4 bc cc*5",
        published={"percent": 0.833, "alpha": 0.734},
        recomputed={"alpha": 0.734104, "kappa": 0.724138, "fleiss": 0.722543, "ac1": 0.761787},
    ),
    Worked(
        "Krippendorff (2004), Content Analysis, 2nd ed., p. 230; all but alpha: tests of irrCAC",
        "11.1 2232 3333 3333 2222 1234 4444 1121 2222 .555 ..11 ..3.",
        published={"alpha": 0.743, "percent": 0.818, "ac1": 0.775, "fleiss": 0.761},
        recomputed={"alpha": 0.743421, "ac1": 0.775444, "fleiss": 0.761169},
    ),
    Worked(
        "Hayes & Krippendorff (2007), Communication Methods and Measures 1, p. 84",
        "112.2 1101. 2333. .00.0 000.0 000.0 102.1 1.20. 222.2 2111. .100. 0000. 1222. 33223 "
        "111.1 111.1 212.2 1233. 1101. 000.0 0011. 00.00 2333. 0000. 12.22 0111. 00010 1212. "
        "1122. 112.2 110.0 2121. 22.22 3222. 222.2 223.2 222.2 22.12 2222. 111.1",
        recomputed={"alpha": 0.47651, "ac1": 0.509349, "fleiss": 0.469685},
    ),
    Worked(
        "Fleiss (1971), Psychological Bulletin 76, p. 379",
        "444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 144444 124444 "
        "222333 144444 224445 333335 111455 111112 224444 133555 555555 244444 224555 114444 "
        "144445 222224 111155 224444 133333 555555",
        published={"fleiss": 0.43},
        recomputed={"alpha": 0.43341, "fleiss": 0.430245, "ac1": 0.447885},
    ),
    Worked(
        "Cohen (1960), Educational and Psychological Measurement 20, p. 37; AC1: DKPro Statistics",
        "11*25 12*12 13*3 21*13 22*2 23*15 31*12 32*16 33*2",
        published={"percent": 0.29, "ac1": -0.048},
        recomputed={"alpha": -0.095271, "kappa": -0.092308, "fleiss": -0.100775, "ac1": -0.04797},
    ),
    Worked(
        "Cohen (1960), Educational and Psychological Measurement 20, p. 45; AC1: DKPro Statistics",
        "11*88 12*14 13*18 21*10 22*40 23*10 31*2 32*6 33*12",
        published={"percent": 0.7, "kappa": 0.492, "ac1": 0.576},
        recomputed={"alpha": 0.488462, "kappa": 0.491525, "fleiss": 0.487179, "ac1": 0.575972},
    ),
    Worked(
        "worked by hand after Gwet (2008), in the tests of DKPro Statistics",
        "yy*8 nn yn",
        published={"percent": 0.9, "ac1": 0.8658, "fleiss": 0.6078},
        digits=0.0001,
        recomputed={"alpha": 0.627451, "kappa": 0.615385, "fleiss": 0.607843, "ac1": 0.865772},
    ),
    Worked(
        "Krippendorff (2004), Content Analysis, 2nd ed., p. 246, first table",
        "aa*12 ab*9 ac*9 ba*9 bb*14 bc*9 ca*9 cb*9 cc*20",
        published={"percent": 0.46, "fleiss": 0.186, "kappa": 0.186},
        recomputed={"alpha": 0.189837, "kappa": 0.185766, "fleiss": 0.185766, "ac1": 0.192101},
    ),
    Worked(
        "Krippendorff (2004), Content Analysis, 2nd ed., p. 246, second table",
        "aa*12 ab*18 ac*18 bb*14 bc*18 cc*20",
        published={"percent": 0.46, "fleiss": 0.186, "kappa": 0.258},
        recomputed={"alpha": 0.189837, "kappa": 0.258242, "fleiss": 0.185766, "ac1": 0.192101},
    ),
    Worked(
        "Artstein & Poesio (2008), Computational Linguistics 34, p. 558",
        "ss*20 si*10 is*20 ii*50",
        published={"percent": 0.7, "fleiss": 0.341, "kappa": 0.348},
        recomputed={"alpha": 0.343956, "kappa": 0.347826, "fleiss": 0.340659, "ac1": 0.449541},
    ),
    Worked(
        "Wikipedia, Krippendorff's alpha, section A computational example",
        ".1. ... .22 .11 .33 334 444 13. 2.2 1.1 1.1 3.3 3.3 ... 3.4",
        published={"alpha": 0.691358},
        digits=1e-06,
        recomputed={"alpha": 0.691358, "ac1": 0.709164, "fleiss": 0.68602},
    ),
    Worked(
        "tests of krippendorff 0.9.0: names as values",
        "ppp nnn uup .pp",
        published={"alpha": 0.722222},
        digits=1e-06,
        recomputed={"alpha": 0.722222, "ac1": 0.76699, "fleiss": 0.707317},
    ),
    Worked(
        "tests of krippendorff 0.9.0: a metric of one's own (here nominal)",
        "11 22 34",
        recomputed={"alpha": 0.615385, "kappa": 0.571429, "fleiss": 0.538462, "ac1": 0.560976},
    ),
    Worked(
        "tests of krippendorff 0.9.0: one value",
        "11 11",
    ),
    Worked(
        "tests of krippendorff 0.9.0: nothing to pair",
        "1. .2",
    ),
    Worked(
        "irrCAC 0.4.4, data set raw_5observers",
        "112.2 1101. 2333. .00.0 000.0 000.0 102.1 1.20. 222.2 2111. .100. 0000. 1222. 33223 111.1",
        published={"ac1": 0.497, "fleiss": 0.458, "alpha": 0.481},
        recomputed={"alpha": 0.48053, "ac1": 0.496622, "fleiss": 0.457622},
    ),
    Worked(
        "irrCAC 0.4.4, data set raw_g1g2",
        "aa.a bbcb cccc cccc bbbb abcd dddd aaba bbbb .eee ..aa ..c. bbcb bacb",
        published={"ac1": 0.685, "fleiss": 0.657, "alpha": 0.632},
        recomputed={"alpha": 0.631806, "ac1": 0.684604, "fleiss": 0.657245},
    ),
    Worked(
        "irrCAC 0.4.4, data set raw_gender",
        "aaac aabc aabc aacc abaa baaa bbbb bcbb cccc aaac aabc aabc aacc abaa baaa",
        published={"ac1": 0.208, "fleiss": 0.129, "alpha": 0.143},
        recomputed={"alpha": 0.143407, "fleiss": 0.128889, "ac1": 0.208081},
    ),
    Worked(
        "irrCAC 0.4.4, data set raw_ben_gerry",
        "ab aa bb bb db cc cc cc ee d. dd ad",
        published={"ac1": 0.661, "fleiss": 0.649, "alpha": 0.665},
        recomputed={"alpha": 0.664894, "ac1": 0.661442, "fleiss": 0.649351},
    ),
)
