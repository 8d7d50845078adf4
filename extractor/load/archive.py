"""Archives → their members, unpacked into numbered files of a folder of ours, within bounds."""

from __future__ import annotations

import shutil
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from extractor.errors import LoadError

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much an archive may hold: members, bytes of one member, bytes in all, and archives within archives."""

    members: int = 20_000
    member_bytes: int = 256 << 20
    total_bytes: int = 1 << 30
    depth: int = 2


@dataclass(slots=True)
class Budget:
    """What is left of the bounds while an archive and the archives in it are unpacked."""

    bounds: Bounds
    members: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Member:
    """One member: its name, the file that holds it, or why it was left out."""

    name: str
    path: Path | None = None
    unsafe: str = ""


def unpack(path: Path, source: str, spill: Path, budget: Budget) -> Iterator[Member]:
    """The members of an archive in its own order; LoadError where it is damaged, encrypted or beyond the bounds.

    Names are kept for listing only and never reach the file system, so that no member can leave the spill folder.
    """
    try:
        opened = _zip if zipfile.is_zipfile(path) else _tar
        for name, problem, stream in opened(path):
            if problem:
                yield Member(name, unsafe=problem)
                continue
            assert stream is not None
            with stream:
                budget.members += 1
                if budget.members > budget.bounds.members:
                    raise LoadError(source, f"holds more than {budget.bounds.members:,} files.",
                                    "Unpack it and give its folders.")
                yield Member(name, _spill(stream, spill / f"{budget.members}", source, name, budget))
    except (zipfile.BadZipFile, tarfile.TarError, EOFError, zlib.error, NotImplementedError, ValueError) as e:
        raise LoadError(source, f"is damaged or truncated ({e}).", "Get it again.") from e
    except RuntimeError as e:
        raise LoadError(source, "is encrypted.", "Unpack it with its password and give the folder.") from e
    except OSError as e:
        raise LoadError(source, f"cannot be unpacked ({e}).", "Get it again, or unpack it and give the folder.") from e


def _spill(stream: IO[bytes], target: Path, source: str, name: str, budget: Budget) -> Path:
    """Copy one member to a file; what counts is what comes out, whatever size the archive claims."""
    size = 0
    with target.open("wb") as out:
        while block := stream.read(_BLOCK):
            size, budget.total = size + len(block), budget.total + len(block)
            if size > budget.bounds.member_bytes or budget.total > budget.bounds.total_bytes:
                with suppress(OSError):
                    target.unlink()
                which, limit = ((f"{name} in it", budget.bounds.member_bytes) if size > budget.bounds.member_bytes
                                else ("it", budget.bounds.total_bytes))
                raise LoadError(source, f"is too large: {which} unpacks to more than {limit / 2**20:,.0f} MB.",
                                "Unpack it and give its folders.")
            out.write(block)
    return target


def _zip(path: Path) -> Iterator[tuple[str, str, IO[bytes] | None]]:
    with zipfile.ZipFile(path) as box:
        for info in box.infolist():
            if info.is_dir():
                continue
            name = _zip_name(info)
            problem = _unsafe(name)
            if stat.S_ISLNK(info.external_attr >> 16):
                problem = "a link"
            yield name, problem, None if problem else box.open(info)


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The name of a member; without the UTF-8 flag, programs in China write it in GB18030."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            return raw.decode(encoding)
    return info.filename


def _tar(path: Path) -> Iterator[tuple[str, str, IO[bytes] | None]]:
    with tarfile.open(path, "r:*") as box:
        for info in box:
            if info.isdir():
                continue
            problem = _unsafe(info.name) or ("" if info.isfile() else "a link or a device")
            yield info.name, problem, None if problem else box.extractfile(info)


def _unsafe(name: str) -> str:
    """Why a member's name is not to be trusted, or nothing."""
    parts = PurePosixPath(name.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or (len(name) > 1 and name[1] == ":"):
        return "its name leads out of the archive"
    return "its name holds control characters" if any(c < " " for c in name) else ""


def clear(folder: Path) -> None:
    """Remove a spill folder."""
    shutil.rmtree(folder, ignore_errors=True)
