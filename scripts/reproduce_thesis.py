"""Makes every table and figure of the study, from the transcripts that come along.

A template: copy it beside your own transcripts, and change what stands in capitals.
"""

import argparse
from importlib.util import find_spec
from pathlib import Path

import scapolicy as sp

ROOT = Path(__file__).resolve().parent.parent
TRANSCRIPTS = ROOT / "transcripts"
CODEBOOK = "key-factors"
CASE = "province"
# Only what is said in the provinces is compared; the central government is a case of its own.
PROVINCES = {"level": ["provincial", "local", "private"]}
IMPLEMENTS = {"province": ["Chiang Mai", "Khon Kaen"]}
FAILS = {"province": ["Rayong", "Pathum Thani"]}
NEEDED = ["matplotlib", "scipy", "statsmodels"]


def reproduce(out: Path) -> None:
    """Code the transcripts, and write what chapter 4 shows."""
    sources = sp.read_transcripts(TRANSCRIPTS)
    codebook = sp.load_codebook(CODEBOOK)
    coded = sp.code(sources, codebook)
    sp.write_results(coded, out / "results", by=CASE)
    provinces = sp.select(coded, PROVINCES)

    tables = {
        "4-1-matrix": [sp.matrix(coded, [CASE])],
        "4-2-matrix-by-level": [sp.matrix(coded, [CASE, "level"], tell_zeros=True)],
        "4-3-findings": [sp.findings(coded, [CASE])],
        "4-4-frequencies": [sp.frequencies(coded, [CASE])],
        "4-5-words": [sp.frequencies(coded, [CASE], of="words")],
        "4-6-crosstab": sp.crosstab(provinces, [CASE], count="informants"),
        "4-7-cooccurrence": [sp.cooccurrence(coded, within="source")],
        "4-8-compare": sp.compare(provinces, IMPLEMENTS, FAILS).tables(),
        "4-9-qca": sp.qca(provinces, IMPLEMENTS, CASE).tables(),
        "4-10-sensitivity": sp.sensitivity(sources, codebook, by=CASE).tables(),
        "4-11-coverage": [sp.coverage(coded), *sp.uncaught(coded, sources, top=50)],
    }
    for name, made in tables.items():
        sp.export(made, out / f"{name}.xlsx")
        sp.export(made, out / f"{name}.csv")

    for kind in ("heatmap", "valences", "frequencies", "network", "dispersion"):
        sp.write_figure(sp.figure(coded, kind), out / f"4-{kind}.svg")

    sp.write_framework(sp.framework(coded, [CASE]), out / "framework.xlsx")
    sp.write_report(out / "results", out / "report.html", group=IMPLEMENTS, against=FAILS)


def main() -> None:
    """Take the folder from the command line, and say what is missing or went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", nargs="?", default="thesis", help="a folder (thesis, if not given)")
    out = Path(parser.parse_args().out)
    if missing := [package for package in NEEDED if find_spec(package) is None]:
        install = "python -m pip install 'scapolicy[analysis]' (in a clone: '.[analysis]')"
        parser.exit(2, f"Not installed: {', '.join(missing)}.\nInstall them with: {install}\n")
    try:
        out.mkdir(parents=True, exist_ok=True)
        reproduce(out)
    except OSError as error:
        parser.exit(2, f"{error.filename}: {error.strerror}\nNot all was written to {out}.\n")
    except sp.ScapolicyError as error:
        parser.exit(2, f"{error}\nNot all was written to {out}.\n")
    print(f"Written to {out}")


if __name__ == "__main__":
    main()
