from datetime import timedelta

from bot.model.entity import Entity, EntityKind
from bot.model.statement import Stance
from bot.stories.replies import concerned_by, main_speaker, reply_of
from tests.unit.stories.made import NOON, article, body, mention, person, reading, statement

LUND, MARSH = "person:lund", "person:marsh"
ENTITIES = {
    e.id: e
    for e in (
        person(LUND, "Tobias Lund", org="org:ice"), person(MARSH, "Elena Marsh"), body("org:ice", "ICE"),
        body("org:police", "Boston Police"), person("person:old", "Old Mayor", deceased=True),
    )
}  # fmt: skip
CLAIM = statement("c", speaker=LUND, content=((0, 60),))


def read(*mentions, statements=(CLAIM,)):
    return {"a1": reading(mentions=mentions, statements=statements)}


def concerned(*mentions, **more):
    return concerned_by([article("a1")], read(*mentions, **more), ENTITIES)


def test_people_and_bodies_inside_the_words_are_concerned():
    assert concerned(
        mention("Boston police", "org:police", EntityKind.ORG, start=5), mention("Marsh", MARSH, start=40)
    ) == ("org:police", MARSH)


def test_the_speaker_the_speakers_own_body_and_the_dead_are_not():
    own = mention("ICE", "org:ice", EntityKind.ORG, start=5)
    assert concerned(own, mention("Lund", LUND, start=20), mention("Old", "person:old", start=30)) == ()


def test_private_people_and_firms_are_concerned_in_a_quarrel_that_names_them_in_its_headline():
    firm = Entity(id="org:acme", kind=EntityKind.ORG, name="Acme Builders")
    inside = mention("Acme Builders", "org:acme", EntityKind.ORG, start=5)
    on_top = mention("Acme Builders", "org:acme", EntityKind.ORG, field="title")

    def asked(title, *mentions):
        return concerned_by([article("a1", title)], read(*mentions), {**ENTITIES, firm.id: firm})

    assert asked("Lund accuses Acme Builders of fraud", inside, on_top) == ("org:acme",)
    assert asked("Lund accuses a builder of fraud", inside) == ()
    assert asked("Lund to open the hall with Acme Builders", inside, on_top) == ()
    assert asked("Tributes as founder of Acme Builders dies, Lund rejects claims", inside, on_top) == ()


def test_an_office_holder_is_concerned_without_a_quarrel_unless_mourned():
    cole = Entity(id="person:cole", kind=EntityKind.PERSON, name="Dana Cole")
    inside = mention("Dana Cole", "person:cole", start=5)
    on_top = mention("Dana Cole", "person:cole", field="title")

    def asked(title, known):
        return concerned_by([article("a1", title)], read(inside, on_top), {**ENTITIES, known.id: known})

    mayor = person("person:cole", "Dana Cole")
    assert asked("Lund meets Dana Cole", mayor) == ("person:cole",)
    assert asked("Lund meets Dana Cole", cole) == ()
    assert asked("Dana Cole dies at 80", mayor) == ()


def test_one_body_under_two_names_is_asked_once_by_the_longer():
    bodies = {b.id: b for b in (body("org:house", "House"), body("org:reps", "House of Representatives"))}
    mentions = [
        mention(b.name, b.id, EntityKind.ORG, start=start)
        for start, b in zip((5, 30), bodies.values(), strict=True)
    ]
    assert concerned_by([article("a1")], read(*mentions), {**ENTITIES, **bodies}) == ("org:reps",)


def test_names_outside_the_words_are_not_concerned():
    assert concerned(mention("Marsh", MARSH, start=70)) == ()
    assert concerned(mention("Marsh", MARSH, start=5, field="title")) == ()


def test_the_main_speaker_is_quoted_by_most_articles():
    others = [statement(f"m{n}", f"a{n}", speaker=MARSH) for n in range(2)]
    assert main_speaker([CLAIM, *others]) == MARSH
    assert main_speaker([CLAIM, statement("m", speaker=MARSH)]) == LUND
    assert (
        main_speaker([statement(speaker=MARSH, stance=Stance.DENIED), statement("x", speaker=None)]) is None
    )


def test_replies_come_oldest_first_each_wording_once():
    late = statement("l", words="No.", speaker=MARSH)
    early = statement("e", "a2", words="We follow the law.", speaker=MARSH)
    again = statement("g", "a3", words="we follow the law.", speaker=MARSH)
    times = [NOON + timedelta(hours=n) for n in range(3)]
    reply = reply_of(
        [MARSH],
        [(times[2], late), (times[1], again), (times[0], early), (times[0], CLAIM)],
        feeds=41,
        since_at=NOON,
    )
    assert reply.statements == (early, late)
    assert (reply.concerned, reply.feeds, reply.since_at) == ((MARSH,), 41, NOON)


def test_declining_to_speak_is_an_answer_and_words_that_cannot_be_shown_are_none():
    declined = statement("d", words="", speaker=MARSH, stance=Stance.DECLINED)
    bare = statement("b", words="", speaker=MARSH)
    assert reply_of([MARSH], [(NOON, declined), (NOON, bare)], feeds=1, since_at=None).statements == (
        declined,
    )


def test_swapping_two_names_swaps_nothing_but_the_names():
    swap = {LUND: MARSH, MARSH: LUND}
    one = read(mention("Marsh", MARSH, start=5))
    two = read(
        mention("Marsh", LUND, start=5), statements=[statement("c", speaker=MARSH, content=((0, 60),))]
    )
    plain = {**ENTITIES, LUND: person(LUND, "Tobias Lund")}
    first = concerned_by([article("a1")], one, plain)
    assert tuple(swap[e] for e in first) == concerned_by([article("a1")], two, plain)
