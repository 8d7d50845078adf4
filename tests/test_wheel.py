"""A built wheel, installed in an empty environment, runs the demo on the corpus it carries."""

import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PARTS = ("extractor", "patterns", "corpus", "pyproject.toml", "setup.py", "README.md", "LICENSE", "NOTICE")


@pytest.mark.slow
def test_wheel_runs_the_demo(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for part in PARTS:
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy2
        copy(ROOT / part, source / part)
    clean = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}

    def run(*command: object) -> str:
        done = subprocess.run([str(c) for c in command], cwd=tmp_path, env=clean, capture_output=True, text=True, timeout=500)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path, source)
    (wheel,) = tmp_path.glob("*.whl")
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / "bin" / "python"
    run(python, "-m", "pip", "install", "--quiet", wheel)
    where = run(python, "-c", "import corpus; print(corpus.path() / 'documents')").strip()
    assert str(tmp_path) in where
    made = json.loads(run(tmp_path / "env" / "bin" / "heshu", "extract", where, "--out", "out", "--json"))
    assert made["documents"]["ok"] >= 15
    assert made["documents"]["failed"] == 0
    assert (tmp_path / "out" / "mentions.parquet").exists()
