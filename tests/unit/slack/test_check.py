"""The scopes of the manifest, and that the documents justify each of them."""

from pathlib import Path

from bot.commands.grammar import KINDS, SLASH
from bot.slack.check import manifest_scopes

ROOT = Path(__file__).resolve().parents[3]
MANIFEST = (ROOT / "config" / "slack-manifest.yaml").read_text(encoding="utf-8")

HTTP = (ROOT / "config" / "slack-manifest-http.yaml").read_text(encoding="utf-8")
ONLY_HTTP = ("redirect_urls:", "app_uninstalled", "tokens_revoked")
OTHERWISE = ("socket_mode_enabled:", "token_rotation_enabled:")


def lines(manifest):
    """What both manifests must have alike."""
    told = [line for line in manifest.splitlines() if not line.startswith("#")]
    return [
        line
        for line in told
        if "https://bot.example.org" not in line
        and not any(word in line for word in (*ONLY_HTTP, *OTHERWISE))
    ]


def test_the_manifest_for_http_differs_in_addresses_and_removals_alone():
    assert lines(HTTP) == lines(MANIFEST)
    assert [line.strip() for line in HTTP.splitlines() if "_enabled:" in line][-2:] == [
        "socket_mode_enabled: false",
        "token_rotation_enabled: true",
    ]
    for command in ("/policy", "/person", "/city"):
        assert f"command: {command}\n      url: https://bot.example.org/slack/events" in HTTP


def test_the_manifest_names_its_scopes():
    assert {"commands", "chat:write", "users:read"} <= set(manifest_scopes(MANIFEST))


def test_each_scope_is_justified_in_the_documents():
    page = (ROOT / "docs" / "slack.md").read_text(encoding="utf-8")
    assert [scope for scope in manifest_scopes(MANIFEST) if f"`{scope}`" not in page] == []


def test_each_slash_command_is_in_the_manifest():
    assert [slash for slash in (SLASH, *KINDS) if f"- command: {slash}\n" not in MANIFEST] == []


def test_nothing_is_read_out_of_a_file_without_scopes():
    assert manifest_scopes("display_information:\n  name: x\n") == ()
