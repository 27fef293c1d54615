"""Words that attribute: verbs, nouns, adjectives and prepositions, and what each takes as its content.

Looked up by `bot.nlp.attribution.finder`. A frame letter says what may follow: ``c`` a clause or
quotation, ``q`` a quotation only, ``x`` an infinitive or gerund, ``o`` an object, ``a`` an object with
what is said of it ("called the plan a disgrace"); prepositions are listed by word. It reads no text and
decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


def word_set(text: str) -> frozenset[str]:
    """The words of a table.

    >>> sorted(word_set("deny dispute"))
    ['deny', 'dispute']
    """
    return frozenset(text.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class VerbCue:
    """What a verb takes as content.

    Attributes:
        frames: Letters of the frames, see the module.
        preps: Prepositions that may lead its content.
        speech: Whether it reports an utterance, not a belief or wish.
    """

    frames: str = ""
    preps: frozenset[str] = frozenset()
    speech: bool = True


# Verbs of utterance. Those with "c" alone need a clause: "told a crowd" and "said little" report no content.
_SPEECH = (
    (
        "c",
        """
            say tell add joke quip reply respond retort remind inform notify caution explain fume gripe
            grumble groan grouse insist interject lament moan muse mutter murmur opine reason scoff shout
            sigh snap sneer wail whine whisper wonder yell exclaim assure guarantee write tweet retweet
            post blog swear attest aver rule concur agree disagree object complain testify protest brag
            boast pray cry scream counter answer elaborate volunteer vow pledge promise threaten warn
            advise hint chime bellow blurt deadpan enquire inquire ask speculate theorize posit preach
            rage rant rave reckon sniff snort thunder vent
        """,
    ),
    (
        "co",
        """
            admit acknowledge affirm allege announce argue assert avow claim clarify concede conclude
            confess confirm contend declare decree deny disclose dispute emphasize emphasise estimate
            explain forecast foretell imply indicate insinuate intimate maintain mention note observe
            outline underline underscore postulate predict proclaim pronounce propose question reaffirm
            reassert recall recite recommend recount reiterate relate relay remark repeat report reveal
            signal specify state stipulate stress suggest summarize verify voice foresee caution recap
            retell restate rephrase paraphrase telegraph lament decry bemoan protest divulge certify adjudge
            prophesy
        """,
    ),
    (
        "c",
        """
            show find warn stipulate prove demonstrate illustrate determine
        """,
    ),
    (
        "q",
        """
            continue begin go laugh smile sing chant conclude finish start read text email e-mail echo
            intone
        """,
    ),
    (
        "o",
        """
            applaud assail bash berate blame blast castigate censure champion chastise commend condemn
            congratulate criticize criticise critique decry defend demean denigrate denounce deplore deride
            disavow discuss disparage dismiss downplay echo endorse excoriate extol fault hail impugn insult
            invoke lambaste lambast laud mock oppose pan praise pooh-pooh rebuff rebuke rebut reference
            refute reject renounce reprimand repudiate ridicule rip salute scold slam slander smear taunt
            thank tout trash trumpet vilify bemoan address debate detail document tease cite quote highlight
            chronicle express articulate voice discredit knock belittle minimize overstate understate
            exaggerate lampoon skewer pillory malign second preach advocate propose unveil pitch urge demand
            request accuse challenge attack slight acclaim celebrate lodge air
        """,
    ),
    (
        "a",
        """
            call describe characterize characterise portray depict label dub brand term deem liken compare
            equate cast paint accuse credit blame hail criticize criticise denounce condemn praise tout slam
            blast mock dismiss declare pronounce proclaim decry deride ridicule nickname
        """,
    ),
    (
        "x",
        """
            ask urge demand request order command instruct direct advise beg plead implore encourage exhort
            invite challenge forbid warn persuade convince propose recommend promise pledge vow swear
            threaten offer agree refuse decline claim tell deny admit suggest apologize
        """,
    ),
)

# Verbs of belief, perception, wish and intent: PolNeAR counts them, a digest does not quote them.
_THOUGHT = (
    (
        "c",
        """
            believe think feel know understand realize realise learn guess suppose assume presume suspect
            doubt fear worry hope wish expect anticipate imagine figure judge conceive dream trust discover
            decide hear sense fret remember forget notice recognize recognise bet envision foresee
            hypothesize calculate gather infer deduce regret care insist perceive surmise
        """,
    ),
    (
        "x",
        """
            want wish hope plan intend aim seek desire prefer expect choose decide opt resolve vow long
            yearn love hate like dread consider contemplate regret strive dare hesitate
        """,
    ),
    (
        "o",
        """
            want believe doubt fear support oppose favor favour admire hate love dislike loathe despise
            regret appreciate resent distrust mistrust expect envision prefer reject contemplate anticipate
            endorse recognize recognise understand desire suspect misunderstand underestimate overestimate
            cherish detest abhor envy
        """,
    ),
    (
        "a",
        """
            consider view regard perceive see deem find judge rate
        """,
    ),
)

_PREPOSITIONS = (
    "talk about of", "speak about of against for", "complain about of over", "comment on about",
    "warn of about against", "call for on", "refer to", "respond to", "react to", "object to",
    "agree with to on", "argue for against over about", "ask for about", "point to", "allude to", "hint at",
    "insist on upon", "apologize for", "appeal for to", "testify about against", "protest against over",
    "joke about", "lie about", "brag about", "boast about of", "plead for", "press for", "lobby for against",
    "push for", "advocate for", "campaign for against", "rally for against around behind",
    "disagree with on about over",
    "rave about", "rail against about", "crow about", "quibble with over",
    "elaborate on", "dwell on", "reflect on", "opine on about", "scoff at", "sneer at", "lash at",
    "bristle at",
    "fume about over at", "gloat about over", "testify to", "attest to", "muse about on",
    "inquire about",
    "preach about", "vent about", "caution against", "advise against", "weigh on", "sound on about",
    "tweet about", "write about of", "report on about", "speculate about on", "swear to",
    "confess to",
    "admit to", "whine about", "gripe about", "agonize over", "advertise for", "gush about over",
)  # fmt: skip
_THOUGHT_PREPOSITIONS = (
    "think of about", "believe in", "care about", "worry about over", "fret about over", "hope for",
    "wish for",
    "dream of about", "know of about", "hear of about", "learn of about", "decide on against",
    "approve of", "disapprove of", "sympathize with", "side with", "balk at", "marvel at", "long for",
    "yearn for", "wonder about", "look forward", "conceive of", "despair of over", "plan on for",
    "obsess over",
)  # fmt: skip

NOUNS: frozenset[str] = word_set(
    """
    admission accusation acknowledgment acknowledgement advice affirmation allegation announcement
    answer appeal apology argument assertion assessment assumption assurance belief boast call claim
    comment commitment complaint concern conclusion concession confession confidence confirmation
    consensus contention conviction criticism critique decision declaration demand denial denunciation
    depiction description desire determination disclosure dismissal doubt endorsement estimate
    expectation explanation fear finding forecast guess hint hope hypothesis idea implication impression
    insinuation insistence intent intention interpretation judgment lie mention misgiving notion
    objection observation opinion opposition order perception plan plea pledge portrayal position praise
    prediction promise pronouncement prophecy proposal protest question reaction reassurance rebuke
    recollection recommendation refusal rejection remark reminder reply report request revelation rumor
    rumour speculation stance statement suggestion support suspicion testimony theory thought threat
    tweet understanding view vow warning willingness wish worry adulation admiration condemnation
    contempt disdain distrust skepticism characterization disapproval
