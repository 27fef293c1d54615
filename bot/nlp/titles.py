"""Titles that stand before or behind a name, and what each says about the person.

Read by `bot.nlp.spans` (a title is no part of a name), `bot.nlp.linking` (which Mayor Wu?) and
`bot.nlp.roles` (who holds which office). Tables and pure look-ups only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_MALE = """
mr, mister, sir, lord, king, prince, duke, baron, sheikh, shaikh, emir, sultan, ayatollah, imam, father,
brother, cardinal, pope, fr, monsignor, mullah, herr, señor, spokesman, actor, businessman
"""
_FEMALE = """
mrs, ms, miss, madam, madame, dame, lady, queen, princess, duchess, baroness, sister, frau, señora,
first lady, spokeswoman, actress, businesswoman
"""
_NEUTRAL = """
mx, dr, doctor, prof, professor, rev, reverend, hon, the hon, saint, st, rabbi, bishop, archbishop,
pastor, judge, justice, chief justice, capt, captain, sgt, sergeant, lt, lieutenant, col, colonel, gen,
general, maj, major, cpl, corporal, pvt, private, adm, admiral, officer, detective, det, trooper,
deputy, agent, special agent, coach, nurse, cmdr, commander, brig, brigadier, field marshal, staff sgt,
spc, attorney, lawyer, spokesperson, defendant, singer, rapper, comedian, author, journalist, reporter,
anchor, analyst, economist, billionaire, quarterback, pitcher, striker, midfielder, defender,
goalkeeper, forward, guard, driver, captains, strategist, pollster, historian, scientist, researcher,
activist, organizer, resident, neighbor, congressmen, tsar, czar, host, host of, president-elect
"""
_OFFICES = """
mayor: mayor, acting mayor, lord mayor
mayor-elect: mayor-elect
vice mayor: vice mayor
deputy mayor: deputy mayor
governor: gov, governor
governor-elect: gov-elect, governor-elect
lieutenant governor: lt gov, lieutenant governor
senator: sen, senator, sens, senators
state senator: state sen, state senator
representative: rep, representative, reps, representatives, congressman, congresswoman, congressperson
state representative: state rep, state representative
delegate: delegate, del
assembly member: assemblyman, assemblywoman, assembly member, assemblymember
speaker: speaker, house speaker
president: president, pres
senate president: senate president
council president: council president, city council president
vice president: vice president, vice-president
councilor: councilor, councillor, councilman, councilwoman, council member, councilmember, city
    councilor, city councilman, city councilwoman, alderman, alderwoman, alderperson, ald
supervisor: supervisor
select board member: selectman, selectwoman
commissioner: commissioner
police commissioner: police commissioner
police chief: police chief
fire chief: fire chief
fire commissioner: fire commissioner
superintendent: superintendent, school superintendent
sheriff: sheriff
chief: chief
attorney general: attorney general, atty gen, ag
district attorney: district attorney, da
us attorney: us attorney, u.s. attorney
solicitor general: solicitor general
secretary: secretary, sec
secretary of state: secretary of state
secretary of defense: defense secretary
secretary of the treasury: treasury secretary
secretary of education: education secretary
secretary of commerce: commerce secretary
secretary of health and human services: health secretary
secretary of labor: labor secretary
secretary of energy: energy secretary
secretary of transportation: transportation secretary
secretary of the interior: interior secretary
secretary of agriculture: agriculture secretary
secretary of housing and urban development: housing secretary
secretary of homeland security: homeland security secretary
press secretary: press secretary
director: director, acting director
executive director: executive director
deputy director: deputy director
administrator: administrator
chair: chairman, chairwoman, chair, chairperson
prime minister: prime minister, pm
premier: premier
chancellor: chancellor
minister: minister
foreign minister: foreign minister
finance minister: finance minister
interior minister: interior minister
defense minister: defense minister, defence minister
health minister: health minister
trade minister: trade minister
justice minister: justice minister
oil minister: oil minister
energy minister: energy minister
foreign secretary: foreign secretary
home secretary: home secretary
ambassador: ambassador
envoy: envoy, special envoy
comptroller: comptroller
treasurer: treasurer
auditor: auditor
controller: controller
city manager: city manager
town manager: town manager
county executive: county executive
border czar: border czar
majority leader: majority leader, senate majority leader, house majority leader
minority leader: minority leader, senate minority leader, house minority leader
whip: whip
leader: leader
ceo: ceo, chief executive, chief executive officer
cfo: cfo, chief financial officer
secretary general: secretary general, secretary-general
inspector general: inspector general
surgeon general: surgeon general
first minister: first minister
health commissioner: health commissioner
chief of staff: chief of staff
candidate: candidate, congressional candidate
nominee: nominee
founder: founder, co-founder
manager: manager
crown prince: crown prince
coroner: coroner
mp: mp
lawmaker: lawmaker
vice chair: vice chair, vice chairman
undersecretary: undersecretary
deputy secretary: deputy secretary
assistant secretary: assistant secretary
national security adviser: national security adviser, national security advisor
adviser: adviser, advisor
spokesperson: spokesman for
"""


def _listed(text: str) -> list[str]:
    return [" ".join(part.split()) for part in text.split(",")]


HONORIFICS: dict[str, str] = {
    **dict.fromkeys(_listed(_NEUTRAL), ""),
    **dict.fromkeys(_listed(_MALE), "m"),
    **dict.fromkeys(_listed(_FEMALE), "f"),
}
"""Words before a name that are no office of interest here, with the gender they tell."""

OFFICES: dict[str, str] = {
    written: office
    for office, forms in (line.split(":") for line in _OFFICES.replace("\n    ", " ").strip().splitlines())
    for written in _listed(forms)
}
"""Words before a name that say an office, lower case without dots → the office."""

_PRIVATE = "candidate, nominee, founder, manager, ceo, cfo, leader, chair, vice chair, adviser, whip"
PUBLIC = frozenset(OFFICES.values()) - frozenset(_listed(_PRIVATE))
"""Offices of government: what a role in a lookup may rest on."""

_FORMER = frozenset({"former", "ex", "late", "then", "onetime", "one-time", "ousted", "erstwhile", "retired"})
_FORMER_REACH = 4  # "former Boston and Ohio Police Commissioner" is as far as it gets
_LONGEST_ABBREVIATION = 5  # "cmdr."
_REACH = 60  # characters in front of a name; the longest title is shorter
_WORDS = re.compile(r"[^\W_][\w.'-]*")
_ALL = {**dict.fromkeys(HONORIFICS, ""), **OFFICES}
_LONGEST = max(len(title.split()) for title in _ALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A title found before or behind a name.

    Attributes:
        start: First character in the text that was searched.
        end: One past the last.
        office: Canonical office; empty for an honorific.
        gender: ``m``, ``f`` or empty.
        former: Whether the text says that it is over.
    """

    start: int
    end: int
    office: str
    gender: str
    former: bool


