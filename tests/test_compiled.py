"""The optional compiled build reads what the pure one reads, and a build without a compiler is pure."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PARTS = ("extractor", "patterns", "corpus", "pyproject.toml", "setup.py", "README.md", "LICENSE", "NOTICE")
READ = """
import sys
sys.path.insert(0, sys.argv[1])
from extractor import Document, quantities, read
from extractor.match import figures
from pathlib import Path
print(not figures.__file__.endswith(".py"))
for path in sorted(Path(sys.argv[2]).glob("*.txt")):
    text = path.read_text(encoding="utf-8")
    print(quantities(text))
    reading = read(Document("", path.name, text))
    print(reading.mentions, reading.unread, reading.projects, reading.tasks, reading.indicators, reading.findings)
"""


def built(tmp_path: Path, **settings: str) -> Path:
    """Where the modules of a wheel built with these settings are."""
    source = tmp_path / "source"
    source.mkdir()
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, source / part, ignore=shutil.ignore_patterns("*.so", "__pycache__"))
        else:
            shutil.copy2(ROOT / part, source / part)
    done = subprocess.run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path, source],
                          env={**os.environ, **settings}, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path / "modules")
    return tmp_path / "modules"


def printed(where: Path) -> list[str]:
    command = [sys.executable, "-c", READ, where, ROOT / "corpus" / "documents"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, cwd=where)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which(os.environ.get("CC", "cc")), reason="no compiler")
def test_the_compiled_modules_read_what_the_pure_ones_read(tmp_path: Path) -> None:
    """Without optimisation, for it compiles three times as fast and means the same."""
    compiled, *ours = printed(built(tmp_path, HESHU_COMPILE="1", MYPYC_OPT_LEVEL="0"))
    pure, *theirs = printed(ROOT)
    assert (compiled, pure) == ("True", "False")
    assert ours == theirs


@pytest.mark.slow
def test_without_a_compiler_the_build_is_pure(tmp_path: Path) -> None:
    where = built(tmp_path, HESHU_COMPILE="1", CC="no-such-compiler", MYPYC_OPT_LEVEL="0")
    assert list(where.rglob("*.so")) == []
    assert printed(where)[0] == "False"
