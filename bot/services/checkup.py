"""The check-up behind ``policybot doctor``: what is in force, what is wrong, and what would help.

Called by the command line. Looks, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bot.catalog.agencies import load_agencies
from bot.catalog.files import find_file
from bot.catalog.gazetteer import Gazetteer
from bot.catalog.outlets import load_outlets
from bot.catalog.people import load_people
from bot.catalog.topics import lexicon_problems, load_topics
from bot.errors import BotError
from bot.feeds.opml import read_opml
from bot.storage.database import Database

_BOSTON = "Boston"


class Grade(StrEnum):
    """How bad a finding is."""

    OK = "ok"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        grade: How bad it is.
        what: What was looked at.
        detail: What was found.
        fix: What would help; empty when nothing is needed.
    """

    grade: Grade
    what: str
    detail: str
    fix: str = ""


def check_config(folder: Path) -> Iterator[Finding]:
    """Every file of the configuration folder: there, readable, sorted, unique, valid.

    Args:
        folder: As `bot.catalog.files.config_dir` gives it.

    Yields:
        A finding a file.
    """
    checks: dict[str, Callable[[Path], int]] = {
        "topics.toml": lambda path: len(load_topics(path)),
        "outlets.toml": lambda path: len(load_outlets(path)),
        "agencies.toml": lambda path: len(load_agencies(path)),
        "people.toml": lambda path: len(load_people(path)),
        "feeds.opml": _feeds,
        "data/gazetteer.sqlite": _places,
    }
    for name, count in checks.items():
        yield _check(name, lambda name=name, count=count: f"{count(find_file(folder, name))} entries")  # type: ignore[misc]
    yield from _check_order(folder)


def _check_order(folder: Path) -> Iterator[Finding]:
    """Twins and phrases out of order in the topics; they work, but edits of them collide."""
    try:
        problems = lexicon_problems(load_topics(find_file(folder, "topics.toml")))
    except (BotError, OSError):
        return  # told above
    for problem in problems:
        fix = "Put it right in topics.toml; the others of its list show where it belongs."
        yield Finding(grade=Grade.NOTE, what="topics.toml", detail=problem, fix=fix)


def _feeds(path: Path) -> int:
    listed = read_opml(path.read_bytes())
    if listed.problems:
        raise BotError("; ".join(listed.problems))
    return len(listed.feeds)


def _places(path: Path) -> int:
    gazetteer = Gazetteer(path)
    try:
        return len(gazetteer.candidates(_BOSTON))
    finally:
        gazetteer.close()


def check_settings(shown: Iterable[tuple[str, str]], unknown: Iterable[str]) -> Iterator[Finding]:
    """The settings that differ from their defaults, and variables that are no setting.

    Args:
        shown: (variable, value) with secrets hidden.
        unknown: Variables with our prefix that nothing reads.

    Yields:
        A finding a setting or variable.
    """
    for name, value in shown:
        yield Finding(grade=Grade.OK, what=name, detail=value)
    for name in unknown:
        fix = "Correct its spelling or unset it; docs/configuration.md lists all settings."
        yield Finding(
            grade=Grade.NOTE, what=name, detail="is set, but is no setting of this program", fix=fix
        )


def check_database(database: Database) -> Iterator[Finding]:
    """Engine, version, place, and schema; how what is stored does, `bot.services.checkup_state` tells.

    Args:
        database: Opened, not necessarily up to date.

    Yields:
        Findings; a wrong one ends the list.
    """
    if not database.exists:
        detail = f"not there yet: {database.where}"
        fix = "The first command creates it, or: policybot db upgrade"
        yield Finding(grade=Grade.NOTE, what="database", detail=detail, fix=fix)
        return
    try:
        info = database.describe()
    except BotError as error:
        yield Finding(
            grade=Grade.WRONG, what="database", detail=str(error), fix="Correct POLICYBOT_DATABASE_URL."
        )
        return
    yield Finding(grade=Grade.OK, what="database", detail=f"{info.engine} {info.version} at {info.where}")
    yield Finding(grade=Grade.OK, what="safety", detail=info.note)
    if info.revision is None:
        yield Finding(
            grade=Grade.NOTE,
            what="schema",
            detail="empty",
            fix="The first command fills it, or: policybot db upgrade",
        )
        return
    if info.revision != info.head and info.is_usable:
        detail = f"stands at {info.revision}, newer than this program ({info.head}), which can go on with it"
        fix = "Start the newer version in place of this one, when you are ready."
        yield Finding(grade=Grade.NOTE, what="schema", detail=detail, fix=fix)
        return
    if info.revision != info.head:
        detail = f"stands at {info.revision}, this program needs {info.head}"
        fix = "policybot db upgrade"
        if info.revision > info.head:
            fix = "Install the version that made it, or restore a backup from before its upgrade."
        yield Finding(grade=Grade.WRONG, what="schema", detail=detail, fix=fix)
        return
    yield Finding(grade=Grade.OK, what="schema", detail=f"up to date ({info.revision})")


def check_model(describe: Callable[[], str]) -> Finding:
    """The language model.

    Args:
        describe: Loads it and gives its name, version and hash.

    Returns:
        A finding; wrong when it cannot be loaded.
    """
    return _check("model", describe, fix="Install it, or correct POLICYBOT_NLP_MODEL.")


def _check(
    what: str, look: Callable[[], str], *, fix: str = "Correct the file; the message says where."
) -> Finding:
    try:
        return Finding(grade=Grade.OK, what=what, detail=look())
    except (BotError, OSError) as error:
        return Finding(grade=Grade.WRONG, what=what, detail=str(error), fix=fix)
