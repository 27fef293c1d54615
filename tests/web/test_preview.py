"""`policybot preview`: messages as one page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli.preview import preview
from bot.messages import modals
from bot.messages.digest import digest_messages
from bot.web.preview_page import preview_page
from tests.unit.messages import invented


def test_a_page_holds_its_styles_and_no_script() -> None:
    page = preview_page([("A digest", digest_messages(invented.digest()))])
    assert "Policy digest · Port Ellis" in page
    assert "<style>" in page
    assert "<script" not in page
    assert "src=" not in page


def test_modals_show_their_title() -> None:
    assert "<h3>Import OPML</h3>" in preview_page([("OPML", [modals.opml_modal()])])


def test_files_of_blocks_become_a_page(tmp_path: Path) -> None:
    parent, *thread = digest_messages(invented.digest())
    source = tmp_path / "digest.json"
    source.write_text(json.dumps({**parent, "thread": thread}), encoding="utf-8")
    target = tmp_path / "page.html"
    result = CliRunner().invoke(preview, [str(source), "-o", str(target)])
    assert result.exit_code == 0, result.output
    page = target.read_text(encoding="utf-8")
    assert page.count('class="sheet"') == 1 + len(thread)


def test_one_s_own_digest_and_lookups_become_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYBOT_DATABASE_URL", f"sqlite:///{tmp_path}/own.sqlite3")
    target = tmp_path / "page.html"
    result = CliRunner().invoke(preview, ["--lookup", "Boston", "-o", str(target)])
    assert result.exit_code == 0, result.output
    page = target.read_text(encoding="utf-8")
    assert "No new stories for All places" in page
    assert "Lookup of Boston" in page


@pytest.mark.parametrize("text", ["no json", "[]", '{"blocks": 1}'])
def test_a_file_of_something_else_is_refused(tmp_path: Path, text: str) -> None:
    source = tmp_path / "x.json"
    source.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(preview, [str(source), "-o", str(tmp_path / "page.html")])
    assert result.exit_code == 2
    assert "x.json" in result.output
