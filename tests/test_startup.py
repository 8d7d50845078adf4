"""What `import extractor` loads: nothing heavy, for scripts and every worker process start with it."""

import subprocess
import sys

import pytest

HEAVY = ("pandas", "pyarrow", "numpy", "spacy", "duckdb", "rjieba", "jieba", "xlsxwriter")


@pytest.mark.parametrize("code", ["import extractor", "import extractor; extractor.quantities('3亿元')"])
def test_heavy_packages_wait_until_they_are_asked_for(code: str) -> None:
    """Neither the import nor a first call for figures loads a package that only writing or names need."""
    shown = subprocess.run([sys.executable, "-c", f"{code}\nimport sys\nprint([m for m in {HEAVY} if m in sys.modules])"],
                           capture_output=True, text=True, check=True, timeout=60)
    assert shown.stdout.strip() == "[]"
