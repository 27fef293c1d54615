"""How many short articles a CPU second the topic lexicon reads.

Run as ``python benchmarks/topics.py``; docs/benchmarks.md and docs/topics.md quote it. Articles are the
quality set's titles and summaries (about 20 words) and the same padded to 60 words.
"""

from __future__ import annotations

import json
import statistics
import time
from pathlib import Path

from bot.catalog.topics import load_topics
from bot.nlp.topics import TopicMatcher

ROOT = Path(__file__).parents[1]
ROUNDS = 5  # the median of five hides a cold cache


def main() -> None:
    """Print the time to compile and the articles a second."""
    lines = (ROOT / "tests/quality/data/topics.jsonl").read_text(encoding="utf-8").splitlines()
    short = [(a["title"], a["summary"]) for a in map(json.loads, lines)] * 30
    longer = [(title, " ".join([summary] * 6)) for title, summary in short]
    begin = time.process_time()
    matcher = TopicMatcher(load_topics(ROOT / "config/topics.toml"))
    print(f"load and compile: {time.process_time() - begin:.3f} s, version {matcher.version}")
    for name, articles in (("title and summary", short), ("60 words", longer)):
        words = statistics.mean(len(f"{t} {s}".split()) for t, s in articles)
        rates = [_rate(matcher, articles) for _ in range(ROUNDS)]
        print(f"{name} ({words:.0f} words): {statistics.median(rates):,.0f} articles/s")


def _rate(matcher: TopicMatcher, articles: list[tuple[str, str]]) -> float:
    begin = time.process_time()
    for title, summary in articles:
        matcher.score(title, summary)
    return len(articles) / (time.process_time() - begin)


if __name__ == "__main__":
    main()
