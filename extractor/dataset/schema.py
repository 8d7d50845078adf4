"""The tables and columns of the dataset, declared once for writing, checking, `datapackage.json` and `docs/dataset.md`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pyarrow as pa

Type = Literal["string", "integer", "decimal", "float", "boolean", "date", "strings", "boxes"]

AMOUNTS = ("total_investment", "annual_plan", "completed", "output_value", "tax", "jobs")
KINDS = ("money", "percent", "point", "multiple", "count", "measure", "date", "org", "place", "project")
QUALIFIERS = ("exact", "approx", "nearly", "more_than", "at_least", "at_most", "less_than", "order")
ARTICLE_KINDS = ("news", "policy", "report", "notice", "table", "other")
STATUSES = ("ok", "partial", "failed")
VERDICTS = ("consistent", "inconsistent", "warning", "unclear")
SKIPS = ("unknown kind", "duplicate", "hidden", "read-me", "dataset", "metadata", "unsafe", "limit")
SLIPS = ("swapped", "point", "unit", "digit", "sign")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it holds, and what every value of it obeys."""

    name: str
    type: Type
    description: str
    required: bool = False
    enum: tuple[str, ...] = ()
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class TableSchema:
    """One table: `key` is its primary key; `refers` maps columns to the table whose key they repeat."""

    name: str
    row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    refers: tuple[tuple[tuple[str, ...], str], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.columns)


def _need(name: str, type_: Type, description: str, *, enum: tuple[str, ...] = (), pattern: str = "") -> Column:
    return Column(name, type_, description, required=True, enum=enum, pattern=pattern)


_DOC = _need("doc_id", "string", "first 16 hex digits of the SHA-256 of the source file's bytes", pattern="[0-9a-f]{16}")
_START = _need("start", "integer", "first character, as an offset into the document's text as read")
_END = _need("end", "integer", "one past the last character, as an offset into the document's text as read")
_BOXES = Column("boxes", "boxes", "where it is printed: page (from 1) and x0, top, x1, bottom in PDF points from the top "
                "left; one box for each printed line, empty for sources without pages")
_TO_DOC = ((("doc_id",), "documents"),)
_TO_ARTICLE = (*_TO_DOC, (("doc_id", "article"), "articles"))


def _amounts() -> tuple[Column, ...]:
    what = {"total_investment": "total investment", "annual_plan": "planned for the year", "completed": "completed so far",
            "output_value": "yearly output value when finished", "tax": "yearly tax when finished", "jobs": "jobs"}
    return tuple(Column(a, "decimal", f"{what[a]}{'' if a == 'jobs' else ', in units of `currency`'}; empty for a "
                        "range, whose bounds are those of its mention") for a in AMOUNTS)


