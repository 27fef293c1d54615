"""What is new in a story since a channel last saw it, as a set difference of two views.

Called by `bot.services.publish` for each story of a digest. Pure: the former view comes from what was
frozen with the last delivery, the edits from the stored versions of the articles.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.model.article import Article, ArticleId, ArticleVersion
from bot.model.story import Changes, OriginKind, StoryView

CORRECTED = re.compile(
    r"^\s*(?:correction|clarification|retraction|editor['\u2019]s note)\b"
    r"|\b(?:an earlier version of this (?:story|article|report)"
    r"|this (?:story|article|report) has been corrected"
    r"|has (?:been )?retracted|we (?:regret|retract))\b",
    re.IGNORECASE,
)
"""How outlets mark that they put something right or took it back."""


def compare(
    then: StoryView | None,
    now: StoryView,
    articles: Sequence[Article] = (),
    versions: Sequence[ArticleVersion] = (),
) -> Changes:
    """What is new in a story.

    Args:
        then: As the channel last saw it; None if it never did.
        now: As it is.
        articles: Its articles as they are now.
        versions: Earlier wordings that were replaced since then, oldest first.

    Returns:
        The difference; empty ("no change") is an answer too.
    """
    if then is None:
        return Changes(is_new=True, corrections=_corrections(articles, {}))
    before = {version.article_id: version for version in reversed(versions)}
    known = {(s.speaker or s.speaker_text, s.words) for s in then.statements}
    return Changes(
        outlets=tuple(sorted(set(now.outlets) - set(then.outlets))),
        origins=_new_origins(then, now),
        statements=tuple(s for s in now.statements if (s.speaker or s.speaker_text, s.words) not in known),
        status_from=then.status.kind if then.status.kind is not now.status.kind else None,
        edits=tuple(
            (before[a.id].title, a.title)
            for a in articles
            if a.id in before and before[a.id].title != a.title
        ),
        corrections=_corrections([a for a in articles if a.id in before or _is_fresh(a.id, then)], before),
        figures=_figures(then, now),
    )


def _new_origins(then: StoryView, now: StoryView) -> tuple[str, ...]:
    """Labels of origins none of whose articles had a named origin before."""
    traced = {a for o in then.graph.origins if o.kind is not OriginKind.UNNAMED for a in o.article_ids}
    return tuple(
        origin.label
        for origin in now.graph.origins
        if origin.kind is not OriginKind.UNNAMED and not traced.intersection(origin.article_ids)
    )


def _is_fresh(article_id: ArticleId, then: StoryView) -> bool:
    return article_id not in then.story.article_ids


def _corrections(
    articles: Sequence[Article], before: dict[ArticleId, ArticleVersion]
) -> tuple[ArticleId, ...]:
    """Articles whose text says that it was corrected, and did not say so before."""
    return tuple(
        article.id
        for article in articles
        if _says_corrected(article) and not (article.id in before and _says_corrected(before[article.id]))
    )


def _says_corrected(text: Article | ArticleVersion) -> bool:
    return any(CORRECTED.search(part) for part in (text.title, text.summary, text.body))


def _figures(then: StoryView, now: StoryView) -> tuple[tuple[str, str, str], ...]:
    """(what, last value then, last value now) of quantities given in both views whose last value changed."""
    former = {conflict.what: conflict.values[-1][0] for conflict in then.conflicts}
    return tuple(
        (conflict.what, former.get(conflict.what, conflict.values[0][0]), conflict.values[-1][0])
        for conflict in now.conflicts
        if former.get(conflict.what, conflict.values[0][0]) != conflict.values[-1][0]
    )
