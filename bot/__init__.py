"""Policy Digest: a Slack bot that posts digests of policy news.

The package is laid out as rooms on one road; ``docs/architecture.md`` draws it. Start reading at
``bot/services/ingest.py`` (feeds in) and ``bot/services/publish.py`` (digests out).
"""

__version__ = "0.1.0"
