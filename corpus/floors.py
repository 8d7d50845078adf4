"""The floors: scores on the corpus that may not fall, with the digest of the corpus they were measured on.

`python -m corpus.floors` measures and prints what lies below its floor; `--update` writes `floors.json` anew, which is a
deliberate act: where a floor is lowered, the commit says why.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import corpus
from corpus import phrasebook
from corpus.evaluate import evaluate
from corpus.scores import Scores, render

Floors = dict[str, dict[str, float]]
BLIND = "blind_"  # documents whose gold was written blind to the patterns


def digest() -> str:
    """SHA-256 over the documents, gold and phrases, names included."""
    total = hashlib.sha256()
    for path in [*corpus.documents(), *corpus.gold(), *corpus.phrases()]:
        content = path.read_bytes()
        total.update(f"{path.name} {len(content)}\n".encode())
        total.update(content)
    return total.hexdigest()


def scores() -> Scores:
    """The scores of this very program over all documents of the corpus, extracted in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "dataset"
        command = [sys.executable, "-m", "extractor.cli", "extract", str(corpus.path() / "documents"), "--out", str(out)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"extracting the corpus failed:\n{done.stdout}\n{done.stderr}")
        return evaluate(corpus.path() / "gold", out)


def measured(scored: Scores) -> Floors:
    """The figures that have floors: all documents, the blind ones alone, and the phrase tables."""
    blind = scored.only(name for name in scored.documents if name.startswith(BLIND))
    read = phrasebook.results()
    return {
        "all": _figures(scored),
        "blind": _figures(blind),
        "phrases": {name: right / total for name, (right, total, _) in sorted(read.items())},
        "at_most": {"false_alarms": float(scored.false_alarms), "absent": float(len(scored.absent))},
    }


def _figures(scored: Scores) -> dict[str, float]:
    figures = {name: scored.figure(name) for name in scored.measures()}
    return {name: value for name, value in figures.items() if value is not None}


def fallen(floors: Floors, now: Floors) -> list[str]:
    """What lies below its floor (or above its ceiling), one line each."""
    out = []
    for group, figures in floors.items():
        for name, floor in figures.items():
            value = now[group].get(name, 0.0)
            if value > floor if group == "at_most" else value < floor:
                out.append(f"{group} {name}: {value:.4f}, floor {floor}")
    return out


def recorded() -> dict[str, Any]:
    """What `floors.json` holds: `digest` and `floors`."""
    held: dict[str, Any] = json.loads((corpus.path() / "floors.json").read_text(encoding="utf-8"))
    return held


def write(now: Floors) -> None:
    """Write the figures as floors, cut to three places, beside the digest of the corpus."""
    floors = {group: {name: math.floor(value * 1000) / 1000 for name, value in f.items()} for group, f in now.items()}
    content = json.dumps({"digest": digest(), "floors": floors}, indent=1, ensure_ascii=False)
    (corpus.path() / "floors.json").write_text(content + "\n", encoding="utf-8")


def main(arguments: list[str] | None = None) -> int:
    """Measure; then compare with the floors, or write them anew."""
    parser = argparse.ArgumentParser(description="scores on the corpus against their floors")
    parser.add_argument("--update", action="store_true", help="write floors.json from what is measured now")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="list up to N wrong cases of each sort")
    options = parser.parse_args(arguments)
    scored = scores()
    now = measured(scored)
    print(render(scored, errors=options.errors, documents=bool(options.errors)))
    print("\nphrases read rightly: " + ", ".join(f"{name} {share:.3f}" for name, share in now["phrases"].items()))
    if options.update:
        write(now)
        return 0
    held = recorded()
    faults = fallen(held["floors"], now)
    if held["digest"] != digest():
        faults.append("the corpus is not the one the floors were measured on: python -m corpus.floors --update")
    print("\n".join(faults) or "no floor is broken")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
