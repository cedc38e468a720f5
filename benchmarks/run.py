"""Measure: `python -m benchmarks.run [--sizes 0.3 1 10] [--runs 3]`; prints a table, draws a plot.

Every contestant is a whole process, started anew for each run; the runs of all are interleaved,
so that what else the machine does strikes all alike. Seconds are medians; memory is the most that
the process and those that it started hold together, sampled.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from benchmarks.corpora import FOLDER, book_of, corpus, dictionary, entries_of
from benchmarks.peers import PEERS

_HERE = Path(__file__).parent
_SLOW = {"pandas": 10.0, "token-matcher": 1.0, "flashtext": 10.0, "phrase-matcher": 10.0}
"""The most megabytes that a peer is asked to do: beyond that nobody would wait."""


@dataclass
class Measured:
    """The runs of one contestant: seconds of the clock, of the processors, and megabytes."""

    clock: list[float] = field(default_factory=list[float])
    processor: list[float] = field(default_factory=list[float])
    memory: list[float] = field(default_factory=list[float])


def has_quanteda() -> bool:
    """Whether R is here, and quanteda in it."""
    asked = ["Rscript", "-e", "quit(status = !requireNamespace('quanteda', quietly = TRUE))"]
    if shutil.which("Rscript") is None:
        return False
    return not subprocess.run(asked, check=False, capture_output=True).returncode


def contestants(
    folder: Path, dictionary: Path, book: Path, megabytes: float
) -> dict[str, list[str]]:
    """The commands to run, by name; `{out}` stands for a folder of their own."""
    ours = [sys.executable, "-m", "scapolicy", "code", str(folder), "-c", str(book), "-q"]
    found = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "scapolicy, 1 process": [*ours, "-o", "{out}", "--jobs", "1"],
        "scapolicy, 2 processes": [*ours, "-o", "{out}", "--jobs", "2"],
        "scapolicy --tables-only, 1": [*ours, "-o", "{out}", "--jobs", "1", "--tables-only"],
        "scapolicy --tables-only, 2": [*ours, "-o", "{out}", "--jobs", "2", "--tables-only"],
    }
    for name in PEERS:
        if megabytes <= _SLOW.get(name, megabytes):
            command = [sys.executable, "-m", "benchmarks.peers", name, str(folder), str(dictionary)]
            found[name] = command
    if shutil.which("wc"):
        found["wc -w"] = ["sh", "-c", f"cat '{folder}'/*.txt | wc -w"]
    if shutil.which("rg"):
        found["rg -F -c"] = ["rg", "-F", "-c", "-i", "-f", str(_literals(dictionary)), str(folder)]
    if has_quanteda():
        found["quanteda"] = ["Rscript", str(_HERE / "quanteda.R"), str(folder), str(dictionary)]
    return found


def _literals(dictionary: Path) -> Path:
    path = FOLDER / f"{dictionary.stem}.txt"
    path.write_text("".join(f"{entry.rstrip('*')}\n" for entry in entries_of(dictionary)))
    return path


def run_once(command: list[str], measured: Measured) -> None:
    """Run a command, and note what it took."""
    with tempfile.TemporaryDirectory() as out:
        asked = [part.format(out=out) for part in command]
        begin = time.perf_counter()
        process = subprocess.Popen(asked, cwd=_HERE.parent, stdout=subprocess.DEVNULL)
        most, used = _watch(psutil.Process(process.pid))
        if process.wait():
            raise SystemExit(f"failed: {' '.join(asked)}")
        measured.clock.append(time.perf_counter() - begin)
        measured.processor.append(used)
        measured.memory.append(most / 1e6)


def _watch(process: psutil.Process) -> tuple[float, float]:
    """The most bytes held by a process and its children, and the seconds they used in all."""
    most = 0
    used: dict[int, float] = {}
    while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
        held = 0
        try:
            for one in (process, *process.children(recursive=True)):
                held += one.memory_info().rss
                times = one.cpu_times()
                used[one.pid] = times.user + times.system
        except psutil.NoSuchProcess:
            pass
        most = max(most, held)
        time.sleep(0.02)
    return most, sum(used.values())


def table(found: dict[str, dict[str, Measured]]) -> str:
    """All that was measured, as Markdown."""
    lines = [
        "| corpus | contestant | seconds | of processors | MB |",
        "| --- | --- | ---: | ---: | ---: |",
    ]
    for size, ones in found.items():
        for name, one in ones.items():
            seconds, processor = statistics.median(one.clock), statistics.median(one.processor)
            memory = statistics.median(one.memory)
            lines.append(f"| {size} | {name} | {seconds:.2f} | {processor:.2f} | {memory:.0f} |")
    return "\n".join(lines)


def plot(found: dict[str, dict[str, Measured]], path: Path) -> None:
    """Seconds by size, a line for each contestant."""
    import matplotlib

    matplotlib.use("svg")
    import matplotlib.pyplot as plt

    lines: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for size, ones in found.items():
        for name, one in ones.items():
            lines[name].append((float(size.split()[0]), statistics.median(one.clock)))
    figure, axes = plt.subplots(figsize=(9, 6))
    for name, points in lines.items():
        axes.plot(*zip(*points, strict=True), marker="o", label=name)
    axes.set(xscale="log", yscale="log", xlabel="MB of text", ylabel="seconds")
    axes.legend(fontsize="small")
    figure.tight_layout()
    figure.savefig(path)


def main() -> None:
    """Measure what is asked for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--sizes", type=float, nargs="+", default=[0.3, 1, 10])
    asked.add_argument("--runs", type=int, default=3)
    asked.add_argument("--codes", type=int, default=60)
    asked.add_argument("--entries", type=int, default=10)
    asked.add_argument("--dictionary", type=Path, help="a dictionary of quanteda's, in YAML")
    asked.add_argument("--book", help="a codebook by name or path, for scapolicy alone")
    asked.add_argument("--only", nargs="+", default=[], help="names of contestants to run")
    asked.add_argument("--out", type=Path, default=_HERE / "out")
    options = asked.parse_args()
    given = options.dictionary or dictionary(options.codes, options.entries)
    book = Path(options.book) if options.book else book_of(given)
    found: dict[str, dict[str, Measured]] = {}
    for size in options.sizes:
        chosen = contestants(corpus(size), given.resolve(), book, size)
        if options.book:
            chosen = {name: one for name, one in chosen.items() if "scapolicy" in name}
        if options.only:
            chosen = {name: one for name, one in chosen.items() if name in options.only}
        ones = found[f"{size:g} MB"] = {name: Measured() for name in chosen}
        for _ in range(options.runs):
            for name, command in chosen.items():
                run_once(command, ones[name])
    options.out.mkdir(exist_ok=True)
    raw = {size: {name: vars(one) for name, one in ones.items()} for size, ones in found.items()}
    (options.out / "measured.json").write_text(json.dumps(raw, indent=1))
    (options.out / "table.md").write_text(table(found) + "\n")
    plot(found, options.out / "plot.svg")
    print(table(found))
    if not has_quanteda():
        print("quanteda: not measured, R or its package quanteda is not installed")
    if not shutil.which("rg"):
        print("rg -F -c: not measured, rg is not installed")


if __name__ == "__main__":
    main()
