"""Names as people type them: folded, taken apart, titles and endings recognised.

Called by `bot.lookups.name_index` (for the names that are known) and `bot.lookups.resolve` (for the one that
was asked). Pure functions over strings; they know no entity.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_STRAIGHT = str.maketrans({"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u00a0": " "})
_POSSESSIVE = re.compile(r"(?:'s|(?<=s)')$")
_DROPPED = re.compile(r"[.'\"]")
_SPACED = re.compile(r"[^\w&]+")
_ACRONYM = re.compile(r"[A-Z][A-Z&]{1,7}")
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_PARTICLES = frozenset(
    {"de", "da", "del", "della", "di", "la", "le", "van", "von", "der", "den", "bin", "st"}
)

# Spellings of one title. Only what stands before a name in American news and is an office.
_TITLES = {
    "gov": "governor",
    "lt gov": "lieutenant governor",
    "sen": "senator",
    "state sen": "senator",
    "state senator": "senator",
    "us sen": "senator",
    "us senator": "senator",
    "rep": "representative",
    "state rep": "representative",
    "us rep": "representative",
    "congressman": "representative",
    "congresswoman": "representative",
    "pres": "president",
    "vp": "vice president",
    "ag": "attorney general",
    "atty gen": "attorney general",
    "da": "district attorney",
    "sec": "secretary",
    "councilman": "councilor",
    "councilwoman": "councilor",
    "councillor": "councilor",
    "council member": "councilor",
    "councilmember": "councilor",
    "city councilor": "councilor",
    "alderman": "alder",
    "alderwoman": "alder",
    "alderperson": "alder",
    "supt": "superintendent",
    "comm": "commissioner",
}
_OFFICES = frozenset(_TITLES.values()) | {
    "administrator", "ambassador", "auditor", "chair", "chairman", "chairwoman", "chancellor", "chief",
    "comptroller", "delegate", "director", "general", "judge", "justice", "mayor", "prosecutor", "selectman",
    "sheriff", "speaker", "supervisor", "treasurer", "whip",
}  # fmt: skip
_CACHED = 8192  # names taken apart: those of one surname are compared again and again
_LONGEST_TITLE = 4  # words: "acting ICE director Todd Lyons", "US Attorney General Bondi"


@dataclass(frozen=True, slots=True)
class PersonParts:
    """A person's name taken apart, all folded.

    Attributes:
        given: First name or initial; empty where only a surname stands.
        last: Last word of the surname; a hyphenated one is one word here.
        surname: Surname with its particles.
        suffix: ``jr`` and the like.
    """

    given: str
    last: str
    surname: str
    suffix: str = ""


def clean(name: str) -> str:
    r"""A typed name with straight quotes and single spaces, without quotation marks and a possessive.

    >>> clean("  \u201cMichelle  Wu\u2019s\u201d ")
    'Michelle Wu'
    """
    plain = " ".join(name.translate(_STRAIGHT).split()).strip("\"' ,;:?!")
    return _POSSESSIVE.sub("", plain)


def fold(name: str) -> str:
    r"""Lower case, no accents, points or hyphens; what names are compared by.

    >>> fold("Jos\u00e9 Peralta-O\u2019Neil Jr.")
    'jose peralta oneil jr'
    """
    plain = unicodedata.normalize("NFKD", name.translate(_STRAIGHT))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(_SPACED.sub(" ", _DROPPED.sub("", plain.casefold())).split())


def acronym(name: str) -> str | None:
    """The capitals of an acronym without points; None for other names.

    >>> acronym("I.C.E."), acronym("ICE"), acronym("ice")
    ('ICE', 'ICE', None)
    """
    letters = name.replace(".", "")
    return letters if _ACRONYM.fullmatch(letters) else None


@lru_cache(_CACHED)
def person_parts(name: str) -> PersonParts:
    """A person's name taken apart.

    >>> person_parts("Robert F. Kennedy Jr.")
    PersonParts(given='robert', last='kennedy', surname='kennedy', suffix='jr')
    >>> person_parts("Bill de Blasio").surname
    'de blasio'
    """
    words = [folded for word in _initials_apart(name).split() if (folded := fold(word))]
    suffix = words.pop() if len(words) > 1 and words[-1] in _SUFFIXES else ""
    if not words:
        return PersonParts("", "", "")
    start = len(words) - 1
    while start > 1 and words[start - 1] in _PARTICLES:
        start -= 1
    if len(words) > 1 and words[0] in _PARTICLES:
        start = 0  # "de Blasio": a surname alone
    return PersonParts(words[0] if start else "", words[-1], " ".join(words[start:]), suffix)


def _initials_apart(name: str) -> str:
    """Initials as words: J.D. Vance → J. D. Vance."""
    return re.sub(r"\b([A-Z])\.(?=[A-Z])", r"\1. ", name)


def split_title(name: str) -> tuple[str, str]:
    """The office before a name, and the name; the office is empty where none stands there.

    >>> split_title("Boston Mayor Wu"), split_title("Wu")
    (('mayor', 'Wu'), ('', 'Wu'))
    """
    words = name.split()
    for n in range(min(_LONGEST_TITLE, len(words) - 1), 0, -1):
        office = next(filter(None, (office_of(" ".join(words[i:n])) for i in range(n))), "")
        if office:
            return office, " ".join(words[n:])
    return "", name


def office_of(title: str) -> str:
    """The office that a title is; empty when it is none.

    >>> office_of("Sen."), office_of("Mayor"), office_of("Dr.")
    ('senator', 'mayor', '')
    """
    folded = fold(title)
    office = _TITLES.get(folded, folded)
    return office if office in _OFFICES else ""