def bare(word: str) -> str:
    """The word in lower case without its closing dot, as the tables spell it.

    >>> bare("Gov."), bare("U.S.")
    ('gov', 'u.s.')
    """
    low = word.lower()
    return low[:-1] if low.endswith(".") and low.count(".") == 1 else low


def is_title(word: str) -> bool:
    """Whether a single word is a title or an honorific.

    >>> is_title("Sen."), is_title("Wu")
    (True, False)
    """
    return bare(word) in _ALL


def title_before(text: str, at: int) -> Title | None:
    """The longest title that ends right before a position.

    Args:
        text: A text.
        at: Where a name starts.

    >>> t = title_before("former Boston Police Commissioner Ed Davis", 34)
    >>> (t.office, t.former)
    ('police commissioner', True)
    """
    words = list(_WORDS.finditer(text, max(0, at - _REACH), at))
    if not words or text[words[-1].end() : at].strip(" ,") or _ends_sentence(words[-1][0]):
        return None
    for size in range(min(_LONGEST, len(words)), 0, -1):
        phrase = _phrase(words[-size:])
        if phrase in _ALL:
            return _title(phrase, words, size, former=_says_former(words[:-size]))
    return None


def leading_title(text: str) -> int:
    """Length of the titles with which a span starts, spaces included; 0 when there is none.

    >>> leading_title("Lt. Gov. Kim Driscoll"), leading_title("Kim Driscoll")
    (9, 0)
    """
    words = list(_WORDS.finditer(text))
    done = 0
    while done < len(words) - 1:
        sizes = range(min(_LONGEST, len(words) - 1 - done), 0, -1)
        size = next((n for n in sizes if _phrase(words[done : done + n]) in _ALL), 0)
        if not size:
            break
        done += size
    return words[done].start() if done else 0


def _ends_sentence(word: str) -> bool:
    """Whether a point behind a word is a full stop: "the mayor.", not "Gov."."""
    return word.endswith(".") and len(word) > _LONGEST_ABBREVIATION and word.count(".") == 1


def _phrase(words: list[re.Match[str]]) -> str:
    return " ".join(bare(w[0]) for w in words)


def _title(phrase: str, words: list[re.Match[str]], size: int, *, former: bool) -> Title:
    return Title(
        start=words[-size].start(),
        end=words[-1].end(),
        office=_ALL[phrase],
        gender=HONORIFICS.get(phrase, ""),
        former=former,
    )


def _says_former(words: list[re.Match[str]]) -> bool:
    return any(bare(w[0]) in _FORMER for w in words[-_FORMER_REACH:])
