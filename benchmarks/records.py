"""Text to all records against peers that do far less, paired in one run: JioNLP's money and jieba's parts of speech.

    python benchmarks/records.py [--chars 150000] [--rounds 7] [--record]

Our side is `extractor.read`: view, outline, figures, dates, projects, tasks, indicators, findings. The peers find amounts
of money (`jionlp.ner.extract_money` with values) and cut and tag words (`jieba.posseg`), nothing more. They come from PyPI
into an environment of the benchmarks' own, `build/bench-venv`, and run in a process of that environment, which takes turns
with this one, so that what else the machine does hits both alike. Both get the documents of `corpus/documents` one by one,
repeated to the number of characters. The times are those of the processor, one core. Start-up is measured in processes of
its own. `--record` writes the medians to `benchmarks/records.md`.
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
from pathlib import Path

from peers import documents, environment

ROOT = Path(__file__).resolve().parent.parent
PEERS = ("jionlp==1.5.31", "jieba==0.42.1", "setuptools<81")

PEER = r'''
import json, logging, sys, time
logging.disable(logging.CRITICAL)
texts = json.loads(sys.stdin.readline())
real, sys.stdout = sys.stdout, sys.stderr
import jionlp, jieba.posseg
jieba.initialize()
jieba.posseg.lcut(texts[0])
jionlp.ner.extract_money(texts[0], with_parsing=True)
for line in sys.stdin:
    start = time.process_time()
    for text in texts:
        jionlp.ner.extract_money(text, with_parsing=True)
    middle = time.process_time()
    for text in texts:
        jieba.posseg.lcut(text)
    print(json.dumps([middle - start, time.process_time() - middle]), file=real, flush=True)
'''

START = r'''
import json, resource, sys, time
begin = time.process_time()
import extractor
marks = [time.process_time() - begin]
text = "全县完成投资3亿元，由县水务局牵头。"
for call in (extractor.quantities, lambda t: extractor.read(extractor.Document("", "", t))):
    begin = time.process_time()
    call(text)
    marks.append(time.process_time() - begin)
heavy = [m for m in ("pandas", "pyarrow", "spacy", "duckdb") if m in sys.modules]
print(json.dumps([*marks, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, heavy]))
'''


def ours(texts: list[str]) -> tuple[float, int]:
    """Seconds of the processor to read all texts, and how many records they gave."""
    from extractor import Document, read

    start = time.process_time()
    found = 0
    for text in texts:
        reading = read(Document("", "", text))
        found += len(reading.mentions) + len(reading.projects) + len(reading.tasks) + len(reading.indicators)
    return time.process_time() - start, found


def measured(texts: list[str], rounds: int) -> tuple[dict[str, list[float]], int]:
    """Seconds of every turn, the sides taking turns, and the records of one of our turns."""
    python = environment(PEERS, "jionlp, jieba.posseg")
    process = subprocess.Popen([python, "-c", PEER], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, text=True)
    assert process.stdin and process.stdout
    process.stdin.write(json.dumps(texts) + "\n")
    turns: dict[str, list[float]] = {"ours": [], "money": [], "posseg": []}
    ours(texts[:len(texts) // 10 + 1])
    found = 0
    for _ in range(rounds):
        seconds, found = ours(texts)
        turns["ours"].append(seconds)
        process.stdin.write("\n")
        process.stdin.flush()
        money, posseg = json.loads(process.stdout.readline())
        turns["money"].append(money)
        turns["posseg"].append(posseg)
    process.stdin.close()
    process.wait()
    return turns, found


def report(turns: dict[str, list[float]], chars: int) -> list[str]:
    """A table of medians and the ratio of each pair of turns."""
    both = [a + b for a, b in zip(turns["money"], turns["posseg"], strict=True)]
    sides = {"Heshu, text to all records": turns["ours"], "JioNLP money + jieba.posseg": both,
             "JioNLP money": turns["money"], "jieba.posseg": turns["posseg"]}
    lines = ["| side | characters a second (median, lowest–highest) | turns |", "|---|---|---|"]
    for side, seconds in sides.items():
        speeds = [chars / s for s in seconds]
        spread = f"{min(speeds):,.0f}–{max(speeds):,.0f}"
        lines.append(f"| {side} | {statistics.median(speeds):,.0f} ({spread}) | {len(speeds)} |")
    ratios = [b / a for a, b in zip(turns["ours"], both, strict=True)]
    return [*lines, "", f"Turn by turn Heshu is {statistics.median(ratios):.2f} times as fast as the two together "
            f"(median; {min(ratios):.2f}–{max(ratios):.2f})."]


def startup(rounds: int) -> str:
    """What a process pays before its first record, as a sentence."""
    runs = []
    for _ in range(rounds):
        shown = subprocess.run([sys.executable, "-c", START], cwd=ROOT, capture_output=True, text=True, check=True,
                               env={**os.environ, "PYTHONPATH": str(ROOT)})
        runs.append(json.loads(shown.stdout))
    load, first, whole, memory = (statistics.median(run[i] for run in runs) for i in range(4))
    heavy = ", ".join(runs[0][4]) or "none"
    return (f"Start-up (processor seconds, median of {rounds} processes): `import extractor` {load:.2f}, the first "
            f"`quantities()` {first:.2f}, then the first `read()` {whole:.2f}; {memory:.0f} MB in all. Of pandas, pyarrow, "
            f"spaCy and DuckDB loaded by then: {heavy}.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--chars", type=int, default=150_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--record", action="store_true")
    args = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    texts = documents(args.chars)
    chars = sum(map(len, texts))
    turns, found = measured(texts, args.rounds)
    dense = (f"{found:,} mentions, projects, tasks and indicators in {len(texts):,} documents of {chars // len(texts):,} "
             f"characters on average: one every {chars // found} characters.")
    lines = [*report(turns, chars), "", dense, "", startup(5)]
    print("\n".join(lines))
    if args.record:
        head = ("# Records: speed of text to all records\n\n`python benchmarks/records.py --record`, Python "
                f"{platform.python_version()}, one core, the sample corpus repeated to {chars:,} characters; processor "
                "time, on a machine shared with other work. Repeated documents find Heshu's small caches warm (whether a "
                f"name is that of a unit, say), which flatters it. Peers: {', '.join(PEERS[:2])}; "
                "they find amounts and tag words, and link nothing.\n\n")
        (ROOT / "benchmarks" / "records.md").write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
