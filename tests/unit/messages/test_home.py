"""App Home: own lists, channels, feeds, and who may change what."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from bot.messages import home
from bot.messages.text import blocks_text
from bot.model.digest import DeliveryState
from tests.unit.messages import invented
from tests.unit.messages.adversarial import TEXT
from tests.unit.messages.slack_rules import view_problems


def _shown(state: home.Home) -> str:
    return blocks_text(home.home_view(state)["blocks"], width=1_000)


def _actions(state: home.Home) -> set[str]:
    blocks = home.home_view(state)["blocks"]
    rows = [element for block in blocks for element in block.get("elements", ()) if "action_id" in element]
    return {row["action_id"] for row in rows} | {
        block["accessory"]["action_id"] for block in blocks if "accessory" in block
    }


def test_home_shows_follows_channels_and_feeds() -> None:
    shown = _shown(invented.home())
    assert "Ana Reyes · as a direct message" in shown
    assert "Muted: Springfield until Wed 26 Aug 8:00 AM" in shown
    assert "#port-ellis · next Wed 26 Aug 8:00 AM" in shown
    assert "last Tue 25 Aug 8:00 AM: failed, the channel is archived" in shown
    assert "41 of 44 feeds read" in shown
    assert "Outlet 0 fails since" in shown


def test_reason_of_a_posted_digest_is_not_shown() -> None:
    (channel,) = invented.home().channels
    posted = replace(channel.last, state=DeliveryState.SENT, sent_at=invented.NOW)
    shown = _shown(invented.home(channels=(replace(channel, last=posted),)))
    assert "last Wed 26 Aug 8:00 AM: posted" in shown
    assert "archived" not in shown


def test_only_those_who_may_see_buttons_that_change() -> None:
    changing = {home.OPEN_SETUP, home.OPEN_SCHEDULE, home.OPEN_FEEDS, home.OPEN_OPML, home.SWITCH}
    assert changing <= _actions(invented.home())
    assert not changing & _actions(invented.home(may_change=False))
    assert home.PREVIEW in _actions(invented.home(may_change=False))


def test_switched_off_digest_can_be_switched_on() -> None:
    (channel,) = invented.home().channels
    off = replace(channel, subscription=invented.subscription(active=False), next_at=None, last=None)
    shown = _shown(invented.home(channels=(off,)))
    assert "#port-ellis · off" in shown
    assert "[Switch on]" in shown


def test_empty_home_says_what_could_be_there() -> None:
    shown = _shown(home.Home(zone="UTC"))
    assert "Nothing yet." in shown
    assert "No channel has a digest yet." in shown


def test_hundreds_of_everything_fit_and_name_the_command_for_the_rest() -> None:
    full = invented.home(
        follows=tuple(invented.follow(n, f"Name {n}") for n in range(300)),
        mutes=tuple(invented.follow(n, f"Word {n}", muted=True) for n in range(300)),
        channels=invented.home().channels * 60,
        failures=invented.FAILURES * 60,
    )
    assert view_problems(home.home_view(full)) == []
    shown = _shown(full)
    assert "280 more: /policy following" in shown
    assert "Add feeds" in shown


@settings(max_examples=20, deadline=None)
@given(TEXT)
def test_no_text_breaks_the_tab(words: str) -> None:
    (channel,) = invented.home().channels
    state = invented.home(
        follows=(invented.follow(1, words),),
        channels=(replace(channel, name=words, last=replace(channel.last, reason=words)),),
        failures=(replace(invented.FAILURES[0], outlet=words, error=words),),
    )
    assert view_problems(home.home_view(state)) == []
