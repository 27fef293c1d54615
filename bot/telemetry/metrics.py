"""Prometheus metrics, all declared on this one page and documented in docs/operate.md.

Used by services and edges; exposed by `bot.web`. No label ever names a user, a channel or a person.
"""

from __future__ import annotations

from prometheus_client import Counter, Histogram

POLLS = Counter("policybot_polls", "Feeds polled, by how it ended.", ["status"])
NEW_ARTICLES = Counter("policybot_new_articles", "Articles stored for the first time.")
READ_SECONDS = Histogram("policybot_read_seconds", "Seconds to annotate a batch of articles.")
READ_ARTICLES = Counter("policybot_read_articles", "Articles annotated.")
GROUP_SECONDS = Histogram("policybot_group_seconds", "Seconds to group a batch of articles into stories.")
DELIVERIES = Counter("policybot_deliveries", "Steps of deliveries, by the state they led to.", ["state"])
DUE_TO_POSTED = Histogram(
    "policybot_due_to_posted_seconds",
    "Seconds from a digest's due time until it was known to be posted.",
    buckets=(1, 5, 15, 60, 300, 900, 3600, 43200),
)
ANSWERS = Counter("policybot_answers", "Lookups answered, by kind of resolution.", ["kind"])
ANSWER_SECONDS = Histogram("policybot_answer_seconds", "Seconds to answer a lookup.")
PRUNED = Counter("policybot_pruned", "Rows deleted because they were old, by kind.", ["kind"])
PRUNE_SECONDS = Histogram("policybot_prune_seconds", "Seconds of one transaction that deletes old rows.")
