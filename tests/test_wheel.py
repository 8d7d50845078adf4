"""A built wheel, installed in an empty environment, runs the demo on the corpus it carries."""

import json
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.slow
def test_wheel_runs_the_demo(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)],
                   check=True, capture_output=True, timeout=120)
    (wheel,) = tmp_path.glob("*.whl")
    venv.create(tmp_path / "env", with_pip=True)
    python = tmp_path / "env" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", str(wheel)], check=True, capture_output=True, timeout=500)
    ask = [python, "-c", "import corpus; print(corpus.path() / 'documents')"]
    where = subprocess.run(ask, check=True, capture_output=True, text=True, cwd=tmp_path).stdout.strip()
    done = subprocess.run([tmp_path / "env" / "bin" / "heshu", "extract", where, "--out", "out", "--json"],
                          capture_output=True, text=True, cwd=tmp_path, timeout=300)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["documents"]["ok"] >= 15
    assert (tmp_path / "out" / "mentions.parquet").exists()
