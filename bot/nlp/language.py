"""The language of an article: from its text, with the feed's word for it where the text is too short.

Called by `bot.services.ingest` (which stores it) and `bot.nlp.reader` (which reads English alone). Owner of
py3langid. It never drops an article; it only says which language one is in.
"""

from __future__ import annotations

from functools import lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

UNKNOWN = "und"
# The languages of news that reach US feeds. Unrestricted, headlines of names come back as Javanese, and
# Nigerian English as Pidgin (36 of 734 headlines, November 2026; with this list none is sure).
_LANGUAGES = """
am ar bg bn cs da de el en es et fa fi fr gu he hi ht hr hu hy id it ja ka km ko lo lt lv ms ne nl no pa pl pt
ro ru sk sl so sq sr sv sw ta te th tl tr uk ur vi zh
"""
_LETTERS = 24  # fewer letters say nothing reliable: "Boston Mayor Wu" could be Tagalog
_SURE, _LIKELY = (
    0.6,
    0.4,
)  # probabilities from which on the text overrules the feed, or speaks where it is silent
_CHARS = 600  # more of a text changes no verdict and costs time


def language_of(text: str, declared: str = "") -> str:
    """Primary subtag of the language of a text.

    Args:
        text: Title and summary, or more.
        declared: What the feed says (``en-US``); empty or ``und`` when it says nothing.

    Returns:
        The text's own language where it is long and clear enough, else the declared one, else ``und``.

    >>> language_of("El alcalde de Boston anuncia un nuevo plan de vivienda", "en-US")
    'es'
    >>> language_of("Wu vs. ICE", "en-US"), language_of("Wu vs. ICE")
    ('en', 'und')
    """
    said = declared.replace("_", "-").split("-")[0].lower()
    said = "" if said == UNKNOWN else said
    sample = text[:_CHARS]
    letters = sum(c.isalpha() for c in sample[: 2 * _LETTERS])
    if letters == 0 or (letters < _LETTERS and sample.isascii()):
        return said or UNKNOWN
    found, probability = _identifier().classify(sample)
    if found == said or probability >= (_SURE if said else _LIKELY):
        return str(found)
    return said or UNKNOWN


def is_english(text: str, declared: str = "") -> bool:
    """Whether a text may be read as English: it is, or nothing speaks for another language.

    >>> is_english("Boston Mayor Wu"), is_english("Vereadores aprovam o orçamento da cidade")
    (True, False)
    """
    return language_of(text, declared) in {"en", UNKNOWN}


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_LANGUAGES.split())
    return identifier
