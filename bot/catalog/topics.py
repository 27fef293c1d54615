"""The topic lexicon as people edit it: ``config/topics.toml`` to `Topic` records and back.

Called by services and ``policybot doctor``; the same checks hold for a topic that a team edits in Slack.
Reads and writes that one file; never matches anything.
"""

from __future__ import annotations

import itertools
import json
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.errors import ConfigError
from bot.model.reading import Topic

MAX_WEIGHT = 10.0
_SLUG = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_KEYS = {"name", "description", "cap", "threshold", "negative", "excludes", "phrases"}
_EXAMPLE = 'such as [housing] with name = "Housing" and a table [housing.phrases] of "rent control" = 4'


def load_topics(path: Path) -> tuple[Topic, ...]:
    """The topics of a file, in its order.

    Args:
        path: ``topics.toml``.

    Returns:
        Reader topics and negative classes.

    Raises:
        ConfigError: The file cannot be read, is no TOML, or a topic is malformed.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} cannot be read: {error}", path=str(path)) from error
    return parse_topics(text, where=path.name)


def parse_topics(text: str, *, where: str = "topics.toml") -> tuple[Topic, ...]:
    r"""Topics from TOML text.

    Args:
        text: One table per topic, keyed by slug.
        where: Name of the file for messages.

    Returns:
        The topics in the order of the text.

    Raises:
        ConfigError: Not TOML, or a topic is malformed; the message names the topic.

    >>> parse_topics('[transit]\nname = "Transit"\n[transit.phrases]\n"bus lane" = 3')[0].phrases
    (('bus lane', 3.0),)
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{where} is not valid TOML: {error}", path=where) from error
    return tuple(_topic(slug, table, where) for slug, table in tables.items())


