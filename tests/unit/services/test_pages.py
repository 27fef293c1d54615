"""Addresses of pages: they open what they were made for, for one workspace, for a time, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.messages.actions import FOLLOW, question_value
from bot.messages.blocks import Message, actions, button, rich, section, text
from bot.messages.digest import digest_messages
from bot.messages.limits import characters, fits
from bot.messages.lookup import answer_message
from bot.messages.page_links import ENTITY_PAGE, STORY_PAGE, with_page_links
from bot.messages.story import sources_messages, timeline_messages, why_messages
from bot.model.digest import DigestStory
from bot.model.lookup import Question
from bot.model.workspace import WorkspaceId
from bot.services.pages import ExpiredAddressError, ForeignAddressError, Kind, PageKey, PageLinks
from tests.unit.messages import adversarial, invented

TEAM, OTHER = WorkspaceId("T0AB"), WorkspaceId("T0CD")
NEW, OLD = "n" * 32, "o" * 32
NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
KEEP = timedelta(days=90)


def links(*keys: str, now: datetime = NOW, base: str = "https://policy.example.org") -> PageLinks:
    return PageLinks(base, keys or (NEW,), keep=KEEP, clock=lambda: now)


def opened(address: str, by: PageLinks | None = None, **changed: str) -> PageKey:
    """Open an address as the web edge does, perhaps with something in it changed."""
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query)) | {name: v for name, v in changed.items() if name != "path"}
    return (by or links()).opened(changed.get("path", unquote(parts.path)), query)


@given(st.sampled_from(Kind), st.text(min_size=1, max_size=80).filter(lambda t: t.isprintable()))
def test_an_address_opens_the_page_it_was_made_for(kind: Kind, page_id: str) -> None:
    found = opened(links().address(TEAM, kind, page_id))
    assert found == PageKey(workspace=TEAM, kind=kind, id=page_id, until_on=(NOW + KEEP).date())


def test_a_public_address_may_have_a_path() -> None:
    address = links(base="https://example.org/policy").address(TEAM, Kind.STORY, "s1")
    assert address.startswith("https://example.org/policy/page/T0AB/story/s1?until=2026-06-02&key=")
    assert not address.endswith("=")


@pytest.mark.parametrize(
    "changed",
    [
        {"path": "/page/T0AB/story/s2"},
        {"path": "/page/T0AB/entity/s1"},
        {"path": "/page/T0CD/story/s1"},
        {"path": "/page/T0AB/story/"},
        {"path": "/page/T0AB/story"},
        {"path": "/page/T0AB/topic/s1"},
        {"path": "/page//story/s1"},
        {"path": "/story/s1"},
        {"until": "2099-01-01"},
        {"until": "someday"},
        {"until": ""},
        {"key": ""},
        {"key": "A" * 24},
        {"key": "é" * 24},
    ],
)
def test_a_changed_address_opens_nothing(changed: dict[str, str]) -> None:
    with pytest.raises(ForeignAddressError):
        opened(links().address(TEAM, Kind.STORY, "s1"), **changed)


def test_parts_of_an_address_cannot_change_places() -> None:
    address = links().address(TEAM, Kind.ENTITY, "story/s1")
    with pytest.raises(ForeignAddressError):
        opened(address, path="/page/T0AB/story/s1")


def test_it_runs_out_with_what_it_shows() -> None:
    address = links().address(TEAM, Kind.STORY, "s1")
    assert opened(address, links(now=NOW + KEEP))
    with pytest.raises(ExpiredAddressError, match="good until 2026-06-02"):
        opened(address, links(now=NOW + KEEP + timedelta(days=1)))


def test_a_key_that_is_taken_away_takes_its_links_along() -> None:
    before = links(OLD).address(TEAM, Kind.STORY, "s1")
    both = links(NEW, OLD)
    assert opened(before, both)
    assert both.address(TEAM, Kind.STORY, "s1") == links(NEW).address(TEAM, Kind.STORY, "s1") != before
    with pytest.raises(ForeignAddressError):
        opened(before, links(NEW))


class Plain:
    """Addresses that can be read in a test."""

    def story(self, story: str) -> str:
        return f"https://pages.example/story/{story}"

    def entity(self, entity: str) -> str:
        return f"https://pages.example/entity/{entity}"


def linked(message: Message) -> dict[str, str]:
    """Words to address of every link to a page of ours."""
    return {
        run["url"]: run["text"]
        for block in with_page_links(message, Plain())["blocks"]
        if block["type"] == "rich_text"
        for run in block["elements"][0]["elements"]
        if run.get("url", "").startswith("https://pages.example")
    }


def test_every_card_of_a_digest_leads_to_its_story() -> None:
    digest = invented.digest()
    shown = linked(digest_messages(digest)[0])
    assert shown == {Plain().story(s.view.story.id): STORY_PAGE for s in digest.stories}


def test_a_lookup_leads_to_all_of_it_and_to_its_stories() -> None:
    answer = invented.answer()
    shown = linked(answer_message(answer))
    assert shown.pop(Plain().entity(answer.entity.id)) == ENTITY_PAGE  # type: ignore[union-attr]
    assert shown == {Plain().story(s.view.story.id): STORY_PAGE for s in answer.stories}


def test_a_story_in_brief_and_one_taken_apart_lead_to_their_pages() -> None:
    digest = replace(invented.digest(), stories=(), more=(invented.CLAIM_STORY, invented.RENT_STORY))
    _, thread = digest_messages(digest)
    page = Plain().story
    assert set(linked(thread)) == {page(s.view.story.id) for s in digest.more}
    for show in (why_messages, timeline_messages, sources_messages):
        (shown, *_) = show(invented.CLAIM_STORY, today=invented.TODAY, zone=invented.ZONE)
        assert set(linked(shown)) == {page(invented.CLAIM_STORY.view.story.id)}


def test_what_has_no_page_stays_as_it_is() -> None:
    topic = Message(
        text="t",
        blocks=[
            rich([text("x")]),
            actions(button("Follow", FOLLOW, question_value(Question(name="housing")))),
        ],
    )
    plain = Message(text="t", blocks=[section("Nothing"), rich([text("x")])])
    assert with_page_links(topic, Plain()) is topic
    assert with_page_links(plain, Plain()) is plain


def test_links_are_signed_for_the_workspace_the_message_goes_to() -> None:
    here = links().linked(digest_messages(invented.digest())[0], OTHER)
    (address, *_) = (
        run["url"]
        for block in here["blocks"]
        if block["type"] == "rich_text"
        for run in block["elements"][0]["elements"]
        if "/page/" in run.get("url", "")
    )
    assert opened(address).workspace == OTHER


@settings(max_examples=5)
@given(adversarial.stories(), st.integers(1, 40))
def test_links_never_make_a_message_too_long(story: DigestStory, count: int) -> None:
    digest = replace(invented.digest(), stories=adversarial.many(story, count))
    for message in digest_messages(digest):
        shown = with_page_links(message, Plain())
        assert fits(shown["blocks"])
        assert characters(shown["blocks"]) >= characters(message["blocks"])
        assert shown["text"] == message["text"]
