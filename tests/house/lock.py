"""Lock drift: the files that pin dependencies agree and name public hosts only.

Run by ``make check`` and imported by the house tests. Needs no uv: it compares what the files say.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
# Each hashed export and the group of pyproject.toml that it holds besides what it needs to run.
EXPORTS = {"requirements.lock": "dev", "tests/system/requirements.lock": "system"}
# npm writes no address of a package; github.com is where the makers of one ask for money.
PUBLIC_HOSTS = {"https://pypi.org", "https://files.pythonhosted.org", "https://github.com"}


def locked(lock: dict[str, Any]) -> dict[str, set[str]]:
    """Versions of every package in uv.lock, by name (two where markers differ)."""
    versions: dict[str, set[str]] = {}
    for package in lock["package"]:
        versions.setdefault(package["name"], set()).add(package.get("version", ""))
    return versions


def exported(name: str) -> dict[str, set[str]]:
    """Versions of every package in one hashed export, by name."""
    versions: dict[str, set[str]] = {}
    for package, version in re.findall(
        r"^([a-z0-9._-]+)(?:\[.*\])?==([^ ;\\]+)", (ROOT / name).read_text(), re.MULTILINE
    ):
        versions.setdefault(canonicalize_name(package), set()).add(version)
    return versions


def problems() -> list[str]:
    """Every way in which the files disagree; empty when they agree."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    lock = tomllib.loads((ROOT / "uv.lock").read_text())
    found = []
    for export, group in EXPORTS.items():
        wanted = [*project["dependency-groups"][group]]
        if group == "dev":
            wanted += project["project"]["dependencies"]
        found += _drift(lock, export, [Requirement(line) for line in wanted])
    files = ["uv.lock", *EXPORTS, "tests/system/package-lock.json"]
    text = "".join((ROOT / name).read_text() for name in files)
    hosts = set(re.findall(r"https?://[^/\"\s]+", text)) - PUBLIC_HOSTS
    found += [f"a lock file names {host}, which is not the public index" for host in sorted(hosts)]
    found += [
        f"{name} names an index: export it without one"
        for name in EXPORTS
        if "--index-url" in (ROOT / name).read_text()
    ]
    return found


def _drift(lock: dict[str, Any], export: str, wanted: list[Requirement]) -> list[str]:
    own = next(p for p in lock["package"] if p["name"] == "policy-digest")
    groups = (own["metadata"]["requires-dist"], *own["metadata"]["requires-dev"].values())
    recorded = {r["name"]: r.get("specifier", "") for group in groups for r in group}
    versions, pins = locked(lock), exported(export)
    found = []
    for requirement in wanted:
        name = canonicalize_name(requirement.name)
        if not any(requirement.specifier.contains(v, prereleases=True) for v in versions.get(name, ())):
            found.append(f"uv.lock has no {requirement}: run make lock")
        if {*str(requirement.specifier).split(",")} != {*recorded.get(name, "-").split(",")}:
            found.append(f"uv.lock was made for another {name} than pyproject.toml asks for: run make lock")
        if not pins.get(name):
            found.append(f"{export} has no {name}: run make lock")
    found += [
        f"{export} and uv.lock pin another {name} ({sorted(v)}): run make lock"
        for name, v in pins.items()
        if not v <= versions.get(name, set())
    ]
    return found


if __name__ == "__main__":
    sys.exit("\n".join(problems()) or 0)
