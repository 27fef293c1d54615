"""Headlines in Title Case or ALL CAPS back to sentence case, without changing their length.

Called by `bot.nlp.annotate` before the model sees a headline: capitals that mean nothing halve its NER.
The article's own text decides first, then a table learned from stored texts, then rules. A headline in
ordinary sentence case comes back as it was.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

_WORD = re.compile("[^\\W\\d_]+(?:['\u2019.&-][^\\W\\d_]+)*")
_SENTENCE_START = re.compile('(?:^|[.!?:;][\'"\u201d\u2019)]*\\s+|["\u201c]\\s*|\n\\s*)$')
_LONG = 4  # shorter words are articles and prepositions, whose capitals depend on the outlet's style
_NEARLY_ALL = 0.8


def truecase(title: str, *, forms: Mapping[str, str], table: Mapping[str, str]) -> str:
    """The headline with the capitals it would have inside a text.

    Args:
        title: As stored.
        forms: Lower-case word → form met in the article's own text (`forms_of`).
        table: Lower-case word → usual form (`learn`).

    Returns:
        A string of the same length; the same string when the headline is in sentence case already.

    >>> truecase("Wu Says ICE Will Not Stop", forms={"wu": "Wu", "ice": "ICE"}, table={})
    'Wu says ICE will not stop'
    >>> truecase("Wu says ICE will not stop", forms={}, table={})
    'Wu says ICE will not stop'
    """
    if not is_headline_cased(title):
        return title
    cased = _WORD.sub(lambda m: _form(m[0], forms, table), title)
    first = len(title) - len(title.lstrip())
    return cased[:first] + title[first : first + 1] + cased[first + 1 :]


def is_headline_cased(title: str) -> bool:
    """Whether nearly every word starts with a capital, so that capitals say nothing.

    >>> is_headline_cased("Mayor Wu Says No"), is_headline_cased("Mayor Wu says no")
    (True, False)
    """
    words = [w for w in _WORD.findall(title) if len(w) >= _LONG]
    return len(words) > 1 and sum(w[0].isupper() for w in words) > _NEARLY_ALL * len(words)


def forms_of(*texts: str) -> dict[str, str]:
    """The most frequent form of each word in the texts, counted away from sentence starts.

    >>> forms_of("The bill passed. Bill Keating said the bill is good.")["bill"]
    'bill'
    """
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for match in _WORD.finditer(text):
            if not _SENTENCE_START.search(text[max(0, match.start() - 4) : match.start()]):
                counts[match[0].lower()][match[0]] += 1
    return {low: forms.most_common(1)[0][0] for low, forms in counts.items()}


def learn(texts: Iterable[str]) -> dict[str, str]:
    """A table of usual forms from many texts, for words that a headline's own article does not settle.

    >>> learn(["He met Wu in the city", "a city"])["city"]
    'city'
    """
    return forms_of(*texts)


def _form(word: str, forms: Mapping[str, str], table: Mapping[str, str]) -> str:
    known = forms.get(word.lower()) or table.get(word.lower())
    if known is not None and len(known) == len(word):
        return known
    return word.lower() if word.istitle() and known is None else word
