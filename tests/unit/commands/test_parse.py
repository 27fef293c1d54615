"""Reading and printing commands: a law, a table, and a sentence for whatever goes wrong."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import records
from bot.commands.grammar import TABLE, VERBS
from bot.commands.parse import nearest_verbs, parse, print_command
from bot.commands.records import Command
from bot.errors import UserError
from bot.model.entity import EntityKind, Level
from bot.model.lookup import Question, View

TODAY = date(2026, 8, 26)

_WORDS = st.sampled_from(
    (
        "Boston", "New", "York", "City", "here", "dm", "since", "monday", "7d", "14d", "level:city", "quotes",
        "timeline", "today", "digest", "word", "source", "about", "person", "O’Brien", "AT&T", "Zoë", "東京",
        "#2", "/policy", "help", "off", "Jr.", "state", "at", "8am",
    )
)  # fmt: skip
_LETTERS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), min_size=1, max_size=12)
_NAME = (
    st.lists(_WORDS | _LETTERS, min_size=1, max_size=5)
    .map(
        lambda words: " ".join("".join(c for c in w if c.isprintable() and c not in '"“”„«»&') for w in words)
    )
    .map(lambda name: " ".join(name.split()))
    .filter(lambda name: name and not name.lower().startswith("level:"))
)
_STORY = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,9}", fullmatch=True)
_DAYS = st.integers(1, 365)
_ZONE = st.sampled_from(("America/New_York", "Europe/Paris", "UTC", "Asia/Tokyo"))
_WEEKDAYS = st.sets(st.integers(1, 7), min_size=1).map(lambda days: tuple(sorted(days)))
_URL = st.sampled_from(("https://example.com/feed", "http://a.example/x?y=1"))
_ID = st.from_regex(r"[a-z][a-z0-9-]{0,9}", fullmatch=True)
_WHERE = st.sampled_from(("digest", "dm", "here"))
_DOMAIN = st.sampled_from(("example.com", "news.example.org"))
_LOOKUP = st.builds(
    Question,
    name=_NAME,
    kind=st.sampled_from((None, EntityKind.PERSON, EntityKind.PLACE)),
    level=st.none() | st.sampled_from(Level),
    view=st.sampled_from(View),
    here=st.booleans(),
).flatmap(
    lambda q: st.one_of(
        st.builds(lambda d: _with(q, days=d), _DAYS),
        st.builds(lambda d: _with(q, since_on=d), st.dates(date(2020, 1, 1), TODAY)),
    )
)
_TARGET = st.one_of(
    st.tuples(st.sampled_from(("name", "word")), _NAME), st.tuples(st.just("source"), _DOMAIN)
)
COMMANDS: st.SearchStrategy[Command] = st.one_of(
    st.builds(records.Start),
    st.builds(records.Help, word=st.just("") | _NAME),
    st.builds(records.Lookup, question=_LOOKUP),
    st.builds(records.Today),
    st.builds(records.DigestDo, action=st.sampled_from(records.DigestAction)),
    st.builds(
        records.DigestAt,
        at=st.times().map(lambda at: time(at.hour, at.minute)),
        zone=st.none() | _ZONE,
        weekdays=st.none() | _WEEKDAYS,
    ),
    st.builds(records.DigestSkip, on=st.dates(TODAY, date(2030, 1, 1)), back=st.sampled_from(("", "off"))),
    st.builds(records.DigestMax, stories=st.integers(1, 20)),
    st.builds(records.DigestHold, hours=st.integers(0, 72)),
    st.builds(records.FollowName, name=_NAME, where=_WHERE),
    st.builds(records.UnfollowName, name=_NAME, where=_WHERE),
    st.builds(records.Following),
    st.builds(lambda t, d: records.Mute(kind=t[0], target=t[1], days=d), _TARGET, st.none() | _DAYS),
    st.builds(lambda t: records.Unmute(kind=t[0], target=t[1]), _TARGET),
    st.builds(records.Muted),
    st.builds(records.Why, story=_STORY),
    st.builds(records.Timeline, story=_STORY),
    st.builds(records.Sources, story=_STORY),
    st.builds(records.Split, story=_STORY),
    st.builds(records.Merge, story=_STORY, other=_STORY),
    st.builds(records.FeedsDo, action=st.sampled_from(records.FeedsAction)),
    st.builds(records.FeedsAdd, url=_URL),
    st.builds(records.FeedsRemove, feed=_ID),
    st.builds(records.FeedsPause, feed=_ID),
    st.builds(records.FeedsResume, feed=_ID),
    st.builds(records.FeedsPack, pack=_NAME),
    st.builds(records.TopicsDo, action=st.just(records.TopicsAction.LIST)),
    st.builds(
        records.TopicsDo, action=st.sampled_from(("add", "edit")).map(records.TopicsAction), topic=_NAME
    ),
    st.builds(records.Settings),
    st.builds(records.Audit, days=_DAYS),
    st.builds(records.Export, name=_NAME),
    st.builds(records.ForgetUrl, url=_URL),
    st.builds(records.ForgetPerson, name=_NAME),
)


def _with(question: Question, **changed: object) -> Question:
    return Question(
        **{
            "name": question.name,
            "kind": question.kind,
            "level": question.level,
            "view": question.view,
            "here": question.here,
            **changed,
        }
    )


@given(COMMANDS)
def test_what_is_printed_is_read_back(command: Command) -> None:
    assert parse(print_command(command), today=TODAY) == command


@given(st.lists(_WORDS, max_size=6).map(" ".join) | st.text(max_size=60))
def test_anything_typed_is_a_command_or_a_sentence_with_a_way_out(typed: str) -> None:
    command = _command_or_sentence(typed)
    if isinstance(command, str):
        assert "/policy" in command
    else:
        assert parse(print_command(command), today=TODAY) == command


def _command_or_sentence(typed: str) -> Command | str:
    try:
        return parse(typed, today=TODAY)
    except UserError as error:
        return str(error)


def test_law_covers_every_record_of_the_table() -> None:
    made = {form.makes for form in TABLE}
    drawn = {type(command) for command in _one_of_each()}
    assert drawn == made


def _one_of_each() -> list[Command]:
    return [parse(form.example, today=TODAY) for form in TABLE]


@pytest.mark.parametrize("form", TABLE, ids=lambda form: form.usage or "bare")
def test_every_example_of_the_table_makes_its_own_record(form: object) -> None:
    command = parse(form.example, today=TODAY)
    assert isinstance(command, form.makes)
    assert all(getattr(command, name) == value for name, value in form.fixed.items())


def _ask(name: str, **more: object) -> records.Lookup:
    return records.Lookup(question=Question(name=name, **more))


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("", records.Start()),
        ("  ", records.Start()),
        ("Michelle Wu", _ask("Michelle Wu")),
        ("New York City", _ask("New York City")),
        ("new york city level:city", _ask("new york city", level=Level.CITY)),
        ("Boston 30d", _ask("Boston", days=30)),
        ("Boston 2w quotes here", _ask("Boston", days=14, view=View.QUOTES, here=True)),
        ("Boston since monday", _ask("Boston", since_on=date(2026, 8, 24))),
        ("Boston since 1 Aug timeline", _ask("Boston", since_on=date(2026, 8, 1), view=View.TIMELINE)),
        ("Boston here since August 1, 2026", _ask("Boston", since_on=date(2026, 8, 1), here=True)),
        ("“Today Show” 7d", _ask("Today Show", days=7)),
        ("about Today Show", _ask("Today Show")),
        ('Boston "here"', _ask("Boston here")),
        ("about Digest", _ask("Digest")),
        ("here", _ask("here")),
        ("7d", _ask("7d")),
        ("person Wu", _ask("Wu", kind=EntityKind.PERSON)),
        ("city Boston level:state", _ask("Boston", kind=EntityKind.PLACE, level=Level.STATE)),
        ("/policy Boston", _ask("Boston")),
        ("/person Wu", _ask("Wu", kind=EntityKind.PERSON)),
        ("/policy digest on", records.DigestDo(action=records.DigestAction.ON)),
        ("DIGEST On", records.DigestDo(action=records.DigestAction.ON)),
        ("digest", records.DigestDo(action=records.DigestAction.PREVIEW)),
        ("digest at 8am", records.DigestAt(at=time(8))),
        ("digest at 8:30 pm ET", records.DigestAt(at=time(20, 30), zone="America/New_York")),
        ("digest at 08:00 weekdays New York", records.DigestAt(
            at=time(8), zone="America/New_York", weekdays=(1, 2, 3, 4, 5))),
        ("digest at 08:00 New York mon wed", records.DigestAt(
            at=time(8), zone="America/New_York", weekdays=(1, 3))),
        ("digest skip tomorrow", records.DigestSkip(on=date(2026, 8, 27))),
        ("digest hold single-origin off", records.DigestHold(hours=0)),
        ("digest hold 6h", records.DigestHold(hours=6)),
        ("follow Wall Street dm", records.FollowName(name="Wall Street", where="dm")),
        ("follow dm", records.FollowName(name="dm")),
        ("mute “box office” 7d", records.Mute(kind="name", target="box office", days=7)),
        ("mute word “box office”", records.Mute(kind="word", target="box office")),
        ("mute source https://www.A.example/x 7d", records.Mute(kind="source", target="a.example", days=7)),
        ("mute source <http://example.com|example.com>", records.Mute(kind="source", target="example.com")),
        ("why #3", records.Why(story="3")),
        ("merge 2 k7", records.Merge(story="2", other="k7")),
        ("feeds", records.FeedsDo(action=records.FeedsAction.LIST)),
        ("feeds add <https://a.example/x|a.example>", records.FeedsAdd(url="https://a.example/x")),
        ("topics edit", records.TopicsDo(action=records.TopicsAction.EDIT)),
        ("audit 7d", records.Audit(days=7)),
        ("forget person “Jane Doe”", records.ForgetPerson(name="Jane Doe")),
        ("help digest", records.Help(word="digest")),
    ],
)  # fmt: skip
def test_what_people_type(typed: str, command: Command) -> None:
    assert parse(typed, today=TODAY) == command


@pytest.mark.parametrize(
    ("verb", "typed", "command"),
    [
        ("/person", "Wu 7d", _ask("Wu", kind=EntityKind.PERSON, days=7)),
        ("/city", "Boston", _ask("Boston", kind=EntityKind.PLACE)),
        ("/city", "digest", _ask("digest", kind=EntityKind.PLACE)),
        ("/city", "help", records.Help()),
        ("/person", "", records.Help()),
    ],
)
def test_short_forms_fix_the_kind(verb: str, typed: str, command: Command) -> None:
    assert parse(typed, verb=verb, today=TODAY) == command


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("digest prewiew", "Did you mean `/policy digest preview`?"),
        ("digest foo", "It knows preview, now, on, off, status, at, skip, max, hold"),
        ("digest at", "needs HH:MM. For example: `/policy digest at 08:00 New York weekdays`."),
        ("digest at 8", "may be morning or evening"),
        ("digest at noonish", "“noonish” is not a time of day"),
        ("digest at 8am Narnia", "I know no time zone “Narnia”"),
        ("digest max 50", "from 1 to 20"),
        ("digest max ten", "from 1 to 20"),
        ("digest skip yesterday", "2026-08-25 is over"),
        ("digest skip whenever", "“whenever” is not a date"),
        ("digest hold single-origin 100h", "from `1h` to `72h`"),
        ("digest now please", "`/policy about Digest now please`"),
        ("digets now", "Did you mean `/policy digest now`?"),
        ("fedes list", "Did you mean `/policy feeds list`?"),
        ("Today Show", "`/policy about Today Show`"),
        ("follow", "needs NAME. For example: `/policy follow Boston dm`."),
        ("mute source nonsense", "not a domain"),
        ("why", "needs STORY"),
        ("why is this?", "ends before “this?”"),
        ("why ?!", "is no story"),
        ("merge 2", "For example: `/policy merge 2 5`."),
        ("feeds ad https://a.example", "Did you mean `/policy feeds add`?"),
        ("feeds add nonsense", "starts with `https://`"),
        ("feeds remove", "needs ID"),
        ("forget", "`/policy forget url URL` or `/policy forget person"),
        ("forget urls x", "Did you mean `/policy forget url`?"),
        ("audit forever", "ends before “forever”"),
        ("level:city", "needs NAME"),
        ("Boston level:town", "one of city, state, federal, foreign"),
        ("Boston 900d", "between 1 and 365 days"),
        ("Boston since whenever", "“whenever” is not a date"),
        ("Boston since 2030-01-01", "still to come"),
        ("Boston 7d 14d", "say the same thing"),
        ("Boston 7d since monday", "Give one window"),
        ("x" * 300, "200 are enough"),
    ],
)
def test_what_goes_wrong_says_what_works(typed: str, says: str) -> None:
    with pytest.raises(UserError) as refused:
        parse(typed, today=TODAY)
    assert says in str(refused.value)
    assert "/policy" in str(refused.value)


def test_every_verb_tried_wrong_in_ten_ways_gets_a_sentence_or_a_command() -> None:
    wrong = ("", "?", "x y z", "7d", "“”", "-1", "here", "off off off", "https://", "é" * 90)
    made = [_command_or_sentence(f"{verb} {rest}") for verb in VERBS for rest in wrong]
    assert all("`/policy" in sentence for sentence in made if isinstance(sentence, str))
    assert any(isinstance(sentence, str) for sentence in made)


def test_nearest_verbs_are_for_unknown_names() -> None:
    assert nearest_verbs("folow Boston")[0] == "follow"
    assert nearest_verbs("unmut x")[0] == "unmute"
    assert nearest_verbs("Boston") == ()
    assert nearest_verbs("follow x") == ()
    assert nearest_verbs("“folow”") == ()
    assert nearest_verbs("") == ()


def test_what_cannot_be_typed_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be typed"):
        print_command(_ask("Boston", page=2))
    with pytest.raises(ValueError, match="cannot be typed"):
        print_command(_ask('a "b" c'))
