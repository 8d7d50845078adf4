"""Every notebook runs from its first cell to its last, and holds no stored output."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).parent.parent / "notebooks"


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.ipynb")), ids=lambda p: p.stem)
def test_notebook_runs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells)
    where = {"metadata": {"path": str(FOLDER.parent)}}
    done = NotebookClient(notebook, timeout=240, kernel_name="python3", resources=where).execute()
    assert all(out.output_type != "error" for cell in done.cells for out in cell.get("outputs", []))
