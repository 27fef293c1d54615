"""The documents are true: generated ones are fresh, links and file names lead somewhere."""

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def load(path: Path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_generated_documents_are_fresh():
    build = load(ROOT / "docs" / "build.py")
    stale = [name for name, make in build.DOCUMENTS.items() if (build.DOCS / name).read_text() != make()]
    assert stale == [], "run make docs"


def test_sample_feeds_are_fresh():
    build = load(ROOT / "config" / "scripts" / "build_sample.py")
    files = build.files()
    stale = [
        name for name, text in files.items() if (build.SAMPLE / name).read_text(encoding="utf-8") != text
    ]
    assert stale == [], "run python config/scripts/build_sample.py"
    assert {p.name for p in build.SAMPLE.glob("day-*/*")} == {
        Path(n).name for n in files if n.startswith("day-")
    }


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(path):
    text = path.read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?://|#|mailto:)([^)#]+)", text)
    assert [t for t in targets if not (path.parent / t).exists()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: str(p.relative_to(ROOT)))
def test_named_files_exist(path):
    named = re.findall(
        r"`((?:bot|config|docs|tests|benchmarks)/[\w./-]+\.\w+)`", path.read_text(encoding="utf-8")
    )
    assert [n for n in named if not (ROOT / n).exists()] == []


def test_every_decision_is_short():
    long = [
        p.name for p in (ROOT / "docs" / "decisions").glob("0*.md") if len(p.read_text().splitlines()) > 40
    ]
    assert long == []
