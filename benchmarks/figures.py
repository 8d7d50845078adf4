"""Figures against the peers, paired in one run: all our kinds, JioNLP's money, Recognizers' currency and percent.

    python benchmarks/figures.py [--chars 2000000] [--rounds 7] [--record]

The peers come from PyPI into an environment of the benchmark's own, `build/bench-venv`; they run in a process of that
environment, which takes turns with ours, so that what else the machine does hits all alike. Heshu runs as it is, and as
`HESHU_COMPILE=1 pip install .` compiles it into `build/compiled`, where there is a compiler. Each side gets the
documents of `corpus/documents` repeated to the number of characters, once as one text and once one by one, and gives values
as well as spans. The times are those of the processor. `--record` writes the medians to `benchmarks/figures.md`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

from peers import documents, environment

ROOT = Path(__file__).resolve().parent.parent
OURS, COMPILED = "Heshu, all kinds", "Heshu, compiled"
JIONLP, RECOGNIZERS = "JioNLP money", "Recognizers currency + percent"
PEERS = ("jionlp==1.5.31", "recognizers-text-suite==1.0.2a2", "emoji<2", "setuptools<81")

PEER = r'''
import json, logging, sys, time
logging.disable(logging.CRITICAL)
texts = json.loads(sys.stdin.readline())
real, sys.stdout = sys.stdout, sys.stderr
import jionlp
from recognizers_number import NumberRecognizer, Culture
from recognizers_number_with_unit import NumberWithUnitRecognizer
currency = NumberWithUnitRecognizer(Culture.Chinese).get_currency_model(Culture.Chinese)
percent = NumberRecognizer(Culture.Chinese).get_percentage_model(Culture.Chinese)
def money(text):
    return len(jionlp.ner.extract_money(text, with_parsing=True))
def both(text):
    return len(currency.parse(text)) + len(percent.parse(text))
jobs = {"JioNLP money": money, "Recognizers currency + percent": both}
for line in sys.stdin:
    name, part = json.loads(line)
    start = time.process_time()
    found = sum(jobs[name](text) for text in texts[:part])
    print(json.dumps([time.process_time() - start, found]), file=real, flush=True)
'''


OURS_CODE = r'''
import json, sys, time
sys.path.insert(0, %r)
from extractor import quantities
from extractor.match import figures
assert figures.__file__.endswith(".py") != %r, figures.__file__
texts = json.loads(sys.stdin.readline())
for line in sys.stdin:
    name, part = json.loads(line)
    start = time.process_time()
    found = sum(len(quantities(text)) for text in texts[:part])
    print(json.dumps([time.process_time() - start, found]), flush=True)
'''


def compiled() -> Path | None:
    """Where the compiled modules are, built anew where the sources are newer; None without a compiler."""
    home = ROOT / "build" / "compiled"
    newest = max(p.stat().st_mtime for p in [*(ROOT / "extractor").rglob("*.py"), ROOT / "setup.py"])
    stamp = home / ".built"
    if not shutil.which(os.environ.get("CC", "cc")):
        return None
    if not stamp.exists() or stamp.stat().st_mtime < newest:
        shutil.rmtree(home, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", home, ROOT], check=True,
                       env={**os.environ, "HESHU_COMPILE": "1"})
        stamp.touch()
    return home if any(home.glob("extractor/match/*.so")) else None


class Side:
    """The process of one side, asked for one turn at a time."""

    def __init__(self, python: str | Path, code: str, texts: list[str]) -> None:
        self.process = subprocess.Popen([python, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)
        self._say(texts)

    def _say(self, what: object) -> None:
        assert self.process.stdin
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()

    def turn(self, name: str, texts: int) -> tuple[float, int]:
        """Seconds of the processor and figures found for so many of the texts."""
        self._say([name, texts])
        assert self.process.stdout
        seconds, found = json.loads(self.process.stdout.readline())
        return seconds, found

    def close(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait()


def measured(texts: list[str], count: int, slow: int) -> dict[str, list[float]]:
    """Characters a second of every turn, the sides taking turns; Recognizers only where `slow` gives it a part."""
    total, built = sum(map(len, texts)), compiled()
    peer = Side(environment(PEERS, "jionlp, recognizers_number_with_unit"), PEER, texts)
    sides = {OURS: Side(sys.executable, OURS_CODE % (str(ROOT), False), texts)}
    if built:
        sides[COMPILED] = Side(sys.executable, OURS_CODE % (str(built), True), texts)
    sides[JIONLP] = peer
    part = next(i for i in range(len(texts) + 1) if sum(map(len, texts[:i])) >= min(slow, total))
    speeds: dict[str, list[float]] = {name: [] for name in sides}
    for name, side in sides.items():
        side.turn(name, len(texts) if side is not peer else 1 if len(texts) > 1 else 0)
    for i in range(count):
        for name, side in sides.items():
            speeds[name].append(total / side.turn(name, len(texts))[0])
        if slow and i < 3:
            seconds, _ = peer.turn(RECOGNIZERS, part)
            speeds.setdefault(RECOGNIZERS, []).append(sum(map(len, texts[:part])) / seconds)
    for side in sides.values():
        side.close()
    return speeds


def report(speeds: dict[str, list[float]]) -> list[str]:
    """A table of medians and the ratio of each pair of turns."""
    base = statistics.median(speeds[JIONLP])
    lines = ["| side | characters a second (median, lowest–highest) | against JioNLP | turns |", "|---|---|---|---|"]
    for side, every in speeds.items():
        middle = statistics.median(every)
        spread = f"{min(every):,.0f}–{max(every):,.0f}"
        lines.append(f"| {side} | {middle:,.0f} ({spread}) | {middle / base:.2f} | {len(every)} |")
    told = []
    for side in (name for name in (OURS, COMPILED) if name in speeds):
        pairs = [a / b for a, b in zip(speeds[side], speeds[JIONLP], strict=True)]
        told.append(f"Turn by turn {side} is {statistics.median(pairs):.2f} times as fast as JioNLP "
                    f"(median; {min(pairs):.2f}–{max(pairs):.2f}).")
    return [*lines, "", *told]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--chars", type=int, default=2_000_000)
    parser.add_argument("--slow", type=int, default=60_000, help="characters a turn for Recognizers, which is slow")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--record", action="store_true")
    args = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    texts = documents(args.chars)
    one = "\n".join(texts)[:args.chars]
    lines = [f"## One text of {args.chars:,} characters", "", *report(measured([one], args.rounds, 0)), "",
             f"## Document by document ({len(texts):,} of {len(one) // len(texts):,} characters on average)", "",
             *report(measured(texts, args.rounds, args.slow))]
    print("\n".join(lines))
    if args.record:
        head = ("# Figures: speed against the peers\n\n`python benchmarks/figures.py --record`, Python "
                f"{platform.python_version()}, one core, the sample corpus repeated to {args.chars:,} characters "
                f"(Recognizers: {args.slow:,}); processor time. Peers: {', '.join(PEERS[:2])}. Heshu is called as "
                "`quantities`: it cleans the text, reads all six kinds of figures and lists every number that is none; "
                "JioNLP reads money, and slows down on a long text. The sample corpus is dense: a figure every 27 "
                "characters.\n\n")
        (ROOT / "benchmarks" / "figures.md").write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
