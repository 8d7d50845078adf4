"""What the benchmarks against peers share: an environment of their own, and the sample corpus repeated."""

from __future__ import annotations

import subprocess
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "build" / "bench-venv"


def environment(peers: tuple[str, ...], imports: str) -> Path:
    """The interpreter of the peers' environment; what `imports` needs is installed from PyPI where it is missing."""
    python = HOME / "bin" / "python"
    if not python.exists():
        venv.create(HOME, with_pip=True)
    if subprocess.run([python, "-c", f"import {imports}"], capture_output=True, check=False).returncode:
        subprocess.run([python, "-m", "pip", "install", "-q", *peers], check=True)
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
