"""Articles read per second and peak memory: the figures that docs/decisions/0030 names.

Run as ``python benchmarks/reading.py [--statements]``: invented feed items of 60 words, batches of 64, on
one core. Exits 1 where a figure falls short.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from bot.catalog.agencies import load_agencies
from bot.catalog.gazetteer import Gazetteer
from bot.catalog.outlets import load_outlets
from bot.catalog.people import load_people
from bot.catalog.topics import load_topics
from bot.model.article import Article, ArticleId
from bot.nlp.annotate import Annotator
from bot.nlp.reader import Reader
from bot.nlp.topics import TopicMatcher

CONFIG = Path(__file__).parents[1] / "config"
LEAST_PER_S, MOST_MIB = 150, 600
WORDS = 60
AT = datetime(2026, 3, 3, 12, tzinfo=UTC)
TOWNS = ("Toledo", "Springfield", "Portland", "Worcester", "Wichita", "Albany", "Fresno", "Macon")
NAMES = ("Dana Okafor", "Luis Ferreira", "Maya Brandt", "Theo Lindqvist", "Priya Raman", "Amos Keller")
LEADS = (
    "{town} Mayor {name} said on Tuesday that the city will spend $4 million on shelter beds before winter",
    "The {town} City Council voted 7-2 to close two libraries, a plan that {name} called shortsighted",
    "Gov. {name} signed a bill that lets the Department of Transportation lower speed limits in {town}",
    "Federal agents from ICE visited a bakery in {town}, according to {name}, a lawyer for the owner",
)
FILLER = (
    "Residents who waited for hours at the hearing were split. Opponents pointed to rising rents and a state"
    " audit that found gaps in how the money had been spent, while supporters said that the plan was overdue"
    " and that neighboring towns had done the same. A second vote is expected next month, and the measure"
    " would take effect in July if the Senate agrees."
)


def articles(count: int) -> list[Article]:
    """Invented items of about 60 words, no two alike."""
    made = []
    for n in range(count):
        town, name = TOWNS[n % len(TOWNS)], NAMES[n % len(NAMES)]
        title = f"{town} Weighs Plan No. {n} As {name.split()[1]} Objects"
        text = f"{LEADS[n % len(LEADS)].format(town=town, name=name)}, item {n}. {FILLER}"
        summary = " ".join(text.split()[: WORDS - len(title.split())])
        made.append(
            Article(
                id=ArticleId(f"b{n}"),
                url=f"https://example.org/{n}",
                title=title,
                summary=summary,
                outlet="Example",
                place="US-MA",
                published_at=AT,
                first_seen_at=AT,
            )
        )
    return made


def main() -> int:
    """Read, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", action="store_true", help="also parse and find statements")
    parser.add_argument("--articles", type=int, default=1280)
    options = parser.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    reader = Reader(
        Annotator(batch_size=64),
        entities=(*load_agencies(CONFIG / "agencies.toml"), *load_people(CONFIG / "people.toml")),
        outlets=load_outlets(CONFIG / "outlets.toml"),
        places=Gazetteer(CONFIG / "data" / "gazetteer.sqlite"),
        topics=TopicMatcher(load_topics(CONFIG / "topics.toml")),
        statements=options.statements,
    )
    list(reader.iter_readings(articles(64)))
    started = time.process_time()
    read = sum(1 for _ in reader.iter_readings(articles(options.articles)))
    per_s = read / (time.process_time() - started)
    mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{per_s:.0f} articles/s of {WORDS} words (CPU seconds of one core), peak {mib:.0f} MiB")
    good = mib < MOST_MIB and (options.statements or per_s >= LEAST_PER_S)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
