"""`HESHU_COMPILE=1 pip install .` compiles the path of figures with mypyc; every other build is pure Python.

What is compiled are the same modules, under the same tests. Without a compiler the build goes on without them.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext
from setuptools.errors import BaseError, CCompilerError

COMPILED = ("extractor/match/figure*.py", "extractor/normalise/figures.py",
            "extractor/normalise/numerals.py", "extractor/segment/joins.py", "extractor/segment/lines.py",
            "extractor/segment/view.py")
WANTED = os.environ.get("HESHU_COMPILE") == "1"


class AllOrNone(build_ext):
    """A build that ends without any compiled module where one cannot be compiled: they call each other directly."""

    def run(self) -> None:
        try:
            super().run()
        except (BaseError, CCompilerError) as error:
            print(f"heshu: not compiled, {error}; the build is pure Python.", file=sys.stderr)
            for made in self.get_outputs():
                Path(made).unlink(missing_ok=True)
            self.extensions = []


def compiled() -> list[Extension]:
    """The modules that are compiled; none where nobody asked, or before mypyc is there."""
    if not WANTED:
        return []
    try:
        from mypyc.build import mypycify
    except ImportError:
        return []
    files = sorted(str(path) for pattern in COMPILED for path in Path().glob(pattern))
    return list(mypycify(files, opt_level=os.environ.get("MYPYC_OPT_LEVEL", "3"), debug_level="0"))


setup(ext_modules=compiled(), cmdclass={"build_ext": AllOrNone}, setup_requires=["mypy>=1.10"] if WANTED else [])
