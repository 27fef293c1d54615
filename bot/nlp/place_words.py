"""Words around a name that tell a place from a street, a school, a team or a person.

Read by `bot.nlp.place_spots`. Tables only, written down by hand from common usage.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


STREETS = _words(
    """
    st street ave avenue av rd road dr drive ln lane blvd boulevard ct court cir circle way hwy highway
    pike parkway pkwy trail turnpike route terrace ter plaza square sq bridge alley row loop path
    crossing expressway freeway interstate roundabout close crescent gardens mews
    """
)
"""Words behind a name that make it a street."""

FEATURES = _words(
    """
    river creek lake pond reservoir dam forest park mountain mountains mall stadium arena airport
    hospital church chapel cathedral cemetery museum library theater theatre hotel inn station academy
    school schools university college institute center centre club company co corp inc llc bank times
    herald tribune gazette post journal globe news press record star sun observer courier dispatch
    sentinel chronicle register examiner magazine fc united rovers elementary high middle community
    memorial medical regional international baptist methodist lutheran presbyterian catholic christian
    first tech state tower building hall house apartments estates plantation farm farms ranch winery
    brewery foundation association society symphony orchestra ballet festival fair open classic bowl cup
    marathon
    """
)
"""Capitalised words behind a name that make it something else than the place."""

OFFICES = _words(
    """
    mayor gov governor sen sens senator senators rep reps representative congressman congresswoman
    attorney secretary president police sheriff officer officers councilman councilwoman councilor
    council commission commissioner commissioners legislature senate house supreme department fire board
    democrat democrats republican republicans city superior circuit district judge prosecutor native
    resident residents lawmakers mep mp prime minister foreign defense embassy ambassador army navy
    military parliament national chamber planning zoning school-committee selectmen selectman treasurer
    auditor lt general assembly public bureau division emergency health highway
    """
)
"""Words behind a name with which the place still is one ("Boston Mayor …", "Ohio Senate")."""

BEFORE_OTHER = _words(
    """
    university college bank church archdiocese diocese school institute bishop archbishop duke earl
    prince baron
    """
)
"""Words that, with "of" behind them, make a name part of another name."""

LOCATIVES = _words(
    """
    in near from to at of outside around throughout across into toward towards between through leaving
    visiting for via off inside within downtown northern southern eastern western central and leave left
    reach reached visit visited toured entered neighbouring neighboring nearby
    """
)
"""Words before a place."""

STRONG_LOCATIVES = _words(
    """
    in near outside around throughout across downtown northern southern eastern western central inside
    within into neighbouring neighboring nearby
    """
)
"""Words before a place that seldom stand before a person."""

COMMON = _words(
    """
    reading mobile independence normal liberty union hope center centre most price bath nice of split
    battle orange temple enterprise media university college mission globe opportunity plains sunrise
    surprise eagle beaver buffalo commerce march may summer winter spring industry defiance justice
    friendship harmony progress republic federal clay rock stone wells marble gold silver diamond
    crystal star sun moon bishop church king king's prince earth deal police street avenue highway park
    lake river hill mills ball day good best long short young west east north south central western
    eastern northern southern home success story wall bay point page early green white black brown gray
    red golden major minor post bear wolf deer fox fish bull pine oak cedar cherry lemon apple energy
    power many here much bank bill christmas victory paradise economy cash loans money cook hunter mason
    carpenter taylor baker miller fisher porter parker cooper bend man men also but and will well mary
    grant lone gas city town village county state house senate mayor board court president dr st un
    """
)
"""Names of towns that are ordinary words: a capital alone does not make them places."""

INHABITANTS = _words(
    """
    police lawmakers legislators commissioners workers investors growers taxpayers commuters tenants man
    men woman women couple resident residents native officer officers official officials firefighter
    firefighters teen teenager teens family families mayor city council councillors driver mother father
    parents student students teacher teachers area suburb school schools voters lawmaker businessman
    home house crash couple's man's woman's mum mom pair duo detective detectives deputies shooting fire
    murder neighborhood neighborhoods neighbourhood
    """
)
"""Lower-case words behind a town ("Clinton couple", "Delta police")."""

STANDING = _words(
    """
    in near outside inside throughout across neighbouring neighboring nearby
    """
)
"""Words behind which hardly ever a person stands, whatever the model says."""
