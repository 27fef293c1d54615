"""Words that tell what a capitalised name is: of an organisation, a place, a person, or of nothing.

Read by `bot.nlp.spans` and `bot.nlp.names`. Tables only, written down by hand from common usage.
"""

from __future__ import annotations


def words_of(text: str) -> frozenset[str]:
    """The words of a block of text, which is how the tables of this room are written.

    >>> sorted(words_of("bank  board"))
    ['bank', 'board']
    """
    return frozenset(text.split())


ORG_ENDS = words_of(
    """
    academy administration agency airlines airways alliance assembly associates association athletic
    authority bank bancorp board brigade brigades broadcasting brothers bureau cabinet capital caucus
    center centre chamber church club co coalition college commission committee communications companies
    company conference congress consortium consulting cooperative corp corporation corps council court
    courts dealership department dept directorate division electric energy enterprises exchange fc
    federation fellowship force forces forum foundation front fund gazette group groupe guard guards
    herald holding holdings hospital inc incorporated industries initiative institute institution
    insurance international investments journal laboratories laboratory league legislature library
    limited llc llp lp ltd magazine management media militia ministry mission motors movement museum
    network news observer office organisation organization organizations panel parliament partners
    partnership party petroleum pharmaceuticals police press productions program project radio railway
    records reserve resources school schools securities senate sentinel service services society
    solutions studios summit symphony system systems taskforce team technologies technology telecom
    television times treasury tribunal tribune trust union university ventures watch workers fraternity
    orchestra choir ballet plc ag sa nv spa gmbh se ngo bhd kk ab oyj asa pac
    """
)
"""Last words of organisations, lower case without dots."""

ORG_STARTS = words_of(
    """
    university institute ministry department bank college society association federation committee
    office bureau council commission union fc ac as ssc real sporting olympique borussia bayern atletico
    inter department supreme high federal national international united european central world royal
    """
)
"""First words of organisations where "of" follows, or a club's name."""

PLACE_ENDS = words_of(
    """
    county city island islands river lake valley mountains mountain beach bay strait sea ocean peninsula
    province township borough heights park hills creek falls harbor harbour desert gulf canal parish
    springs village canyon coast district region oblast prefecture governorate avenue street road
    boulevard airport stadium bridge highway
    """
)
"""Last words of places."""

NOT_NAMES = words_of(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july
    august september october november december jan feb mar apr jun jul aug sep sept oct nov dec mon tue
    tues wed thu thurs fri sat sun i a an the he she it we they you his her its our their this that
    these those what who when where why how christmas easter thanksgiving ramadan halloween covid
    covid-19 coronavirus sars-cov-2 hiv aids malaria ebola ceo cfo coo gdp ipo ai dna tv pm am est edt
    gmt utc faq rss pdf url id dui dwi ptsd lgbt lgbtq lgbtqia suv internet bible koran quran god allah
    english spanish french islam christianity nazi nazism brexit watergate democrat democrats republican
    republicans democratic gop-led independent independents conservative conservatives liberal liberals
    muslim muslims christian christians jewish jews jew catholic catholics islamic islamist islamists
    hindu hindus sunni shia shiite shiites sikh sikhs evangelical evangelicals protestant protestants
    buddhist buddhists black white latino latina latinos hispanic hispanics asian-american
    african-american native mr mrs ms dr reporting editing writing additional photo photos image images
    video credit file update breaking exclusive opinion analysis editorial read more related
    advertisement subscribe watch listen live explainer factbox bst cet cst pst pdt cdt mst mdt ist aest
    q&a op-ed yes no but and or if in on at for from by with to of as is are was were be not new just
    all
    """
)
"""Capitalised words that are no name by themselves, lower case."""

PARTISANS = words_of(
    """
    democrat democrats democratic republican republicans independent independents conservative
    conservatives liberal liberals socialist socialists communist communists libertarian libertarians
    muslim muslims christian christians jewish jews jew catholic catholics islamic islamist islamists
    hindu hindus sunni sunnis shia shiite shiites sikh sikhs evangelical evangelicals protestant
    protestants buddhist buddhists mormon mormons nazi nazis tory tories zionist zionists antisemitic
    anti-semitic trumpian marxist marxists fascist fascists black white latino latina latinos latinas
    latinx hispanic hispanics anglican orthodox jihadist jihadists maga labour green greens lgbtq
    rohingya houthi houthis uyghur uyghurs uighur uighurs kurd kurds taliban hamas hezbollah roma
    """
)
"""What the model tags as a people (NORP) and is a party, a creed or a group: never a place."""

SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "esq", "phd", "md"})
"""What may stand behind a surname, lower case without dots."""

PARTICLES = words_of(
    """
    de da do dos das di del della dela du der den des van von bin bint ibn al el ul la le lo st ter ten
    zu af av y abu ben mac ap e
    """
)
"""Words, mostly in lower case, that belong to the surname that follows."""
