"""Prometheus metrics, all declared on this one page and documented in docs/operate.md.

Used by services and edges; exposed by `bot.web.health` through `render`. Counters and histograms count what
this process did; gauges are looked up in the database when somebody asks, so that they are the same whichever
process is asked. No label ever names a user, a channel or a person.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

_SLOW = (1, 5, 15, 60, 300, 900, 3600, 43200)
_QUICK = (0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 3, 5)  # Slack waits three seconds for an answer

POLLS = Counter("policybot_polls", "Feeds polled, by how it ended.", ["status"])
FETCH_SECONDS = Histogram("policybot_fetch_seconds", "Seconds to fetch one feed, redirects and all.")
NEW_ARTICLES = Counter("policybot_new_articles", "Articles stored for the first time.")
ARRIVAL_SECONDS = Histogram(
    "policybot_arrival_seconds",
    "Seconds from an article's own date until it was stored, first reads of feeds left out.",
    buckets=_SLOW,
)
READ_SECONDS = Histogram("policybot_read_seconds", "Seconds to annotate a batch of articles.")
READ_ARTICLES = Counter("policybot_read_articles", "Articles annotated.")
GROUP_SECONDS = Histogram("policybot_group_seconds", "Seconds to group a batch of articles into stories.")
GROUPED_ARTICLES = Counter("policybot_grouped_articles", "Articles grouped into stories.")
DELIVERIES = Counter("policybot_deliveries", "Steps of deliveries, by the state they led to.", ["state"])
DUE_TO_POSTED = Histogram(
    "policybot_due_to_posted_seconds",
    "Seconds from a digest's due time until it was known to be posted.",
    buckets=_SLOW,
)
ANSWERS = Counter("policybot_answers", "Lookups answered, by kind of resolution.", ["kind"])
ANSWER_SECONDS = Histogram("policybot_answer_seconds", "Seconds to answer a lookup.", buckets=_QUICK)
ACK_SECONDS = Histogram(
    "policybot_ack_seconds",
    "Seconds until a request of Slack was acknowledged, by the line on which it came (http, socket).",
    ["line"],
    buckets=_QUICK,
)
SLACK_CALLS = Counter("policybot_slack_calls", "Calls of Slack's Web API, by how they ended.", ["outcome"])
PRUNED = Counter("policybot_pruned", "Rows deleted because they were old, by kind.", ["kind"])
PRUNE_SECONDS = Histogram("policybot_prune_seconds", "Seconds of one transaction that deletes old rows.")
JOB_RUNS = Counter("policybot_jobs", "Runs of jobs, by how they ended.", ["job", "outcome"])
JOB_SECONDS = Histogram("policybot_job_seconds", "Seconds of one run of a job.", ["job"], buckets=_SLOW)
HEARTBEATS = Counter(
    "policybot_heartbeats", "Calls of the heartbeat address, by how they ended.", ["outcome"]
)
INCIDENTS = Counter(
    "policybot_incidents", "Errors that nobody expected, each in the log under its id, by room.", ["room"]
)

# Name → (meaning, label).
GAUGES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "policybot_feeds": ("Feeds, by how their last poll ended.", "status"),
        "policybot_feeds_overdue_seconds": ("How long the feed that is due longest has been due.", ""),
        "policybot_unread_articles": ("Articles that wait to be annotated; 10000 means at least.", ""),
        "policybot_unread_age_seconds": ("How long the oldest of them has waited.", ""),
        "policybot_ungrouped_articles": (
            "Annotated articles that wait for a story; 10000 means at least.",
            "",
        ),
        "policybot_ungrouped_age_seconds": ("How long the article that waits longest for a story has.", ""),
        "policybot_deliveries_overdue_seconds": ("How long the delivery that waits longest has waited.", ""),
        "policybot_workers": ("Processes that do each background task.", "task"),
        "policybot_tick_age_seconds": ("Since the last good tick of the clock; -1 when there was none.", ""),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One value of a gauge.

    Attributes:
        name: One of `GAUGES`.
        value: Its value now.
        label: Of the gauge's label; empty where it has none.
    """

    name: str
    value: float
    label: str = ""


class _Given(Collector):
    """Gauges with given values, in the form that the library collects."""

    def __init__(self, samples: Iterable[Sample]) -> None:
        self._samples = tuple(samples)

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The gauges that have a value, in the order of the page."""
        for name, (meaning, label) in GAUGES.items():
            family = GaugeMetricFamily(name, meaning, labels=[label] if label else [])
            for sample in self._samples:
                if sample.name == name:
                    family.add_metric([sample.label] if label else [], sample.value)
            if family.samples:
                yield family


def render(samples: Iterable[Sample] = ()) -> bytes:
    """Everything in Prometheus' text format.

    Several web workers count together when PROMETHEUS_MULTIPROC_DIR names a folder that is emptied at each
    start (https://prometheus.github.io/client_python/multiprocess/).

    Args:
        samples: The gauges' present values.

    >>> print(render([Sample(name="policybot_feeds", value=3, label="ok")]).decode().splitlines()[-1])
    policybot_feeds{status="ok"} 3.0
    """
    counted = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        counted = CollectorRegistry()
        MultiProcessCollector(counted)  # type: ignore[no-untyped-call]  # the library's own class
    looked_up = CollectorRegistry()
    looked_up.register(_Given(samples))
    return generate_latest(counted) + generate_latest(looked_up)
