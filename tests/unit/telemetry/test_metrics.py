"""Metrics: what is rendered is what Prometheus reads."""

from prometheus_client.parser import text_string_to_metric_families

from bot.telemetry import metrics
from bot.telemetry.metrics import GAUGES, Sample, render


def values(text):
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_counters_and_gauges_are_rendered_together():
    before = values(render().decode()).get(("policybot_pruned_total", "views"), 0)
    metrics.PRUNED.labels(kind="views").inc(3)
    shown = values(render([Sample(name="policybot_feeds", value=2, label="gone")]).decode())
    assert shown[("policybot_pruned_total", "views")] == before + 3
    assert shown[("policybot_feeds", "gone")] == 2


def test_a_gauge_without_a_value_is_left_out():
    assert not any(name in render([]).decode() for name in GAUGES)
