"""Figures against the peers, paired in one run on one core: all kinds of ours, JioNLP's money, Recognizers' currency and percent.

    python benchmarks/figures.py [--chars 2000000] [--rounds 7] [--record]

The peers come from PyPI into an environment of the benchmark's own, `build/bench-venv`; they run in a process of that
environment, which takes turns with this one, so that what else the machine does hits all alike. Each side gets the
documents of `corpus/documents` one by one, repeated to the number of characters, and gives values as well as spans. The
times are those of the processor. `--record` writes the medians to `benchmarks/figures.md`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "build" / "bench-venv"
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


def environment() -> Path:
    """The interpreter of the peers' environment, made where it is missing."""
    python = HOME / "bin" / "python"
    if not python.exists():
        venv.create(HOME, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PEERS], check=True)
    return python


def documents(chars: int) -> list[str]:
    """The corpus, document by document, again and again until there are that many characters."""
    sources = [p.read_text(encoding="utf-8") for p in sorted((ROOT / "corpus" / "documents").glob("*.txt"))]
    out: list[str] = []
    total = 0
    while total < chars:
        for text in sources:
            out.append(text)
            total += len(text)
    return out


def ours(texts: list[str]) -> Callable[[], int]:
    """Our side: matching and values of every kind, on views made before (the peers clean nothing either)."""
    sys.path.insert(0, str(ROOT))
    from extractor import Document, segment
    from extractor.model import Outline
    from extractor.pipeline import _figures
    bare = Outline((), (), (), (), ())
    ready = [(d := Document("", "", t), segment.view(d)) for t in texts]
    return lambda: sum(len(_figures(d, v, bare)[0]) for d, v in ready)


def rounds(texts: list[str], count: int, slow: int) -> Iterator[tuple[str, float, int]]:
    """(side, characters a second, figures found) of every turn, the sides taking turns."""
    mine, total = ours(texts), sum(map(len, texts))
    part = next(i for i in range(len(texts) + 1) if sum(map(len, texts[:i])) >= min(slow, total))
    with subprocess.Popen([environment(), "-c", PEER], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, text=True) as peer:
        assert peer.stdin and peer.stdout

        def turn(name: str, size: int) -> tuple[str, float, int]:
            assert peer.stdin and peer.stdout
            peer.stdin.write(json.dumps([name, size]) + "\n")
            peer.stdin.flush()
            seconds, found = json.loads(peer.stdout.readline())
            return name, sum(map(len, texts[:size])) / seconds, found

        peer.stdin.write(json.dumps(texts) + "\n")
        mine()
        turn("JioNLP money", 5)
        for i in range(count):
            start = time.process_time()
            found = mine()
            yield "Heshu, all kinds", total / (time.process_time() - start), found
            yield turn("JioNLP money", len(texts))
            if i < 3:
                yield turn("Recognizers currency + percent", part)
        peer.stdin.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--chars", type=int, default=2_000_000)
    parser.add_argument("--slow", type=int, default=100_000, help="characters a turn for Recognizers, which is slow")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--record", action="store_true")
    args = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    texts = documents(args.chars)
    speeds: dict[str, list[float]] = {}
    counts: dict[str, int] = {}
    for side, speed, found in rounds(texts, args.rounds, args.slow):
        speeds.setdefault(side, []).append(speed)
        counts[side] = found
    base = statistics.median(speeds["JioNLP money"])
    lines = ["| side | characters a second (median, lowest–highest) | against JioNLP | turns |", "|---|---|---|---|"]
    for side, all_ in speeds.items():
        middle = statistics.median(all_)
        lines.append(f"| {side} | {middle:,.0f} ({min(all_):,.0f}–{max(all_):,.0f}) | {middle / base:.2f} | {len(all_)} |")
    pairs = [a / b for a, b in zip(speeds["Heshu, all kinds"], speeds["JioNLP money"], strict=True)]
    lines.append("")
    lines.append(f"Turn by turn Heshu is {statistics.median(pairs):.2f} times as fast as JioNLP (median; "
                 f"{min(pairs):.2f}–{max(pairs):.2f}).")
    print("\n".join(lines))
    if args.record:
        head = (f"# Figures: speed against the peers\n\n`python benchmarks/figures.py --record`, Python "
                f"{platform.python_version()}, one core of {platform.machine()}, {sum(map(len, texts)):,} characters of the "
                f"sample corpus a turn (Recognizers: {args.slow:,}). Peers: {', '.join(PEERS[:2])}.\n\n")
        (ROOT / "benchmarks" / "figures.md").write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
