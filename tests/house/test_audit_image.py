"""The image holds what the program needs, and runs as nobody in particular."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def copied():
    lines = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    return {name for line in lines for name in line.split()}


def test_everything_that_the_wheel_is_built_from_is_copied_and_not_ignored():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    needed = {"pyproject.toml", "uv.lock", project["project"]["readme"], *project["project"]["license-files"]}
    needed |= set(project["tool"]["hatch"]["build"]["only-include"])
    assert copied() == needed
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert {line[1:] for line in lines if line.startswith("!")} == needed
    assert "*" in lines


def test_it_runs_as_an_ordinary_user():
    last = DOCKERFILE.rpartition("FROM ")[2]
    assert re.search(r"^USER [1-9]\d*$", last, re.MULTILINE)
    assert "HEALTHCHECK" in last


def test_it_installs_what_is_locked_and_no_tools_of_ours():
    installs = re.findall(r"uv sync .*", DOCKERFILE)
    assert len(installs) == 2
    assert all("--frozen" in line and "--no-dev" in line for line in installs)


def test_its_settings_exist():
    configuration = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    named = set(re.findall(r"POLICYBOT_\w+", DOCKERFILE))
    assert {name for name in named if f"`{name}`" not in configuration} == set()


def test_the_documents_name_settings_that_exist():
    configuration = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    for name in ("operate.md", "security.md"):
        text = (ROOT / "docs" / name).read_text(encoding="utf-8")
        assert {v for v in re.findall(r"POLICYBOT_[A-Z_]+", text) if f"`{v}`" not in configuration} == set()
