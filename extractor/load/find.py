"""Paths, folders, globs and archives → the sources to be read, each once, and a list of what is not read."""

from __future__ import annotations

import glob
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from extractor.errors import LoadError, UsageError
from extractor.load.archive import Bounds, Budget, clear, unpack
from extractor.load.readers import HEAD, READERS, is_archive, wanted
from extractor.load.source import MAX_BYTES, Source, doc_id, file_id, unreadable

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Skip:
    """A file that was found and is not read."""

    source: str
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The sources in the order of their ids, and what was left out, in the order of names."""

    sources: tuple[Source, ...]
    skipped: tuple[Skip, ...]


@dataclass(slots=True)
class _Search:
    """One search in progress."""

    spill: Path
    bounds: Bounds
    leave: frozenset[Path]
    stdin: Callable[[], bytes]
    sources: dict[str, Source] = field(default_factory=dict)
    skipped: list[Skip] = field(default_factory=list)
    archives: int = 0


@contextmanager
def find(paths: Iterable[str | os.PathLike[str]], *, leave: Iterable[str | os.PathLike[str]] = (),
         bounds: Bounds | None = None, stdin: Callable[[], bytes] | None = None) -> Iterator[Found]:
    """The sources under some paths: files, folders (searched through), globs, archives, and `-` for standard input.

    A file named by itself is always a source, so that its error is told; a file found in a folder is one if its kind is
    read. Of files with the same bytes the first counts. leave: files that are no sources (a metadata file). Members of
    archives lie in a folder that is removed when the context ends. UsageError where a path does not exist or nothing is
    to be read.
    """
    spill = Path(tempfile.mkdtemp(prefix="heshu-"))
    try:
        read = stdin or (lambda: sys.stdin.buffer.read())
        search = _Search(spill, bounds or Bounds(), frozenset(Path(p).resolve() for p in leave), read)
        given = [os.fspath(p) for p in paths]
        for path in given:
            _take(search, path)
        if not search.sources:
            raise UsageError(_nothing(given, search))
        yield Found(tuple(sorted(search.sources.values(), key=lambda s: s.doc_id)),
                    tuple(sorted(search.skipped, key=lambda s: (s.source, s.reason))))
    finally:
        clear(spill)


def _nothing(given: list[str], search: _Search) -> str:
    kinds = " ".join(sorted({s for r in READERS for s in r.suffixes} | {".zip", ".tar.gz"}))
    seen = f" {len(search.skipped)} file(s) of other kinds were left out." if search.skipped else ""
    return f"{', '.join(given)}: nothing to read there.{seen} Kinds that are read: {kinds}"


def _take(search: _Search, name: str) -> None:
    path = Path(name)
    if name == STDIN:
        data = search.stdin()
        _add(search, Source("<stdin>", None, doc_id(data), data))
    elif path.is_dir():
        _folder(search, path)
    elif path.exists() or path.is_symlink():
        _file(search, path.as_posix(), path, named=True)
    else:
        hits = sorted(glob.glob(name, recursive=True)) if glob.has_magic(name) else []  # noqa: PTH207 (absolute ones too)
        if not hits:
            raise UsageError(f"{name}: no such file or folder. Check the path"
                             + (" and the pattern." if glob.has_magic(name) else "."))
        for hit in hits:
            _take(search, hit)


def _folder(search: _Search, top: Path) -> None:
    """Every file below a folder, in the order of names; links to folders are not followed."""
    for here, folders, files in os.walk(top, onerror=lambda e: search.skipped.append(
            Skip(str(e.filename), "unknown kind", f"the folder cannot be opened ({e.strerror})"))):
        place = Path(here)
        if _is_dataset(files):
            search.skipped.append(Skip(place.as_posix(), "dataset", "a dataset that heshu wrote"))
            folders.clear()
            continue
        for name in sorted(d for d in folders if d.startswith(".")):
            search.skipped.append(Skip((place / name).as_posix(), "hidden", "a hidden folder"))
        folders[:] = sorted(d for d in folders if not d.startswith("."))
        for name in sorted(files):
            _file(search, (place / name).as_posix(), place / name, named=False)


def _is_dataset(files: list[str]) -> bool:
    return "datapackage.json" in files and any(f.startswith("mentions.") for f in files)


def _file(search: _Search, name: str, path: Path, *, named: bool, depth: int = 0) -> None:
    """Take one file: as a source, as an archive of sources, or into the list of what is left out."""
    base = name.rpartition("!")[2].rpartition("/")[2]
    if not path.is_file() and path.exists():
        _special(search, name, path, named=named)
    elif path.resolve() in search.leave:
        search.skipped.append(Skip(name, "metadata", "the metadata file"))
    elif not named and base.startswith((".", "~$")):
        search.skipped.append(Skip(name, "hidden", "a hidden or temporary file"))
    elif not named and base.partition(".")[0].upper() == "README":
        search.skipped.append(Skip(name, "read-me", "it describes its folder; name it to have it read"))
    else:
        try:
            with path.open("rb") as file:
                head = file.read(HEAD)
        except OSError as e:
            _broken(search, name, None, unreadable(name, e))
            return
        if is_archive(name, head):
            _archive(search, name, path, depth)
        elif not named and not wanted(name, head):
            search.skipped.append(Skip(name, "unknown kind", Path(base).suffix or "no suffix"))
        else:
            _add(search, Source(name, path, file_id(path)))


def _special(search: _Search, name: str, path: Path, *, named: bool) -> None:
    """A pipe or a device: read to its end where it is named, never where it lies in a folder, for it may have no end."""
    if not named:
        search.skipped.append(Skip(name, "unknown kind", "no regular file"))
        return
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES)
    except OSError as e:
        _broken(search, name, None, unreadable(name, e))
    else:
        _add(search, Source(name, None, doc_id(data), data))


def _archive(search: _Search, name: str, path: Path, depth: int) -> None:
    """The members of an archive; one that is damaged or beyond the bounds is a failed document and gives none."""
    if depth >= search.bounds.depth:
        search.skipped.append(Skip(name, "limit", f"archives are opened {search.bounds.depth} deep"))
        return
    search.archives += 1
    spill = search.spill / f"a{search.archives}"
    spill.mkdir()
    try:
        members = list(unpack(path, name, spill, Budget(search.bounds)))
    except LoadError as e:
        clear(spill)
        _broken(search, name, path, e)
        return
    for member in members:
        inner = f"{name}!{member.name}"
        if member.path is None:
            search.skipped.append(Skip(inner, "unsafe", member.unsafe))
        elif "__MACOSX/" in member.name:
            search.skipped.append(Skip(inner, "hidden", "a hidden or temporary file"))
        else:
            _file(search, inner, member.path, named=False, depth=depth + 1)


def _broken(search: _Search, name: str, path: Path | None, error: LoadError) -> None:
    """A source that is known to fail; where not even its bytes can be had, its id is made from its name."""
    key = file_id(path) if path else doc_id(b"unreadable:" + os.fsencode(name))
    _add(search, Source(name, path, key, error=str(error).removeprefix(f"{name}: ")))


def _add(search: _Search, source: Source) -> None:
    first = search.sources.get(source.doc_id)
    if first is None:
        search.sources[source.doc_id] = replace(source, name=_printable(source.name))
    elif first.name != source.name:
        search.skipped.append(Skip(source.name, "duplicate", f"same bytes as {first.name}"))


def _printable(name: str) -> str:
    """A name that can be written: bytes of a file name that are no UTF-8 are replaced."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