def _topic(slug: str, table: Any, where: str) -> Topic:
    if not isinstance(table, dict) or not isinstance(table.get("phrases", {}), dict):
        raise ConfigError(f"{where}: topic {slug!r} must be a table, {_EXAMPLE}", path=where, topic=slug)
    if unknown := sorted(table.keys() - _KEYS):
        raise ConfigError(f"{where}: topic {slug!r} has unknown keys {unknown}; known are {sorted(_KEYS)}")
    try:
        topic = Topic(
            slug=slug,
            name=str(table["name"]),
            description=str(table.get("description", "")),
            cap=tuple(int(code) for code in table.get("cap", ())),
            phrases=tuple((phrase, float(weight)) for phrase, weight in table.get("phrases", {}).items()),
            excludes=tuple(str(phrase) for phrase in table.get("excludes", ())),
            threshold=float(table.get("threshold", 0)),
            negative=bool(table.get("negative", False)),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ConfigError(
            f"{where}: topic {slug!r} is malformed ({error}); {_EXAMPLE}", topic=slug
        ) from error
    if problems := topic_problems(topic):
        raise ConfigError(f"{where}: {problems[0]}", path=where, topic=slug)
    return topic


def topic_problems(topic: Topic) -> tuple[str, ...]:
    """What is wrong with a topic, one sentence each; empty means that it can be used.

    >>> topic_problems(Topic(slug="Bus!", name="Bus", phrases=(("bus", 0.0),)))[0]
    "topic 'Bus!': the slug must be lower-case words joined by hyphens, such as 'public-safety'"
    """
    lead = f"topic {topic.slug!r}: "
    found = []
    if not _SLUG.fullmatch(topic.slug):
        found.append("the slug must be lower-case words joined by hyphens, such as 'public-safety'")
    if not topic.name.strip():
        found.append("the name is empty")
    if not 0 <= topic.threshold < 1:
        found.append(f"the threshold {topic.threshold:g} must lie in [0, 1)")
    if not topic.phrases:
        found.append("there is no phrase")
    found += [
        f"the weight of {phrase!r} is {weight:g}; it must lie in [-10, 10] and not be 0"
        for phrase, weight in topic.phrases
        if not 0 < abs(weight) <= MAX_WEIGHT
    ]
    found += [
        f"the phrase {phrase!r} has no word, or spaces to spare"
        for phrase in (*(p for p, _ in topic.phrases), *topic.excludes)
        if not any(map(str.isalnum, phrase)) or phrase != " ".join(phrase.split())
    ]
    return tuple(lead + problem for problem in found)


def lexicon_problems(topics: Sequence[Topic]) -> tuple[str, ...]:
    """What `policybot doctor` says about a whole lexicon beyond `topic_problems`: twins and order.

    >>> bus = Topic(slug="bus", name="Bus", phrases=(("b", 1.0), ("a", 1.0)))
    >>> lexicon_problems([bus, bus])
    ("topic 'bus' stands twice", "topic 'bus': 'a' should stand before 'b'", ...)
    """
    found = [
        f"topic {t.slug!r} stands twice"
        for n, t in enumerate(topics)
        if t.slug in {o.slug for o in topics[:n]}
    ]
    for topic in topics:
        for listed in ([p for p, _ in topic.phrases], list(topic.excludes)):
            found += [
                f"topic {topic.slug!r}: {b!r} should stand before {a!r}"
                for a, b in itertools.pairwise(listed)
                if sort_key(b) < sort_key(a)
            ]
    return tuple(found)


def sort_key(phrase: str) -> tuple[str, str]:
    """How phrases are ordered in the file: alphabetically whatever their case.

    >>> sorted(["ICE", "asylum", "visa"], key=sort_key)
    ['asylum', 'ICE', 'visa']
    """
    return (phrase.lower(), phrase)


def dump_topics(topics: Sequence[Topic]) -> str:
    """The file for these topics, one phrase a line, sorted: parsing it gives the same topics, sorted.

    >>> print(dump_topics([Topic(slug="bus", name="Bus", phrases=(("bus lane", 3.0),))]), end="")
    [bus]
    name = "Bus"
    <BLANKLINE>
    [bus.phrases]
    "bus lane" = 3
    """
    return "\n".join(map(_dump, topics))


def _dump(topic: Topic) -> str:
    lines = [f"[{topic.slug}]", f"name = {_quoted(topic.name)}"]
    if topic.description:
        lines.append(f"description = {_quoted(topic.description)}")
    if topic.cap:
        lines.append(f"cap = {list(topic.cap)}")
    if topic.threshold:
        lines.append(f"threshold = {topic.threshold:g}")
    if topic.negative:
        lines.append("negative = true")
    if topic.excludes:
        lines += ["excludes = [", *(f"  {_quoted(p)}," for p in sorted(topic.excludes, key=sort_key)), "]"]
    lines += ["", f"[{topic.slug}.phrases]"]
    lines += [f"{_quoted(p)} = {w:g}" for p, w in sorted(topic.phrases, key=lambda item: sort_key(item[0]))]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A TOML basic string: JSON's escapes are a subset of its own, but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def with_topic(topics: Sequence[Topic], changed: Topic) -> tuple[Topic, ...]:
    """The topics with one replaced where its slug stands, or added at the end.

    Raises:
        ConfigError: The topic cannot be used; the message says what is wrong with it.

    >>> bus = Topic(slug="bus", name="Bus", phrases=(("bus", 1.0),))
    >>> [t.slug for t in with_topic([], bus)]
    ['bus']
    """
    if problems := topic_problems(changed):
        raise ConfigError("; ".join(problems), topic=changed.slug)
    if all(t.slug != changed.slug for t in topics):
        return (*topics, changed)
    return tuple(changed if t.slug == changed.slug else t for t in topics)


def save_topic(path: Path, changed: Topic) -> tuple[Topic, ...]:
    """Write one edited or new topic back into the file, at once or not at all.

    Args:
        path: ``topics.toml``; comments in it are not kept.
        changed: Replaces the topic of its slug, or is added at the end.

    Returns:
        All topics as they now stand in the file.

    Raises:
        ConfigError: The topic cannot be used, or the file cannot be read or written.
    """
    topics = with_topic(load_topics(path), changed)
    part = path.with_name(path.name + ".part")
    try:
        part.write_text(dump_topics(topics), encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise ConfigError(f"{path} cannot be written: {error}", path=str(path)) from error
    return parse_topics(dump_topics(topics), where=path.name)
