"""Makes every table and figure of the study, from the transcripts that come along.

    python scripts/reproduce_thesis.py OUT

A template: copy it beside your own transcripts, and change what stands in capitals.
"""

import sys
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


def main(out: Path) -> None:
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
        "4-11-coverage": [sp.coverage(coded), *sp.uncaught(coded, sources)],
    }
    for name, made in tables.items():
        sp.export(made, out / f"{name}.xlsx")
        sp.export(made, out / f"{name}.csv")

    for kind in ("heatmap", "valences", "frequencies", "network", "dispersion"):
        sp.write_figure(sp.figure(coded, kind), out / f"4-{kind}.svg")

    sp.write_framework(sp.framework(coded, [CASE]), out / "framework.xlsx")
    sp.write_report(out / "results", out / "report.html", group=IMPLEMENTS, against=FAILS)


if __name__ == "__main__":
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "thesis")
    folder.mkdir(parents=True, exist_ok=True)
    main(folder)
    print(f"Written to {folder}")
