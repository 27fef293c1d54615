"""Headlines in Title Case or ALL CAPS back to sentence case, without changing their length.

Called by `bot.nlp.annotate` before the model sees a headline: capitals that mean nothing halve its NER.
The article's own text decides first, then a table learned from stored texts, then common words. A headline
in ordinary sentence case comes back as it was.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from bot.nlp.common_words import is_common
from bot.nlp.given_names import GIVEN

_WORD = re.compile("[^\\W\\d_]+(?:['\u2019][^\\W\\d_]+)*")
_SENTENCE_START = re.compile('(?:^|[.!?:;\u2022][\'"\u201d\u2019)]*\\s+|["\u201c(\\[]\\s*|\n\\s*)$')
_LOOK_BACK = 4  # characters before a word that can show a sentence's end
_LONG = 4  # shorter words are articles and prepositions, whose capitals depend on the outlet's style
_NEARLY_ALL = 0.75
Stretch = tuple[int, int]
_NONE: AbstractSet[str] = frozenset()
_ABBREVIATIONS = frozenset({"us", "uk", "un", "eu", "uae"})


def truecase(
    title: str,
    *,
    forms: Mapping[str, str],
    table: Mapping[str, str],
    names: Iterable[Stretch] = (),
    words: AbstractSet[str] = _NONE,
) -> str:
    """The headline with the capitals it would have inside a text.

    Args:
        title: As stored, with straight quotes.
        forms: Lower-case word → form met in the article's own text (`forms_of`).
        table: Lower-case word → usual form (`learn`).
        names: Stretches that are known names and stay as they are.
        words: A dictionary's lower-case words, beyond the common ones.

    Returns:
        A string of the same length; the same string when the headline is in sentence case already.

    >>> truecase("Wu Says ICE Will Not Stop In Egypt", forms={"wu": "Wu"}, table={})
    'Wu says ICE will not stop in Egypt'
    >>> truecase("WU SAYS NO TO ICE", forms={"ice": "ICE"}, table={})
    'Wu says no to ICE'
    >>> truecase("Wu says Big Dig is over", forms={}, table={})
    'Wu says Big Dig is over'
    """
    if not is_headline_cased(title):
        return title
    shouted = title.isupper()
    kept = [] if shouted else list(names)

    def cased(match: re.Match[str]) -> str:
        word = match[0]
        bare_end = match.start() + len(word.removesuffix("'s"))
        if any(start <= match.start() and bare_end <= end for start, end in kept):
            return word
        known = _NONE if shouted or _behind_given(title, match.start()) else words
        form = _form(word, forms, table, words=known, shouted=shouted)
        return word[0] + form[1:] if starts_sentence(title, match.start()) else form

    return _WORD.sub(cased, title)


def is_headline_cased(title: str) -> bool:
    """Whether nearly every word starts with a capital, so that capitals say nothing.

    >>> is_headline_cased("Mayor Wu Says No Again"), is_headline_cased("Mayor Wu says no again")
    (True, False)
    """
    if title.isupper() and " " in title:
        return True
    words = [w for w in _WORD.findall(title) if len(w) >= _LONG]
    return len(words) > 1 and sum(w[0].isupper() for w in words) > _NEARLY_ALL * len(words)


def forms_of(*texts: str) -> dict[str, str]:
    """The most frequent form of each word in the texts, counted away from sentence starts.

    >>> forms_of("The bill passed. Bill Keating said the bill is good.")["bill"]
    'bill'
    """
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        if is_headline_cased(text):
            continue
        for match in _WORD.finditer(text):
            if not starts_sentence(text, match.start()):
                counts[match[0].lower()][match[0]] += 1
    return {low: forms.most_common(1)[0][0] for low, forms in counts.items()}


def learn(texts: Iterable[str]) -> dict[str, str]:
    """A table of usual forms from many texts, for words that a headline's own article does not settle.

    >>> learn(["He met Wu in the city", "a city"])["city"]
    'city'
    """
    return forms_of(*texts)


def starts_sentence(text: str, at: int) -> bool:
    """Whether a capital at a place means nothing, because a sentence or a quotation begins there.

    >>> starts_sentence("No. Wu left", 4), starts_sentence("No. Wu left", 7)
    (True, False)
    """
    return _SENTENCE_START.search(text[max(0, at - _LOOK_BACK) : at]) is not None


def _behind_given(title: str, at: int) -> bool:
    """Whether a given name stands right before: a rare word is then a surname (Nancy Guthrie)."""
    return title[:at].rstrip().rpartition(" ")[2].lower() in GIVEN


def _form(
    word: str, forms: Mapping[str, str], table: Mapping[str, str], *, words: AbstractSet[str], shouted: bool
) -> str:
    low = word.lower()
    known = forms.get(low) or table.get(low)
    if known is not None and len(known) == len(word):
        return known
    if low in _ABBREVIATIONS:
        return low if word.istitle() else word
    if is_common(low, words) and (shouted or not word.isupper() or len(word) == 1):
        return low
    return word.capitalize() if shouted else word