TABLES: tuple[TableSchema, ...] = (
    TableSchema("documents", "a source file", (
        _DOC,
        _need("source", "string", "the path as given; a member of an archive stands behind `!`"),
        _need("media_type", "string", "media type of the source, from its bytes and its suffix"),
        _need("loader", "string", "the reader that made the text"),
        Column("title", "string", "from the metadata file, the source's own metadata, or its first heading"),
        Column("publisher", "string", "from the metadata file or the source itself"),
        Column("published", "date", "from the metadata file or the source itself"),
        Column("pages", "integer", "number of pages; empty for sources without pages"),
        _need("chars", "integer", "length of `text`"),
        Column("text", "string", "the text as read; every offset of the document points into it"),
        Column("ocr_confidence", "float", "mean confidence of recognised characters (0 to 1); else empty"),
        _need("status", "string", "`partial` where a part could not be read, `failed` where nothing could", enum=STATUSES),
        Column("error", "string", "what went wrong and what to try next"),
        Column("url", "string", "from the metadata file or the source itself"),
        Column("extra", "string", "further columns of the metadata file, as a JSON object"),
        Column("warnings", "strings", "what a reader should know about how the text was read"),
    ), ("doc_id",)),
    TableSchema("articles", "one article or notice in a document", (
        _DOC, _need("article", "string", "key of the article", pattern="a[0-9]+"),
        Column("title", "string", "its headline"), Column("byline", "string", "its byline as printed"),
        _need("kind", "string", "what sort of text it is", enum=ARTICLE_KINDS),
        Column("dateline", "string", "its dateline as printed"), _START, _END,
    ), ("doc_id", "article"), _TO_DOC),
    TableSchema("mentions", "a figure or a named thing as printed", (
        _DOC, _need("mention", "string", "key of the mention", pattern="m[0-9]+"),
        Column("article", "string", "the article it stands in"),
        Column("section", "string", "headings above it, outermost first, joined by ` / `"),
        _need("kind", "string", "what it is", enum=KINDS),
        _need("text", "string", "as printed: `text[start:end]` of the document"), _START, _END, _BOXES,
        Column("value", "decimal", "in base units (yuan, tonnes, …); percent as printed; empty for a range"),
        Column("low", "decimal", "lower bound of a range"), Column("high", "decimal", "upper bound of a range"),
        Column("unit", "string", "currency code, `%`, or the unit as printed without its multiplier"),
        Column("qualifier", "string", "how the figure is hedged", enum=QUALIFIERS),
        _need("soft", "boolean", "true for a size class and for print too damaged to give one value"),
        Column("role", "string", "the part it plays in its sentence, where one is known"),
        Column("pattern", "string", "the pattern that read it"),
        Column("normal", "string", "resolved form: an ISO day or interval for a date, a full name for a body or place"),
        Column("notes", "strings", "remarks of the reader, such as low recognition confidence"),
    ), ("doc_id", "mention"), _TO_ARTICLE),
    TableSchema("projects", "one project in one document", (
        _DOC, _need("project", "string", "key of the project", pattern="p[0-9]+"),
        Column("article", "string", "the article that names it"),
        _need("name", "string", "its name as printed, white space removed"), _START, _END,
        Column("owner", "string", "the company or body that builds or invests"),
        Column("place", "string", "the most exact place stated for it"),
        Column("region_code", "string", "GB/T 2260 code of that place", pattern="[0-9]{6}"),
        Column("industry", "string", "industry stated for it"),
        Column("status", "string", "the furthest stage stated, from reserve and signing to full production"),
        *_amounts()[:3],
        Column("currency", "string", "ISO 4217 code of its amounts"),
        *_amounts()[3:],
        Column("signed", "date", "day of signing"), Column("started", "date", "day construction began"),
        Column("finished", "date", "day it was finished"),
        *(Column(f"{a}_mention", "string", f"key of the mention that gives `{a}`", pattern="m[0-9]+") for a in AMOUNTS),
        Column("capacity", "strings", "keys of the mentions that state what it makes or its size"),
        Column("investor_origin", "string", "where the investor comes from, as printed"),
    ), ("doc_id", "project"), (*_TO_ARTICLE, *((("doc_id", f"{a}_mention"), "mentions") for a in AMOUNTS))),
    TableSchema("tasks", "one numbered item of a plan", (
        _DOC, _need("task", "string", "key of the task", pattern="t[0-9]+"),
        Column("article", "string", "the article it stands in"), Column("section", "string", "the heading above it"),
        Column("number", "string", "its number without punctuation"), Column("title", "string", "its heading"),
        _START, _END,
        Column("deadline", "date", "the last day it allows"),
        Column("lead", "strings", "lead units as printed"), Column("responsible", "strings", "other units as printed"),
    ), ("doc_id", "task"), _TO_ARTICLE),
    TableSchema("task_units", "one unit of one task", (
        _DOC, _need("task", "string", "key of the task", pattern="t[0-9]+"),
        _need("role", "string", "what it does in the task", enum=("lead", "responsible")),
        _need("unit", "string", "its name as printed, white space removed"),
        Column("unit_normal", "string", "its full name"), _START, _END,
    ), (), (*_TO_DOC, (("doc_id", "task"), "tasks"))),
    TableSchema("indicators", "one figure about a place, body, period or event", (
        _DOC, _need("indicator", "string", "key of the indicator", pattern="i[0-9]+"),
        Column("article", "string", "the article it stands in"), Column("subject", "string", "whom or what it is about"),
        Column("region_code", "string", "GB/T 2260 code of the place it is about", pattern="[0-9]{6}"),
        _need("metric", "string", "what is measured, as printed"), Column("scope", "string", "the phrase that limits it"),
        Column("value", "decimal", "value of its mention"), Column("unit", "string", "unit of its mention"),
        Column("qualifier", "string", "qualifier of its mention", enum=QUALIFIERS),
        _need("kind", "string", "a fact, a plan, or a target", enum=("actual", "plan", "target")),
        Column("period_start", "date", "first day of its period; empty where open or unknown"),
        Column("period_end", "date", "last day of its period; empty where open or unknown"),
        Column("yoy_percent", "decimal", "growth over the year before, in percent"),
        Column("yoy_delta", "decimal", "growth over the year before, in units or percentage points"),
        _need("mention", "string", "key of the mention that gives the value", pattern="m[0-9]+"),
    ), ("doc_id", "indicator"), (*_TO_ARTICLE, (("doc_id", "mention"), "mentions"))),
    TableSchema("findings", "one arithmetic statement checked", (
        _DOC, _need("finding", "string", "key of the finding", pattern="f[0-9]+"),
        _need("rule", "string", "the rule that checked it"), _need("verdict", "string", "what came out", enum=VERDICTS),
        Column("reported", "decimal", "the figure as the text gives it"),
        Column("expected_low", "decimal", "least value that the other figures allow"),
        Column("expected_high", "decimal", "greatest value that the other figures allow"),
        Column("formula", "string", "the arithmetic with its figures"),
        Column("mentions", "strings", "keys of its terms, the reported figure last"),
        Column("message", "string", "the finding in a sentence"),
        Column("message_zh", "string", "the same in Chinese"),
        Column("roles", "strings", "what each of `mentions` is in the statement"),
        Column("slip", "string", "the likely misprint behind a disagreement", enum=SLIPS),
        Column("spans", "strings", "passages that are terms without being mentions, each as `start-end`"),
    ), ("doc_id", "finding"), _TO_DOC),
    TableSchema("derived", "a figure that printed ones imply without printing it", (
        _DOC, _need("derived", "string", "key of the derived figure", pattern="d[0-9]+"),
        _need("rule", "string", "how it follows: a growth, a change, a share"),
        _need("low", "decimal", "where it lies at least, in base units"),
        _need("high", "decimal", "where it lies at most, in base units"),
        Column("unit", "string", "unit of the figure it is derived from"),
        Column("formula", "string", "the arithmetic with its figures"),
        Column("mentions", "strings", "keys of the mentions it follows from"),
        Column("metric", "string", "the words right before the figure it is about"),
        Column("period", "string", "`base` where it is the value of the time compared with, else empty"),
    ), ("doc_id", "derived"), _TO_DOC),
    TableSchema("unread", "a run of digits or numerals that became no mention", (
        _DOC, _START, _END, _need("text", "string", "as printed"), _need("reason", "string", "why it is no mention"),
    ), (), _TO_DOC),
    TableSchema("evidence", "what one field of one record rests on", (
        _DOC, _need("table", "string", "the record's table"), _need("key", "string", "the record's key"),
        _need("field", "string", "the record's column"),
        Column("mention", "string", "the mention that carries it", pattern="m[0-9]+"),
        _START, _END, Column("text", "string", "the words it rests on"), Column("rule", "string", "the rule that tied it"),
        Column("cue", "string", "the words that the rule went by"),
    ), (), _TO_DOC),
    TableSchema("skipped", "a file that was found and not read", (
        _need("source", "string", "its path"), _need("reason", "string", "why", enum=SKIPS),
        Column("detail", "string", "what it was taken for, or what it repeats"),
    ), ()),
)


def table(name: str) -> TableSchema:
    """The table called `name`; KeyError where there is none."""
    return {t.name: t for t in TABLES}[name]


@cache
def arrow(name: str) -> pa.Schema:
    """The Arrow schema of a table, with the descriptions as field metadata.

    Every field is nullable: one record that a rule left incomplete is a fault for `validate`, not the end of a run.
    """
    import pyarrow as pa

    kinds = _arrow_types()
    return pa.schema([pa.field(c.name, kinds[c.type], metadata={"description": c.description})
                      for c in table(name).columns])


@cache
def _arrow_types() -> dict[str, pa.DataType]:
    import pyarrow as pa

    box = pa.struct([("page", pa.int32()), *((side, pa.float64()) for side in ("x0", "top", "x1", "bottom"))])
    return {"string": pa.string(), "integer": pa.int64(), "decimal": pa.decimal128(38, 6), "float": pa.float64(),
            "boolean": pa.bool_(), "date": pa.date32(), "strings": pa.list_(pa.string()), "boxes": pa.list_(box)}
