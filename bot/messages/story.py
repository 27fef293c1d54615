"""One story taken apart: why it has its status, its timeline, its sources.

Called by `bot.services.curate` through the edges. Every article is listed and linked, however many there
are; a long story takes several messages.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.messages import actions, cards, wording
from bot.messages.blocks import Block, Element, Message, button, header, link, rich, text
from bot.messages.blocks import actions as row
from bot.messages.cards import Line, Setting
from bot.messages.limits import HEADER_CHARS, characters, cut
from bot.messages.packing import Group, as_messages, packed
from bot.model.article import Article, ArticleId
from bot.model.digest import DigestStory
from bot.model.story import Origin, OriginKind, Tie, TieReason

_KINDS = {
    OriginKind.STATEMENT: "A statement",
    OriginKind.DOCUMENT: "A document",
    OriginKind.REPORTING: "Own reporting",
    OriginKind.UNNAMED: "No source named",
}
_REASONS = {
    TieReason.COPY: "carries the same text",
    TieReason.FAMILY: "has the same owner",
    TieReason.RELAY: "credits another outlet",
    TieReason.SHARED_STATEMENT: "has the same statement",
    TieReason.DOCUMENT: "rests on the document",
    TieReason.OWN_REPORTING: "reports itself",
    TieReason.NONE_NAMED: "names no source",
}
_ACRONYM = 4  # letters: a wire's sign ("AP", "CW") is compared in small letters, and shown in capitals
_PART_CHARS = 100  # names of outlets and venues are shorter
_TIE_CHARS = 300  # the words that tie are a clause or a sentence
_COUNTED = "An outlet counts for the origin that it goes back to; how, says docs/policy.md"


def why_messages(story: DigestStory, *, today: date, zone: str) -> tuple[Message, ...]:
    """Each article under its origin, with the rule and the words that tied it there."""
    setting = _setting(story, today, zone)
    counted = (_label("Status"), [rich([text(_COUNTED)])])
    return _messages(story, "Why", [*_by_origin(story, setting), counted])


def timeline_messages(story: DigestStory, *, today: date, zone: str) -> tuple[Message, ...]:
    """Articles in order of time, each with what was first said in it."""
    setting = _setting(story, today, zone)
    members = []
    for article in sorted(story.articles, key=lambda a: (a.published_at, a.id)):
        said = [
            s for s in story.view.statements if s.article_id == article.id and not cards.repeats(s, article)
        ]
        quotes = (cards.quote_line(story, statement, setting) for statement in said)
        members.append(rich(cards.article_line(article, setting)))
        members += [rich([text("↳ "), *quote]) for quote in quotes if quote]
    return _messages(story, "Timeline", [(_label("Articles and statements"), members)])


def sources_messages(story: DigestStory, *, today: date, zone: str) -> tuple[Message, ...]:
    """The origins, and behind each the outlets that go back to it, linked."""
    setting = _setting(story, today, zone)
    known = {article.id: article for article in story.articles}
    groups = [_source(origin, known, setting) for origin in story.view.graph.origins]
    asked = cards.other_side_line(story, setting)
    other = [(_label("The other side"), [rich(asked)])] if asked else []
    return _messages(story, "Sources", [*groups, *other])


def _setting(story: DigestStory, today: date, zone: str) -> Setting:
    return Setting(today=today, zone=zone, since_at=story.view.story.first_at)


def _label(words: str) -> Block:
    return rich([text(words.upper(), bold=True)])


def _messages(story: DigestStory, what: str, groups: Iterable[Group]) -> tuple[Message, ...]:
    """The story's heading and status, the groups, and buttons to the other views."""
    article = cards.headline(story)
    title = article.title if article else "Removed"
    status = [text(wording.status_line(story.view.status))]
    head = [header(cut(f"{what} · {title}", HEADER_CHARS)), rich(cards.headline_line(story), status)]
    pages = packed(groups, head=head, foot=[_buttons(story, what)])
    return as_messages(pages, f"{what}: {title}.")


def _buttons(story: DigestStory, what: str) -> Block:
    """The other views of the story; Split where the reasons are shown."""
    story_id = story.view.story.id
    others = [view for view in ("Why", "Timeline", "Sources") if view != what]
    shown = [*others, "Split"] if what == "Why" else others
    return row(*(_run(verb, f"{verb.lower()} {story_id}") for verb in shown))


def _run(label: str, command: str) -> Element:
    return button(label, f"{actions.RUN}_{label.lower()}", command)


def _by_origin(story: DigestStory, setting: Setting) -> list[Group]:
    known = {article.id: article for article in story.articles}
    ties: dict[str, list[Tie]] = {}
    for tie in story.view.graph.ties:
        ties.setdefault(tie.origin_id, []).append(tie)
    groups: list[Group] = []
    for origin in story.view.graph.origins:
        tied = [tie for tie in ties.get(origin.id, []) if tie.article_id in known]
        label = rich([text(_origin_words(origin), bold=True)])
        groups.append((label, [rich(*_tie_lines(tie, known[tie.article_id], setting)) for tie in tied]))
    return groups


def _origin_words(origin: Origin) -> str:
    """Kind, label and venue of an origin, each once."""
    parts = dict.fromkeys(part for part in (_KINDS[origin.kind], origin.label, origin.venue) if part)
    if origin.kind is OriginKind.UNNAMED:
        return _KINDS[origin.kind]
    return " · ".join(
        [*(cut(part, _PART_CHARS) for part in parts), wording.counted(len(origin.outlets), "outlet")]
    )


def _tie_lines(tie: Tie, article: Article, setting: Setting) -> list[Line]:
    relay = tie.relay.upper() if len(tie.relay) <= _ACRONYM and tie.relay.islower() else tie.relay
    reason = f"credits {cut(relay, _PART_CHARS)}" if relay else _REASONS[tie.reason]
    words = f": “{cut(tie.words, _TIE_CHARS)}”" if tie.words else ""
    return [cards.article_line(article, setting), [text(f"↳ {reason}{words}")]]


def _source(origin: Origin, known: dict[ArticleId, Article], setting: Setting) -> Group:
    """One origin, and a link for each article that goes back to it."""
    articles = [known[article_id] for article_id in origin.article_ids if article_id in known]
    first = f", first {wording.clock(articles[0].published_at, setting.zone)}" if articles else ""
    label = rich([text(f"{_origin_words(origin)}{first}", bold=True)])
    owners = _owners(origin)
    return label, [*_links(articles), *([rich([text(owners)])] if owners else [])]


def _links(articles: Iterable[Article]) -> list[Block]:
    """The outlets, linked, in paragraphs that each leave room in a message."""
    lines: list[Line] = [[]]
    for article in articles:
        run = link(cut(article.outlet, _PART_CHARS), article.url)
        if lines[-1] and characters([rich([*lines[-1], run])]) > cards.CARD_CHARS:
            lines.append([])
        lines[-1] += [text(" · "), run] if lines[-1] else [run]
    return [rich(line) for line in lines if line]


def _owners(origin: Origin) -> str:
    """That several outlets of one owner count once, where that is so."""
    if not 0 < len(origin.families) < len(origin.outlets):
        return ""
    owners = wording.counted(len(origin.families), "owner")
    return f"{len(origin.outlets)} outlets of {owners}: one owner counts once"