"""
)
"""Nouns whose clause or phrase is somebody's content ("Reyes's claim that …")."""

ADJECTIVES: frozenset[str] = word_set(
    """
    afraid angry anxious ashamed aware certain concerned confident convinced critical curious
    disappointed dismissive doubtful eager enthusiastic excited fearful fond frustrated furious glad
    grateful happy hopeful hesitant interested keen mad nervous optimistic outraged passionate
    pessimistic pleased proud reluctant satisfied scared shocked skeptical sceptical sorry supportive
    sure surprised suspicious thankful thrilled unaware uncertain unconvinced unsure unhappy upset wary
    willing unwilling worried alarmed appalled astonished delighted dismayed disturbed embarrassed
    horrified insistent jealous leery mindful puzzled relieved saddened stunned tired troubled adamant
"""
)
"""Adjectives of a state of mind that take a clause or phrase ("is worried that …")."""

PARTISANS: frozenset[str] = word_set(
    """
    supporter opponent critic advocate proponent fan believer champion defender admirer skeptic foe backer
    """
)
"""Nouns that say what somebody is for or against ("is a critic of the plan")."""

MEDIA: frozenset[str] = word_set(
    """
    letter lawsuit suit statement filing interview complaint brief memo report post tweet email e-mail
    testimony motion affidavit speech message note text call meeting hearing petition indictment address
    video op-ed release
    """
)
"""Nouns that say by what means something was said ("alleged in a lawsuit that …")."""

LIGHT_VERBS: frozenset[str] = word_set(
    """
    make give issue express offer voice raise have deliver release send publish hold repeat air present
    announce get pose state share put submit file
"""
)
"""Verbs whose subject is the source of the noun that is their object ("made the claim that …")."""


def _verbs() -> Mapping[str, VerbCue]:
    frames: dict[str, str] = {}
    preps: dict[str, frozenset[str]] = {}
    spoken: set[str] = set()
    for table, speech in ((_SPEECH, True), (_THOUGHT, False)):
        for letters, words in table:
            for word in words.split():
                frames[word] = frames.get(word, "") + letters
                spoken.update({word} if speech else ())
    for rows, speech in ((_PREPOSITIONS, True), (_THOUGHT_PREPOSITIONS, False)):
        for row in rows:
            word, *leads = row.split()
            preps[word] = preps.get(word, frozenset()) | frozenset(leads)
            spoken.update({word} if speech else ())
    return MappingProxyType(
        {
            word: VerbCue(
                frames="".join(sorted(set(frames.get(word, "")))),
                preps=preps.get(word, frozenset()),
                speech=word in spoken,
            )
            for word in sorted(frames.keys() | preps.keys())
        }
    )


VERBS: Mapping[str, VerbCue] = _verbs()
"""Cue verbs by lemma."""

MISREAD: Mapping[str, str] = MappingProxyType(
    {"hop": "hope", "grip": "gripe", "hat": "hate", "rag": "rage", "rat": "rate", "retweete": "retweet"}
)
"""Wrong lemmas that the model gives for forms of cue verbs (hopes → hop), and the verb that is meant."""

PARTICLE_VERBS: Mapping[str, VerbCue] = MappingProxyType(
    {
        **dict.fromkeys(("point out", "find out"), VerbCue(frames="co")),
        **dict.fromkeys(
            ("sum up", "lay out", "spell out", "call out", "play down", "bring up"), VerbCue(frames="o")
        ),
        **dict.fromkeys(("fire back", "shoot back", "hit back", "chime in", "weigh in"), VerbCue(frames="c")),
        "speak out": VerbCue(preps=frozenset({"against", "about", "on", "for"})),
        "lash out": VerbCue(frames="q", preps=frozenset({"at", "against"})),
        "push back": VerbCue(frames="q", preps=frozenset({"against", "on"})),
        "go on": VerbCue(frames="q"),
    }
)
"""Cue verbs with a particle, by lemma and particle."""
