"""What the documents name is there: commands, options, settings, metrics, headings, pictures, targets."""

import re
from pathlib import Path

import click
import pytest

from bot.cli.main import cli
from bot.commands.grammar import TABLE
from bot.settings import Settings, variable
from bot.telemetry import metrics
from tests.house.test_audit_metrics import NAMES, SUFFIX

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
SETTINGS = {variable(name) for name in Settings.model_fields}
VERBS = {form.words[0] for form in TABLE if form.words}

every_document = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: str(p.relative_to(ROOT)))


def code(path: Path) -> list[str]:
    """Inline code, and the lines of blocks without their comments."""
    text = path.read_text(encoding="utf-8")
    blocks = re.findall(r"```[^\n]*\n(.*?)```", text, re.DOTALL)
    lines = [re.split(r"(?:^|\s)#\s", line)[0].strip() for block in blocks for line in block.splitlines()]
    inline = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    return [piece for line in [*lines, *inline] for piece in re.split(r" (?:&&|\|\||\|) ", line)]


def lead(command: str) -> tuple[click.Command, list[str]]:
    """The command that a line names, and the words behind it."""
    found, words = cli, command.split()[1:]
    while isinstance(found, click.Group) and words and re.fullmatch(r"[a-z][a-z-]*", words[0]):
        inner = found.get_command(click.Context(found), words[0])
        assert inner is not None, f"there is no command: {command}"
        found, words = inner, words[1:]
    return found, words


@every_document
def test_every_command_of_the_program_and_its_options_exist(path):
    for command in code(path):
        if not re.match(r"policybot(?= [a-z-]|$)", command):
            continue
        found, words = lead(command)
        known = {name for option in found.params for name in (*option.opts, *option.secondary_opts)}
        given = {word.partition("=")[0].strip("[](),;…") for word in words if word.startswith("-")}
        assert given - known - {"-h", "--help", "--version", "-"} == set(), command


@every_document
def test_every_slash_command_exists(path):
    for command in code(path):
        typed = re.fullmatch(r"/policy ([a-z]+)\b.*", command)
        if typed and typed[1] not in VERBS:
            pytest.fail(f"no such command: {command}")


@every_document
def test_every_setting_exists(path):
    named = set(re.findall(r"POLICYBOT_[A-Z][A-Z_]*[A-Z]", path.read_text(encoding="utf-8")))
    assert named <= SETTINGS


@every_document
def test_every_metric_exists(path):
    text = path.read_text(encoding="utf-8")
    named = set(re.findall(r"policybot_[a-z_]*[a-z]", text))
    assert {name for name in named if name not in NAMES and SUFFIX.sub("", name) not in NAMES} == set()


@every_document
def test_every_target_of_make_exists(path):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {found[1] for line in code(path) if (found := re.match(r"make ([a-z-]+)$", line))}
    assert named <= targets


def anchors(path: Path) -> set[str]:
    """The names by which headings are linked to, as GitHub makes them."""
    heads = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@every_document
def test_every_link_to_a_heading_finds_it(path):
    for target, anchor in re.findall(
        r"\]\((?!https?://)([^)#]*)#([^)]+)\)", path.read_text(encoding="utf-8")
    ):
        assert anchor in anchors(path.parent / target if target else path), f"{target}#{anchor}"


@every_document
def test_every_link_leads_into_the_project_or_to_the_web(path):
    targets = re.findall(
        r"(?:\]\(|<)((?:https?://|mailto:|/|\.\./\.\./)[^)\s>]*)", path.read_text(encoding="utf-8")
    )
    assert [target for target in targets if not target.startswith("https://")] == []


def test_every_setting_command_and_metric_is_told():
    told = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert {name for name in SETTINGS if f"`{name}`" not in told} == set()
    slash = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert {verb for verb in VERBS if f"/policy {verb}" not in slash} == set()
    line = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    top = cli.list_commands(click.Context(cli))
    assert {name for name in top if f"`policybot {name}" not in line} == set()
    assert set(metrics.GAUGES) <= NAMES


def test_every_document_is_reachable_from_the_readme():
    seen, waiting = set(), [ROOT / "README.md"]
    while waiting:
        path = waiting.pop()
        if path in seen or not path.is_file():
            continue
        seen.add(path)
        if path.suffix == ".md":
            links = re.findall(r"\]\((?!https?://|#)([^)#]+)", path.read_text(encoding="utf-8"))
            waiting += [(path.parent / link).resolve() for link in links]
    lost = {p for p in DOCUMENTS if p not in seen and "decisions" not in p.parts}
    assert lost - {ROOT / "CHANGELOG.md"} == set()


def test_every_benchmark_is_told():
    text = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    assert [p.name for p in (ROOT / "benchmarks").glob("*.py") if p.name not in text] == []


def test_every_picture_is_shown_somewhere():
    text = "".join(path.read_text(encoding="utf-8") for path in DOCUMENTS)
    assert [
        p.name for p in (ROOT / "docs" / "pictures").glob("*.png") if f"pictures/{p.name}" not in text
    ] == []
