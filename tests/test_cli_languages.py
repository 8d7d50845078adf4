"""Every message, help text and name of a rule has its Chinese; what was asked for with --lang is what is spoken."""

import ast
import re
from pathlib import Path

import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

import patterns
from extractor import load, read
from extractor.cli import app
from extractor.cli.console import voice
from extractor.dataset import rows

ROOT = Path(__file__).parents[1]
OURS = ("LoadError", "UsageError", "DatasetError")
HAN = re.compile(f"[{chr(0x4E00)}-{chr(0x9FFF)}]")


def run(*args: object, **environment: str) -> Result:
    return CliRunner().invoke(app, [str(a) for a in args], env={"LANG": "C", "LC_ALL": "C", **environment})


def literal(node: ast.expr) -> str:
    """The words of a string in the code, 7 for what is filled in; empty for anything else."""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(v.value) if isinstance(v, ast.Constant) else "7" for v in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def messages() -> list[str]:
    found = set()
    for path in (ROOT / "extractor").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in OURS:
                found |= {words for a in node.args if (words := literal(a)) and " " in words}
    return sorted(found)


@pytest.mark.parametrize("message", messages())
def test_every_error_has_its_chinese(message: str) -> None:
    assert HAN.search(voice("zh").translated(message)), message
    assert voice("en").translated(message) == message


def test_a_message_is_translated_part_by_part_and_keeps_what_was_filled_in() -> None:
    said = voice("zh").translated("a/b.pdf: is too large (1,200 MB; 1,024 MB are read). Split it.")
    assert said.startswith("a/b.pdf: ") and "1,200" in said and "1,024" in said
    assert not re.search("large|Split", said)


def test_every_help_text_has_its_chinese() -> None:
    group = typer.main.get_command(app)
    context = typer.Context(group)
    parts = [group, *group.commands.values()]  # type: ignore[attr-defined]
    texts = {t for p in parts for x in (p, *p.get_params(context)) if (t := getattr(x, "english", "") or getattr(x, "help", ""))}
    known = patterns.table("messages/zh_of_en")["help"]
    assert sorted(t for t in texts if t not in known) == []


def test_every_rule_of_the_evidence_has_its_chinese() -> None:
    known = patterns.table("messages/zh_of_en")
    names = ("news_evening_openings", "list_projects_prose", "holiday_tourism_prices", "errors_planted_report")
    found = {r for n in names for r in rows(read(load(ROOT / "corpus" / "documents" / f"{n}.txt")))["evidence"]}
    assert sorted({r[8] for r in found} - set(known["rules"])) == []
    assert sorted({str(r[3]).split(" ")[0] for r in found} - set(known["fields"])) == []


def test_the_language_asked_for_is_spoken_in_help_and_errors() -> None:
    known = patterns.table("messages/zh_of_en")["help"]
    assert known["Files, folders, globs, archives, -."][:5] in run("extract", "--lang", "zh", "--help").output
    assert "Files, folders" in run("extract", "--lang", "en", "--help", LANG="zh_CN.UTF-8", LC_ALL="zh_CN.UTF-8").output
    assert HAN.search(run("--help", LANG="zh_CN.UTF-8", LC_ALL="zh_CN.UTF-8").output)
    assert not HAN.search(run("--help").output)
    missing = ("extract", "/no/such/place", "--out", "/tmp/none")
    assert HAN.search(run(*missing, "--lang", "zh").output) and not HAN.search(run(*missing).output)
