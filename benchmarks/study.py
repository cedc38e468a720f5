"""What the shipped study costs: `python -m benchmarks.study [--runs 15]`.

A small study is mostly start-up: it is measured from nothing to written results, without a cache,
beside a Python that does nothing. The runs of both are interleaved. Of the clock the best run
counts least for what else the machine does; seconds of the processor hardly depend on it.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

_ROOT = Path(__file__).parent.parent
_NOTHING = [sys.executable, "-c", "pass"]
_STUDY = [sys.executable, "-m", "scapolicy", "code", "transcripts", "-q"]
# The results folder is empty before the first of them.
_WAYS = {"cold": (), "all from the cache": (), "--no-cache": ("--no-cache",)}


def seconds(command: list[str]) -> tuple[float, float]:
    """What a command takes of the clock, and of the processors."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before, begin = _used(), time.perf_counter()
    subprocess.run(command, cwd=_ROOT, env=env, check=True)
    return time.perf_counter() - begin, _used() - before


def _used() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure(runs: int) -> dict[str, list[tuple[float, float]]]:
    """The runs of each way to code the study, and of nothing, interleaved."""
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for number in range(runs + 1):
        with tempfile.TemporaryDirectory() as out:
            took = {"python -c pass": seconds(_NOTHING)}
            for name, options in _WAYS.items():
                took[f"study, {name}"] = seconds([*_STUDY, "-o", out, *options])
        for name, one in took.items() if number else ():  # the first compiles, and warms the disk
            found[name].append(one)
    return found


def main() -> None:
    """Print a table of what was measured."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--runs", type=int, default=15)
    found = measure(asked.parse_args().runs)
    nothing = min(used for _, used in found["python -c pass"])
    print("| | best | median | of processors, best | above nothing |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name, took in found.items():
        clock, used = [one for one, _ in took], min(one for _, one in took)
        shown = (min(clock), statistics.median(clock), used, used - nothing)
        print(f"| {name} |", " | ".join(f"{one:.3f}" for one in shown), "|")


if __name__ == "__main__":
    main()
