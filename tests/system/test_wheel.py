"""The wheel is whole: built, installed beside nothing of the source tree, it finds its files and runs.

Here and not elsewhere because building fetches the build backend from the package index.
"""

import json
import os
import subprocess
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """A fresh environment with nothing but pip."""
    folder = tmp_path_factory.mktemp("environment") / "env"
    venv.create(folder, with_pip=True)
    return folder


@pytest.fixture(scope="module")
def wheel(environment, tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    pip(environment, "wheel", "--wheel-dir", folder, ROOT)
    return next(folder.glob("policy_digest-*.whl"))


@pytest.fixture(scope="module")
def installed(environment, wheel):
    """The program of the environment with the wheel, and the libraries of this one beside it."""
    pip(environment, "install", wheel)
    # A path in a .pth file adds the libraries, but not what their own .pth files add: our source tree.
    site = next((environment / "lib").glob("python*")) / "site-packages"
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib"))
    return environment / "bin" / "policybot"


def pip(environment, command, *arguments):
    done = subprocess.run(
        [environment / "bin" / "python", "-m", "pip", command, "--quiet", "--no-deps", *arguments],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.fixture
def run(installed, tmp_path):
    """Run the installed program far from the source tree; gives the finished process."""
    environ = {
        name: value for name, value in os.environ.items() if not name.startswith(("POLICYBOT_", "PYTHON"))
    }
    environ["POLICYBOT_DATABASE_URL"] = f"sqlite:///{tmp_path / 'wheel.sqlite3'}"

    def call(*arguments):
        return subprocess.run(
            [installed, *arguments], cwd=tmp_path, env=environ, capture_output=True, text=True, check=False
        )

    return call


def test_every_file_of_config_and_program_is_inside(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    tracked = subprocess.run(
        ["git", "ls-files", "bot", "config"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    wanted = {
        f"bot/{name}" if name.startswith("config/") else name for name in tracked.stdout.split("\n") if name
    }
    assert wanted - names == set()
    assert any(name.endswith("licenses/NOTICE") for name in names)


def test_the_configuration_is_found_in_the_wheel(run):
    done = run("doctor", "--config-only", "--json")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, done.stderr
    assert {finding["what"] for finding in found} >= {"topics.toml", "feeds.opml", "data/gazetteer.sqlite"}
    assert [finding for finding in found if finding["grade"] == "wrong"] == []


def test_the_source_tree_is_not_used(installed, environment, tmp_path):
    python = [environment / "bin" / "python", "-c", "import bot; print(bot.__file__)"]
    shown = subprocess.run(python, cwd=tmp_path, check=True, capture_output=True, text=True).stdout
    assert shown.startswith(str(environment))


def test_migrations_are_inside(run):
    assert "was upgraded" in run("db", "upgrade").stdout
    assert "is sound" in run("db", "check").stdout
