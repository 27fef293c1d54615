"""Lock drift: the three files that pin dependencies agree and name public hosts only.

Run by ``make check`` and imported by the house tests. Needs no uv: it compares what the files say.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PUBLIC_HOSTS = {"https://pypi.org", "https://files.pythonhosted.org"}


def locked() -> dict[str, set[str]]:
    """Versions of every package in uv.lock, by name (two where markers differ)."""
    versions: dict[str, set[str]] = {}
    for package in tomllib.loads((ROOT / "uv.lock").read_text())["package"]:
        versions.setdefault(package["name"], set()).add(package.get("version", ""))
    return versions


def exported() -> dict[str, set[str]]:
    """Versions of every package in requirements.lock, by name."""
    versions: dict[str, set[str]] = {}
    for name, version in re.findall(
        r"^([a-z0-9._-]+)(?:\[.*\])?==([^ ;\\]+)", (ROOT / "requirements.lock").read_text(), re.MULTILINE
    ):
        versions.setdefault(canonicalize_name(name), set()).add(version)
    return versions


def problems() -> list[str]:
    """Every way in which the three files disagree; empty when they agree."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    lock = tomllib.loads((ROOT / "uv.lock").read_text())
    wanted = [Requirement(line) for line in project["project"]["dependencies"]]
    wanted += [Requirement(line) for line in project["dependency-groups"]["dev"]]
    own = next(p for p in lock["package"] if p["name"] == project["project"]["name"])
    recorded = {r["name"]: r.get("specifier", "") for r in own["metadata"]["requires-dist"]}
    recorded |= {r["name"]: r.get("specifier", "") for r in own["metadata"]["requires-dev"]["dev"]}
    versions, pins = locked(), exported()
    found = []
    for requirement in wanted:
        name = canonicalize_name(requirement.name)
        if not any(requirement.specifier.contains(v, prereleases=True) for v in versions.get(name, ())):
            found.append(f"uv.lock has no {requirement}: run make lock")
        if {*str(requirement.specifier).split(",")} != {*recorded.get(name, "-").split(",")}:
            found.append(f"uv.lock was made for another {name} than pyproject.toml asks for: run make lock")
        if not pins.get(name):
            found.append(f"requirements.lock has no {name}: run make lock")
    found += [
        f"requirements.lock and uv.lock pin another {name} ({sorted(v)}): run make lock"
        for name, v in pins.items()
        if not v <= versions.get(name, set())
    ]
    hosts = set(
        re.findall(
            r"https?://[^/\"\s]+", (ROOT / "uv.lock").read_text() + (ROOT / "requirements.lock").read_text()
        )
    )
    found += [
        f"a lock file names {host}, which is not the public index" for host in sorted(hosts - PUBLIC_HOSTS)
    ]
    if "--index-url" in (ROOT / "requirements.lock").read_text():
        found.append("requirements.lock names an index: export it without one")
    return found


if __name__ == "__main__":
    sys.exit("\n".join(problems()) or 0)
