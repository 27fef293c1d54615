"""Every metric is documented, used and drawn under its own name, and nothing else is."""

import ast
import json
import re
from pathlib import Path

from prometheus_client.metrics import MetricWrapperBase

from bot.telemetry import metrics

ROOT = Path(__file__).resolve().parents[2]
DECLARED = {name: found for name, found in vars(metrics).items() if isinstance(found, MetricWrapperBase)}
NAMES = {found.describe()[0].name for found in DECLARED.values()} | set(metrics.GAUGES)
LABELS = {label for found in DECLARED.values() for label in found._labelnames}
PERSONAL = {"user", "channel", "workspace", "person", "name", "entity", "query", "feed", "url"}
# What the library appends to a name when it renders it.
SUFFIX = re.compile(r"_(total|bucket|sum|count|created)$")


def test_every_metric_is_in_the_table_and_the_reverse():
    text = (ROOT / "docs" / "operate.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `policybot_")]
    told = {name for row in rows for name in re.findall(r"`(policybot_\w+)`", row)}
    assert told == NAMES


def test_every_alert_and_panel_is_about_a_metric():
    text = (ROOT / "docs" / "operate.md").read_text(encoding="utf-8")
    board = json.loads((ROOT / "docs" / "grafana.json").read_text(encoding="utf-8"))
    asked = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    used = set(re.findall(r"policybot_\w+", " ".join([*asked, *re.findall(r"```.*?```", text, re.DOTALL)])))
    assert len(asked) > 10
    assert {name for name in used if name not in NAMES and SUFFIX.sub("", name) not in NAMES} == set()


def test_every_metric_is_observed_somewhere():
    used = {
        node.attr
        for path in (ROOT / "bot").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
    }
    assert set(DECLARED) - used == set()


def test_no_label_names_anybody():
    assert not LABELS & PERSONAL
    assert not {label for _, label in metrics.GAUGES.values()} & PERSONAL
