"""Whatever secret stands wherever in an event, no log line shows it."""

import contextlib
import io
import json
import logging
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.telemetry import logs, metrics
from bot.telemetry.redact import HIDDEN, redact

WORD = string.ascii_letters + string.digits
HEX = "0123456789abcdef"


def text(alphabet, least, most=None):
    return st.text(alphabet=alphabet, min_size=least, max_size=most or least)


def joined(*parts):
    return st.tuples(*(part if isinstance(part, st.SearchStrategy) else st.just(part) for part in parts)).map(
        "".join
    )


NUMBER, TAIL = text(string.digits, 9, 13), text(WORD, 16, 40)
SHAPES = {
    "bot token": joined("xoxb-", NUMBER, "-", NUMBER, "-", TAIL),
    "user token": joined("xoxp-", NUMBER, "-", NUMBER, "-", NUMBER, "-", text(HEX, 32)),
    "app-level token": joined("xapp-1-A", TAIL, "-", NUMBER, "-", text(HEX, 64)),
    "rotating token": joined(st.sampled_from(["xoxe.xoxb-1-", "xoxe.xoxp-1-"]), text(WORD + "_-", 40, 120)),
    "refresh token": joined("xoxe-1-", text(WORD + "_-", 40, 120)),
    "response address": joined(
        "https://hooks.slack.com/", st.sampled_from(["commands", "services"]), "/T", TAIL, "/", TAIL
    ),
    "signature": joined("v0=", text(HEX, 64)),
    "OAuth code": joined(NUMBER, ".", NUMBER, ".", text(HEX, 64)),
    "key of stored tokens": joined(text(WORD + "-_", 43), "="),
    "stored token": joined("gAAAAAB", text(WORD + "-_", 60, 140), "=="),
    "web token": joined("eyJ", TAIL, ".", TAIL, ".", TAIL),
}  # fmt: skip
ADDRESS = text(WORD + "-_.~!$&'()*+,;=:@%", 8, 30).map(
    lambda word: (word, f"postgresql://bot:{word}@db.example:5432/x")
)
NAME = st.sampled_from(
    ["token", "access_token", "slack_bot_token", "client_secret", "SLACK_SIGNING_SECRET", "password",
     "passwd", "api_key", "X-Slack-Signature", "Authorization", "cookie", "refresh_token"]
)  # fmt: skip
BARE = text(WORD + "-_.~!$^*()/+", 8, 30)
SPACED = text(WORD + "-_.~!$^*() ", 8, 30).map(lambda word: f"a{word.strip()}z")
NAMED = st.one_of(
    st.builds(lambda name, word: (word, f"{name}={word}"), NAME, BARE),
    st.builds(lambda name, word: (word, f"{name}: {word}"), NAME, BARE),
    st.builds(lambda name, word: (word, f'{name}="{word}"'), NAME, SPACED),
    st.builds(lambda name, word: (word, f"{{'ok': True, '{name}': '{word}'}}"), NAME, SPACED),
    st.builds(lambda name, word: (word, json.dumps({"ok": True, name: word, "n": 1})), NAME, SPACED),
    st.builds(lambda name, word: (word, json.dumps({"body": json.dumps({name: word})})), NAME, SPACED),
    st.builds(lambda word: (word, f"Authorization: Bearer {word}"), BARE),
    st.builds(lambda word: (word, f"{{'authorization': 'Basic {word}'}}"), BARE),
    st.builds(lambda word: (word, f"sent Bearer {word}1 to it"), text(WORD, 12, 30)),
    st.builds(lambda word: (word, f"GET /slack/oauth_redirect?code={word}&state={word}"), text(WORD, 12, 30)),
)
SECRET = st.one_of(*(shape.map(lambda word: (word, word)) for shape in SHAPES.values()), ADDRESS, NAMED)


class Holder:
    """An object that shows what it holds."""

    def __init__(self, held):
        self.held = held

    def __repr__(self):
        return f"Holder({self.held})"


def _fails(words, *, because=None, note=""):
    error = ValueError(f"could not: {words}")
    if note:
        error.add_note(note)
    raise error from because


def _logged_failure(log, words, **more):
    try:
        _fails(words, **more)
    except ValueError:
        log.exception("failed: %s", words)


def _bound(log, held):
    with logs.bound(run=held):
        log.info("x")


FOREIGN = logging.getLogger("urllib3")
PLACES = {
    "event": lambda log, held: log.info("before %s after", held),
    "value": lambda log, held: log.info("x", note=held),
    "list": lambda log, held: log.info("x", deep=[[held], ({"a": held},)]),
    "set": lambda log, held: log.info("x", deep={held}),
    "mapping": lambda log, held: log.info("x", deep={"a": {"b": {"c": held}}}),
    "name": lambda log, held: log.info("x", deep={held: 1}),
    "bytes": lambda log, held: log.info("x", raw=held.encode()),
    "object": lambda log, held: log.info("x", one=Holder(held), many=[Holder(held)]),
    "traceback": _logged_failure,
    "cause": lambda log, held: _logged_failure(log, "x", because=OSError(held)),
    "note of an error": lambda log, held: _logged_failure(log, "x", note=held),
    "bound id": _bound,
    "another library": lambda _log, held: FOREIGN.warning("retrying %s of %r", held, [held]),
    "its traceback": lambda _log, held: _logged_failure(FOREIGN, held),
}  # fmt: skip


def shown(place, held, form):
    """What is written to standard error."""
    written = io.StringIO()
    with contextlib.redirect_stderr(written):
        logs.configure(level="info", form=form)
        PLACES[place](logs.get_logger("slack"), held)
    return written.getvalue()


@pytest.mark.parametrize("place", PLACES)
@given(secret=SECRET, form=st.sampled_from(["json", "console"]))
@settings(max_examples=25)
def test_no_secret_in_any_place_of_an_event(place, secret, form):
    word, held = secret
    told = shown(place, held, form)
    assert told
    assert word not in told
    assert HIDDEN in told
    if form == "json":
        assert all(json.loads(line) for line in told.splitlines())


@given(name=NAME, word=SPACED)
def test_what_stands_under_a_telling_name_is_hidden_whatever_it_is(name, word):
    for held in (word, [word], {"a": word}, word.encode(), Holder(word)):
        assert word not in str(redact({"deep": [{name: held}]}))


@given(st.text(max_size=60))
def test_redacting_twice_changes_nothing_more(words):
    once = redact(words)
    assert redact(once) == once


@given(SECRET)
def test_what_was_hidden_stays_hidden(secret):
    once = redact(f"a {secret[1]} b")
    assert redact(once) == once


@pytest.mark.parametrize(
    "words",
    [
        "basic training for tokens", "the bearer of good news", "Bearer bonds were sold", "a basic income",
        "https://harbor.example/2026/03/02/budget?page=2&sort=new", "state: retry", "code=not_authed",
        "sqlite:////var/lib/policybot/policybot.sqlite3", "polled f1: 304 in 0.2 s", "43dd31611c9d8cfe",
        "the mayor's secret was no secret", "2026-03-02T08:00:00.123456+00:00",
    ],
)  # fmt: skip
def test_ordinary_words_stay(words):
    assert redact(words) == words


def test_every_incident_is_counted():
    def count():
        return metrics.INCIDENTS.labels(room="slack")._value.get()

    before = count()
    with contextlib.redirect_stderr(io.StringIO()):
        logs.configure(level="info", form="json")
        logs.get_logger("slack").error("unexpected", incident="1a2b")
        logs.get_logger("slack").error("expected")
    assert count() == before + 1
