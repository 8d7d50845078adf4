"""How fast pages are read, as ratios measured in one run, and how much memory a long PDF takes.

    python benchmarks/pages.py [PDF ...]

Without files, pages of `tests/layouts.py` are used. Prints processor seconds of pdfplumber's `extract_text`, of pdfium's
bare text with boxes, and of ours from bytes to articles, in turns, the median of seven rounds (three of pdfplumber's); then
the peak memory of a PDF of 1,000 pages in a process of its own.
"""

from __future__ import annotations

import ctypes
import io
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import pdfplumber
import pypdfium2
import pypdfium2.raw as pdfium

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from extractor.load.pdf import load_pdf
from tests import layouts


def bare(data: bytes) -> int:
    """Every character of a PDF with its box, nothing else."""
    pdf = pypdfium2.PdfDocument(data)
    seen = 0
    rect = pdfium.FS_RECTF()
    here = ctypes.byref(rect)
    for page in pdf:
        text = page.get_textpage()
        text.get_text_range()
        raw, read = text.raw, pdfium.FPDFText_GetLooseCharBox
        for i in range(text.count_chars()):
            read(raw, i, here)
            seen += 1
    pdf.close()
    return seen


def plumbed(data: bytes) -> int:
    """pdfplumber's own text."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return sum(len(page.extract_text()) for page in pdf.pages)


def ours(data: bytes) -> int:
    """Text in reading order with articles and boxes."""
    return len(load_pdf(data, "x.pdf").text)


def in_turns(functions: Sequence[Callable[[bytes], int]], data: bytes, times: Sequence[int]) -> list[float]:
    """Median processor seconds of each function, run in turns so that a busy machine is busy for all of them."""
    took: list[list[float]] = [[] for _ in functions]
    for round_ in range(max(times)):
        for k, function in enumerate(functions):
            if round_ < times[k]:
                start = time.process_time()
                function(data)
                took[k].append(time.process_time() - start)
    return [median(t) for t in took]


def long_pdf(pages: int) -> None:
    """Read a PDF of so many pages; print characters, seconds and peak memory in MB."""
    page = layouts.policy(3).pdf()
    pdf, source = pypdfium2.PdfDocument.new(), pypdfium2.PdfDocument(page)
    while len(pdf) < pages:
        pdf.import_pages(source, pages=list(range(min(len(source), pages - len(pdf)))))
    out = io.BytesIO()
    pdf.save(out)
    start = time.perf_counter()
    document = load_pdf(out.getvalue(), "long.pdf")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    took = time.perf_counter() - start
    print(f"{document.pages} pages, {len(document.text):,} characters, {took:.1f} s, peak {peak:.0f} MB")


def main() -> None:
    files = [Path(a) for a in sys.argv[1:]]
    cases = [(f.name, f.read_bytes()) for f in files] or [
        *((f"newspaper {s}", layouts.newspaper(s).pdf("shuffle")) for s in (1, 3, 9)),
        ("policy 3", layouts.policy(3).pdf()),
    ]
    print(f"{'':24}{'pdfplumber':>12}{'bare pdfium':>12}{'ours':>12}   times pdfplumber, part of bare")
    for name, data in cases:
        slow, fast, mine = in_turns((plumbed, bare, ours), data, (3, 7, 7))
        print(
            f"{name:24}{slow * 1e3:10.0f}ms{fast * 1e3:10.1f}ms{mine * 1e3:10.1f}ms  {slow / mine:5.1f}x{mine / fast:4.1f}x"
        )
    if not files:
        subprocess.run([sys.executable, __file__, "--long"], check=True)


if __name__ == "__main__":
    if sys.argv[1:] == ["--long"]:
        long_pdf(1000)
    else:
        main()
