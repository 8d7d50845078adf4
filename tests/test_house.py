"""The house rules that a machine can check."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "extractor").rglob("*.py"))
TABLES = sorted((ROOT / "patterns").rglob("*.toml"))
HAN = re.compile(r"[\u4e00-\u9fff]")


def run(*command: str) -> None:
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr


def words_in_code(path: Path) -> list[str]:
    """String literals with Chinese characters, docstrings aside."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    prose = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)}
    return [f"{n.lineno}: {n.value!r}" for n in ast.walk(tree)
            if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in prose and HAN.search(n.value)]


def test_imports_point_down_the_floors() -> None:
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout


def test_ruff_is_clean() -> None:
    run("ruff", "check", "--no-cache", ".")


def test_mypy_strict_is_clean() -> None:
    run("mypy")


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_knowledge_is_data(path: Path) -> None:
    """No Chinese word stands in the mechanism: words belong in patterns/; docstrings and comments may quote."""
    assert words_in_code(path) == []


@pytest.mark.parametrize("path", TABLES, ids=lambda p: str(p.relative_to(ROOT)))
def test_pattern_files_parse(path: Path) -> None:
    assert tomllib.loads(path.read_text(encoding="utf-8"))


def test_every_module_says_its_idea() -> None:
    silent = [str(p.relative_to(ROOT)) for p in MODULES if not p.read_text(encoding="utf-8").lstrip().startswith('"""')]
    assert silent == []
