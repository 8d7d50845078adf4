"""The PDFs of the corpus come from their sources and hold what those say."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

import corpus
from corpus import annotate

reportlab = pytest.importorskip("reportlab", reason="the PDFs are made with reportlab, an extra of the tests")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    from corpus import make_pdfs

    return {p.name: p for p in make_pdfs.make(tmp_path_factory.mktemp("pdfs"))}


def text_of(path: Path) -> str:
    """The characters of all pages, white space dropped."""
    with pypdfium2.PdfDocument(path) as pdf:
        return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in pdf)


@pytest.mark.parametrize("path", corpus.documents(suffix=".pdf"), ids=lambda p: p.stem)
def test_the_script_gives_the_committed_pdf(path: Path, made: dict[str, Path]) -> None:
    """Byte for byte with the reportlab they were made with; another version may differ in bytes, never in text."""
    if made[path.name].read_bytes() != path.read_bytes():
        assert text_of(made[path.name]) == text_of(path)


@pytest.mark.parametrize("path", corpus.documents(suffix=".pdf"), ids=lambda p: p.stem)
def test_every_line_of_the_source_stands_on_the_pages(path: Path) -> None:
    """The truth of the gold is what is printed: each of its characters is there as often as it says, or more (headers)."""
    truth = "".join(annotate.build(corpus.path() / "sources" / f"{path.stem}.mark").text.split())
    printed = text_of(path)
    assert not {c for c in set(truth) if printed.count(c) < truth.count(c)}


def test_the_plan_goes_over_several_pages_under_a_running_header() -> None:
    """So that a reader has page furniture to drop and paragraphs to join."""
    with pypdfium2.PdfDocument(corpus.path() / "documents" / "pdf_policy_plan.pdf") as pdf:
        assert len(pdf) >= 3
        assert all("宜陵市人民政府公报" in page.get_textpage().get_text_bounded() for page in pdf)
