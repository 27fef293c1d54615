"""How long it takes to resolve a typed name among 200,000 entities; run by hand, quoted in docs.

``python benchmarks/lookups.py [ENTITIES]`` makes invented names, asks whole, titled, short, misspelt and
unknown ones, and prints the percentiles of each kind. The target is a p99 below 10 ms over all of them.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Callable
from datetime import date

from bot.lookups.name_index import Known, NameIndex
from bot.lookups.resolve import resolve
from bot.model.entity import Entity, EntityId, EntityKind, Role

SYLLABLES = tuple(c + v for c in "bdfghjklmnprstvw" for v in "aeio")
ENDS = ("n", "r", "s", "l", "ton", "man", "son", "rez", "ski", "ck")
QUESTIONS = 2_000
TARGET_MS = 10.0


def invented_word(rng: random.Random) -> str:
    """A name-like word of two or three syllables."""
    return ("".join(rng.choices(SYLLABLES, k=rng.choice((1, 2, 2)))) + rng.choice(ENDS)).capitalize()


def invented_names(count: int, rng: random.Random) -> list[Known]:
    """Persons (given names repeat as they do in life) and every tenth a body."""
    given = [invented_word(rng) for _ in range(800)]
    surnames = [invented_word(rng) for _ in range(count // 8)]
    mayor = Role(title="Mayor of Springfield", short="Mayor", as_of=date(2026, 1, 1))
    known = []
    for number in range(count):
        name = f"{rng.choice(given)} {rng.choice(surnames)}"
        kind = EntityKind.PERSON
        if number % 10 == 0:
            name, kind = f"{rng.choice(surnames)} {rng.choice(surnames)} Council", EntityKind.ORG
        roles = (mayor,) if kind is EntityKind.PERSON and number % 50 == 1 else ()
        entity = Entity(id=EntityId(f"x:{number}"), kind=kind, name=name, roles=roles)
        known.append(Known(entity=entity, articles=rng.randrange(30)))
    return known


def misspelt(name: str, rng: random.Random) -> str:
    """The name with one letter dropped, doubled or swapped."""
    at = rng.randrange(1, len(name) - 1)
    return rng.choice(
        (
            name[:at] + name[at + 1 :],
            name[:at] + name[at] + name[at:],
            name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :],
        )
    )


def percentile(times: list[float], share: float) -> float:
    """The time, in milliseconds, that this share of the questions stayed below."""
    return sorted(times)[min(len(times) - 1, int(share * len(times)))] * 1000


def main() -> int:
    """Build, ask, print; exit 1 when the target is missed."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    rng = random.Random(7)
    known = invented_names(count, rng)
    started = time.perf_counter()
    index = NameIndex(known)
    resolve("Warm Upp", index=index)
    print(f"{count:,} entities, built in {time.perf_counter() - started:.1f} s")
    kinds: dict[str, Callable[[str], str]] = {
        "whole": lambda name: name,
        "titled": lambda name: f"Mayor {name.split()[-1]}",
        "surname": lambda name: name.split()[-1],
        "prefix": lambda name: name[: max(4, len(name) - 3)],
        "misspelt": lambda name: misspelt(name, rng),
        "unknown": lambda _: f"{invented_word(rng)}q {invented_word(rng)}x",
    }
    overall: list[float] = []
    for label, ask in kinds.items():
        times = []
        for one in rng.choices(known, k=QUESTIONS):
            question = ask(one.entity.name)
            started = time.perf_counter()
            resolve(question, index=index)
            times.append(time.perf_counter() - started)
        overall += times
        print(f"{label:9s} p50 {percentile(times, 0.5):6.3f} ms   p99 {percentile(times, 0.99):6.3f} ms")
    worst = percentile(overall, 0.99)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"all       p50 {percentile(overall, 0.5):6.3f} ms   p99 {worst:6.3f} ms   peak {peak:.0f} MiB")
    return 0 if worst < TARGET_MS else 1


if __name__ == "__main__":
    sys.exit(main())
