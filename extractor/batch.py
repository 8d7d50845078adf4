"""Sources → readings: whatever is wrong with one document becomes its status and error, and the others go on."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

from extractor import pipeline
from extractor.errors import LoadError
from extractor.load import Metadata, Source, load_source
from extractor.model import Document, Outline, Reading, View
from extractor.workers import Lost, ordered

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Options:
    """How the sources of one run are read.

    given: fields that hold for every document (`title`, `published`, …). readers: options of the readers (`max_pages`, …).
    """

    metadata: Metadata | None = None
    given: Mapping[str, Any] | None = None
    readers: Mapping[str, Any] | None = None


def attempt(source: Source, options: Options) -> Reading:
    """The reading of a source; where that fails, a reading without content whose document says why."""
    document = None
    try:
        document = load_source(source, **(options.readers or {}))
        if document.status == "partial" and not document.text.strip():
            return failed(source, document.error or "no part of it could be read.", document)
        if options.metadata:
            document = options.metadata.apply(document)
        if options.given:
            document = replace(document, **options.given)
        return pipeline.read(document)
    except LoadError as e:
        return failed(source, _without_name(e), document)
    except RecursionError:
        return failed(source, "is nested too deeply. Save its text as .txt.", document)
    except MemoryError:
        return failed(source, "needs more memory than there is. Split it.", document)
    except Exception as e:  # one document must not stop the others; the message says where to look
        return failed(source, f"stopped on an error of heshu itself: {type(e).__name__}: {e} ({_where(e)}). "
                      "Please report it with the file.", document)


def failed(source: Source, error: str, document: Document | None = None) -> Reading:
    """The reading of a source that failed; `document` is what had been loaded of it."""
    base = document or Document(source.doc_id, source.name, "", media_type="application/octet-stream", loader="none")
    return Reading(replace(base, doc_id=source.doc_id, source=source.name, status="failed", error=error),
                   View("", array("L", [0])), Outline((), (), (), (), ()))


def each(sources: Sequence[Source], take: Callable[[Reading], Value], options: Options, *, workers: int = 1,
         timeout: float | None = None, prepare: Callable[[], object] | None = None) -> Generator[Value]:
    """`take(reading)` of every source in order, made in processes of their own; `take` must be importable by name.

    A source that takes longer than `timeout` seconds, or on which a process dies, counts as failed.
    """
    job = partial(_job, take=take, options=options)
    with closing(ordered(job, sources, workers=max(1, workers), timeout=timeout, prepare=prepare)) as made:
        for source, value in zip(sources, made, strict=True):
            if isinstance(value, Lost):
                yield take(failed(source, f"could not be read: {value.problem}. Allow more time (--timeout) or split it."))
            else:
                yield value


def _job(source: Source, take: Callable[[Reading], Value], options: Options) -> Value:
    return take(attempt(source, options))


def _without_name(error: LoadError) -> str:
    return str(error).removeprefix(f"{error.source}: ")


def _where(error: BaseException) -> str:
    """The innermost place of ours on the way to an error."""
    trace, place = error.__traceback__, "?"
    while trace:
        name = trace.tb_frame.f_globals.get("__name__", "")
        if str(name).startswith(("extractor", "patterns")):
            place = f"{name}, line {trace.tb_lineno}"
        trace = trace.tb_next
    return place
