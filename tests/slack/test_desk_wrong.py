"""Every command, typed wrong in many ways: never an incident, always a sentence that gets one on."""

import itertools
import re
from datetime import date

import pytest

from bot.commands.grammar import TABLE
from bot.commands.parse import parse
from bot.errors import UserError
from bot.model.feed import FeedStatus
from bot.model.workspace import LOCAL_WORKSPACE
from bot.services.desk.records import Asker
from bot.services.feeds import FeedService, Probe
from tests.support.team import words

ANA = Asker(workspace=LOCAL_WORKSPACE, user="U1", channel="C1", zone="America/New_York")


@pytest.fixture(autouse=True)
def offline(monkeypatch):
    """No address is asked: every one is out of reach."""

    def unreachable(_service, urls, **_more):
        return tuple(Probe(url=url, status=FeedStatus.NETWORK_ERROR, error="no answer") for url in urls)

    monkeypatch.setattr(FeedService, "probe", unreachable)


LISTED = [form for form in TABLE if form.words]


def wrong_ways(form):
    """Ten ways to mistype a row: short, long, misspelt, quoted, with marks, in capitals."""
    verb, rest = form.words[0], " ".join(form.words[1:])
    own = form.example.removeprefix(" ".join(form.words)).strip()
    half = own[: len(own) // 2]
    return (
        " ".join(form.words),
        f"{verb}{verb[-1]} {rest} {own}",
        f"{verb[:-1]} {rest} {own}",
        f"{' '.join(form.words)} {own} {own} nonsense",
        f"{' '.join(form.words)} {half}",
        f"{verb} {rest[::-1]} {own}",
        f'{" ".join(form.words)} "{own}',
        f"{form.example.upper()} !!",
        f"{' '.join(form.words)} <@U123> *_~`{own}`",
        f"{' '.join(form.words)} {'x' * 300}",
    )


@pytest.mark.parametrize("form", LISTED, ids=lambda form: form.usage)
def test_ten_wrong_ways_each_get_a_sentence(wired, form):
    for typed in wrong_ways(form):
        assert answer(wired.desk, typed), typed


@pytest.mark.parametrize("form", TABLE, ids=lambda form: form.usage or "bare")
def test_the_example_of_every_row_is_carried_out_or_says_what_would_work(wired, form):
    assert answer(wired.desk, form.example)


def answer(desk, typed):
    """What is said, or shown as a modal; a refusal's own words."""
    try:
        reply = desk.typed(typed, ANA)
    except UserError as error:
        said = str(error)
        assert said.endswith((".", "!", "?", "`")) or ":" in said, said
        assert "`/policy " in said or "no answer" in said, f"nothing to go on with: {said}"
        for command in re.findall(r"`/policy ([^`]*)`", said):
            assert is_typed_right(command), f"{command!r} of {said!r} does not work itself"
        return said
    return " ".join(words(message) for message in reply.messages) or reply.view


PLACEHOLDER = re.compile(r"[A-Z]{2,}|\bN\b|\[|…|\|")


def is_typed_right(command):
    """Whether an offered command parses; one with a placeholder (``NAME``, ``[7d]``) need not."""
    if PLACEHOLDER.search(command.partition(" ")[2] or command):
        return True
    parse(command, today=date(2026, 3, 4))
    return True


def test_a_message_never_offers_a_button_without_a_command(wired):
    typed = ("follow Springfield", "feeds pack zebra", "topics edit zebra", "mute Harlen Price")
    for reply in (wired.desk.typed(text, ANA) for text in typed):
        elements = itertools.chain.from_iterable(
            b.get("elements", ()) for m in reply.messages for b in m["blocks"]
        )
        assert all(e.get("value") for e in elements if e.get("type") == "button")
