"""Common words of news English: what may lose its capital in a Title Case headline.

Read by `bot.nlp.truecase` for words that neither the article's own text nor the learned table settles. A word
that is as often a name (Ford, Park, March) is left out: a needless capital does less harm than a lost one.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from bot.nlp.name_words import words_of

COMMON = words_of(
    """
    parks banks bills grants woods marks stars fields courts clubs unions
    a abandon abolish abort abortion about above abroad abuse accept access accident accord account
    accuse achieve across act action active activist actor actual add addict address adjust admit adopt
    adult advance advice advise advocate affair affect afford affordable after again against age agency
    agenda agent aggressive ago agree agreement agriculture ahead aid aide aim air aircraft airline
    airport alarm album alcohol alert alien alive all allegation allege allow ally almost alone along
    already also alter although always ambulance amend amendment amid amnesty among amount an analysis
    analyst and anger angry animal announce annual another answer antitrust anxiety any anyone apart
    apartment apologize apology appeal appear applaud application apply appoint approach approval
    approve are arena argue argument arm army around arraign arrest arrive arson art article artist as
    ask assail assault assess asset assist assistance assume asylum at athlete attach attack attempt
    attend attorney audience audit audition author authority auto autumn available average avert avoid
    await award away awful baby back backfire backlash bad bail balance balk ballot ban band banish bank
    banker bankrupt bankruptcy bar base basic bathroom battle be beach bear beat beaten beautiful
    because become bed beef been beer before beg began begin begun behavior behind being belief believe
    belong below benefit besiege best bet betray better between beyond bid big bigger biggest bike bill
    billion billionaire bird birth birthday bite bitten bitter blame blast blaze bleak bled bleed bless
    block blockade blood bloody blow blunder board boat bobsledder body boil bolster bomb bombing book
    boom boost border born boss botch both bother bottle bottom bought bound box boy boycott brace brain
    branch brand brave brawl breach bread break breakfast breakthrough breath bred bribe bribery brick
    bridge brief briefing bright bring broad broadband broadcast broke broken brother brought budget
    build building built bump burden bureau burn bury bus business busy but buy buyer by bypass cabinet
    cable call calm came camera camp campaign camper campus can cancel cancer candidate cannabis cap
    capital captain capture car carbon card care career cargo carry cartel carve case cash cast cat
    catch cattle caught cause caution cease ceasefire celebrate cell center central century ceremony
    certain chair chairman challenge champion chance change chaos chapter charge charity chart cheap
    cheat check cheer chemical chicken chief child children choice choose chose chosen church cigarette
    circuit citizen citizenship city civil civilian claim clamp clarify clash class clean clear clerk
    climate climb clinch clinic close closer closure clothes cloud club clue clung coach coal coalition
    coast code coffee cold collapse colleague collect college collision collude colony color combat come
    comeback comedy comfort coming command comment commerce commission commissioner commit committee
    common community commute commuter company compare compete competition complain complaint complete
    complex comply compromise computer concede concern concert condemn condemnation condition conduct
    confess confidence confirm conflict confront confuse consent consider conspiracy constitution
    construction consumer contact contain contempt contend content contest continue contract contractor
    contribute control controversial controversy convention conversation convert convict conviction cool
    cooperate cop cope copper copy coronavirus correct corrupt corruption cost could council councilor
    counsel count counter country county coup couple courage course court cousin cover coverage covert
    cow crack crackdown craft crash crazy create creative credit crept crew cricket crime criminal
    crisis critic critical criticism criticize crop crosswalk crowd crown crucial crude cruel crush cry
    crypto culprit cult culture curb cure currency current curriculum cushion custody customer customs
    cut cycle dad daily damage dance danger dangerous dare dark data date daughter day dead deadline
    deadlock deadly deal dealer dealt dear death debate debt debut decade decide decision declare
    decline decrease decry deem deep deepen deeper defamation default defeat defect defend defendant
    defense defer defiant deficit define defy delay delegate delegation delete deliver delivery demand
    demise democracy demolish demote denounce deny depart department depend depict deploy deport
    deportation deportee deposit depression deputy describe desert deserve design desire desk desperate
    despite destroy detail detain detainee detect detective detention deter determine detour devastate
    develop developer development device dialogue diamond did die diesel diet differ difference
    different difficult dig digital dinner diplomacy diplomat direct direction director dirty disability
    disabled disappear disaster discipline disclose discount discover discrimination discuss discussion
    disease disgrace dismiss disorder displace display dispute disqualify distance district disturb
    diverse diversity divide divided dividend divorce dock doctor document doesn dog doing dollar
    domestic dominate donate donation done donor door dorm double doubt down dozen draft drag drama
    dramatic draw drawn dream dress drill drink drive driven driver drone drop drought drove drown drug
    drunk dry dub due dug dump during dust duty dwindle each eager early earn earnings earth earthquake
    ease easier easy eat echo economic economist economy edge edit editor education effect effort egg
    eight either elect election electric electricity elevate elite else embassy embattled emboldened
    embrace emerge emergency emigrate emission employ employee employer employment empty enable enact
    encampment encounter encourage end endanger endorse endorsement endure enemy energy enforce
    enforcement engage engine engineer enjoy enlist enough ensure enter entice entire entry environment
    environmental envision envoy epidemic equal equality equipment era eradicate erase erode error erupt
    escalate escape especially essential establish estate estimate ethics evacuate evacuation evade even
    evening event ever every everyone everything evict eviction evidence evil ex exact examine example
    exceed excess exchange excuse execute execution executive exempt exhibit exile exist existing exit
    exodus exonerate expand expansion expect expel expense expensive experience experiment expert
    explain explode exploit explore explosion explosive export expose extend extension extra extradite
    extradition extreme extremist eye face facility fact factory fade fail failed failure fair faith
    fake fall fallen fallout false falter fame family famous fan far fare farm farmer fast faster fat
    fatal fate father fault favor favorite fear feature fed federal fee feed feel fell fellow female
    fence ferry festival feud fever few fewer field fierce fight fighter figure file fill film final
    finally finance financial find fine finger finish fire firearm firefighter firm first fiscal fish
    fishing fit five fix fizzle flag flame flare flash flat flaunt flaw fled flee fleet flew flight flip
    float flood floor flounder flow flower flu fly focus foe fog follow following food foot football for
    forbade force forecast foreclosure foreign forest forever forge forget forgo forgot form formal
    former formula fortune forward fossil foster fought foul found foundation founder four fourth
    fraction frame fraud free freedom freeze freight fresh friend from front frozen fruit frustrate fuel
    fugitive full fun function fund funding fundraise fundraiser funeral furlough furor further future
    gaffe gain game gang gap garage garbage garden garner gas gasoline gate gather gave gear gender
    general generation genocide gentle gerrymander get ghost giant gift girl give given glass glimpse
    global gloomy go goal going gold golden golf gone good got govern government governor grab grade
    graduate graduation grain grand grandma grandmother graphic grapple grave great greater green
    greenhouse grew grief grill grim grip gripe grocery ground groundnut group grow growing grown growth
    grueling guarantee guard guess guest guide guidelines guilty gun gunman guy gym hack hacker had hail
    hair half hall halt halve hamper hand handle hang happen happy harass harassment hard harder harm
    harsh harvest has hate haunt have having hazard he head headline health healthcare healthy hear
    heard hearing heart heat heavy height heir held helicopter hell help helping her here hero hidden
    hide high higher highest highway hijack hike him hire his historic historical history hit hoax hold
    holder hole holiday home homeless homelessness homeowner homework homicide hone honor hope horse
    hospital host hostage hostile hostility hot hotel hour house household housing how however huge
    human humanitarian hung hunger hungry hurdle hurricane hurt husband i idea identify identity if
    ignore ill illegal illegally illness image immigrant immigration immunity impact impasse impeach
    impeachment implement implode import important impose impound improve improvement in inaugural
    inauguration incident include income increase indeed independence independent index indict
    indictment industrial industry inequality infect infection infighting inflation influence inform
    information infrastructure infuriate initiative injunction injure injury inmate inner innocent
    inquiry insider inspect inspection inspector install instead institution insult insurance insurer
    intelligence intend intense interest interfere interference interim internal international internet
    interrogate intervene intervention interview into introduce invade invasion invest investigate
    investigation investigator investment investor invite invoke involve iron is island isn isolate
    issue it item its itself jail jeopardy jet job jobless jobs join joint joke jostle journal
    journalist journey jubilant judge judicial jump jury just justice juvenile keep kept key kick
    kickback kid kidnap kill killer killing kind kindergarten kit knew knife knock know known labor lack
    lady lag laid lake land landfill landlord landmark language large larger largest laser last late
    later latest launch lavish law lawmaker lawsuit lawyer lay layoff lead leader leadership leading
    league leak lean learn lease least leave led left leg legacy legal legend legislation legislative
    legislator legislature lend lent less lesson let letter level liability liable liberal librarian
    library license lie life lift light like likely limit line linger link liquor list listen lit
    literacy litigation little live living load loan lobby lobbyist local lock lockdown logo lone long
    longer look loom loose loot lose loser loss lost lot lottery loud love low lower loyal luck lunch
    lure lurk luxury machine mad made magazine mail maim main maintain major majority make makeover
    maker making male mall man manage manager mandate mandatory manslaughter manufacture manufacturer
    many map mar marijuana marine market marriage marry mask mass massacre massive master match mate
    material matter maverick maximum may maybe mayhem mayor mayoral me meal mean meant measure meat
    medal media mediate medical medicine medieval meet meeting melee member memo memoir memorial memory
    men menace mend mental mention merchant merger message met metal meter method middle midterm might
    migrant migration mild military milk mill million mind mine miner mineral minimum mining minister
    minor minority minute miracle misconduct misdemeanor misinformation miss missile missing mission
    mistake mistook mitigate mix mob mobile mock model modern modest mom moment money monitor month more
    morning mortgage mosque most mostly mother motion motor mount mountain mourn mouth move movement
    movie much mud mull multiple murder museum music musician must mutual my mystery nab naked name
    narrow nation national nationwide native natural nature naval near nearby nearly necessary neck need
    needle negotiate negotiation neighbor neighborhood neither net network neutral never new newborn
    newly news newspaper next night nine nix no nobody noise nominate nomination nominee none nonprofit
    nor normal not note nothing notice novel now nowhere nuclear nudge number nurse nursing oath obesity
    object obstruct obstruction obtain occupation occupy ocean odd odds of off offend offense offensive
    offer office officer official officially often oil old older on once one ongoing only onto open
    opening opera operate operation opinion opioid opponent opportunity oppose opposition option or
    order ordinance ordinary organ organize organizer origin original other our ours oust ouster out
    outage outbreak outcome outcry outdid outdoor outer outlook outpace outrage outreach outside
    outsider over overall overcame overcome overdose overhaul overlook overnight override overrun
    oversee oversight overtake overthrew overtook overturn owe own owner pace pack package pact paid
    pain paint painting pair palace paltry pandemic panel panic paper parade paralyze pardon parent
    parking parole part partial participate partner partnership party pass passage passenger passport
    past pastor patent path patient patrol pause pave pay payment payroll peace peaceful peak pelt
    penalty pension people per percent perform performance period perjury permanent permit persecution
    person personal persuade phase phone photo physical physician pick picture piece pilot pipeline
    pitch pivot place plain plan plane planet plant plastic plate platform play player playground
    playoff plea plead pledge plight plot plow plummet plunge plus poet point poise poison poke pole
    police policy polio political politician politics poll pollute pollution ponder pool poor pope
    popular population port pose position positive possible possibly post postal poster postpone
    potential pothole pounce pound poverty power powerful practice praise pray prayer preacher predict
    preempt pregnancy pregnant preliminary prepare preschool prescription presence present presidency
    president presidential press pressure pretend prevent previous price pride priest primary prime
    prince princess prior priority prison prisoner privacy private privilege prize pro probable probably
    probation probe problem process proclaim prod produce producer product production professor profile
    profit program progress project promise promote proof propaganda propel proper property proposal
    propose prosecute prosecution prosecutor prospect protect protection protest protester protocol
    proud prove provide provision public publication publish publisher pull pulse pump punish punishment
    purchase purge pursue push put putting puzzle qualify quality quarantine quarrel quarter quash queen
    quell question quick quickly quiet quietly quit quiz quote race racial racism racist radar radical
    radio raid rail railroad rain raise rally ramp rampage ran ranch random rang range rank ransom rap
    rape rapid rapist rapper rare rarely rate rather rating ration rattle raw reach react reaction read
    reader ready real reality realize really reap reason rebel rebound rebuild rebuilt rebuke rebut
    recall receive recent recess recession recipe reclaim recognize recommend record recount recover
    recovery recruit recuse recycle red redistrict redistricting reduce reel reelection refer referee
    referendum reform refuge refugee refund refuse refute regain regard regime region regional register
    registration regret regular regulate regulation regulator reign reimburse reinstate reject rejection
    relation relationship relative release relent relief religion religious relinquish relocate rely
    remain remake remark remember remind remote removal remove renew renewable rent rental renter reopen
    repair repay repeal repeat repel replace replacement reply report reporter represent representative
    reprieve republic request require rescind rescue research researcher reserve reservoir reset reshape
    reside resident resign resignation resist resistance resolution resolve resort resource respect
    respond response responsibility responsible rest restaurant restore restrict restriction result
    resume resurface resurgence retail retailer retain retaliate retaliation retire retirement retook
    retool retreat return revamp reveal revelation revenge revenue reversal reverse revert review revise
    revive revoke revolt revolution reward rezone rid ride rider ridership rifle rift right rile ring
    riot rioter rip ripple rise risen rising risk risky rival river road robber robbery robot rock
    rocket rode role roll rollback rollout roof rooftop room root rough round route routine row royal
    rule ruler ruling rumor run runner running runoff runway rupture rural rush sabotage sack sad safe
    safer safety said sail salary sale salt salvage same sanction sanctuary sang sank sat satellite save
    saving saw say says scale scam scan scandal scare scathing scene schedule scheme scholar scholarship
    school science scientist scold scope score scour scout scramble scrap screen script scrutinize
    scrutiny sculpture sea seal search season seat seawall second secret secretary section sector secure
    security see seek seeker seem seen segregation seize seizure select self sell seller send senior
    sense sensitive sent sentence separate separation series serious seriously serve service session set
    settle settlement seven sever several severe sewage sewer sex sexual shackle shadow shake sham shape
    share shareholder sharp shatter she shed shelter sheriff shield shift ship shipping shirt shock
    shone shook shoot shooter shooting shop shopper shopping shore shorn short shortage shot should
    shove show shown shrank shrug shun shut shutdown sick side sidestep sidewalk siege sight sign signal
    signature silence silent silver similar simple since sing singer single sister sit site situation
    six sixth size skill skip skirmish skyline skyrocket slalom slam slap slash slate slaughter slave
    slavery sleep slept slew slid slide slight slip slow slowdown sluggish slump small smaller smart
    smash smile smoke smoking smooth smuggle smuggler smuggling snag snap snow snub so soar soccer
    social soft soften software soil solar sold soldier sole solid solution solve some someone something
    son song soon sort sought sound sour source sovereign sown space spare spark spat speak speaker
    spearhead special specific sped speech speed spell spend spending spent spike spill spin spirit
    splinter split spoil spoke spokesman sponsor sport spot spotlight spouse sprawl spray spread spree
    spring spun spur spurn spy squabble squad squander square squeeze stab stabbing stable stadium staff
    staffer stage stagger stagnant stake stalemate stall stampede stance stand standard standing
    standoff standstill star start state statement station statue status stay steady steal steel stem
    step stick stigma still stimulus stock stoke stole stolen stood stop storage store storm stormwater
    story straight strain strange stranger strategic strategy stream street strength strengthen stress
    strict strike string strip strode strong stronger struck structure struggle stuck student studio
    study stun stung style stymie subject submit subpoena subsidy substance suburb suburban subway
    succeed success successful such sudden suddenly sue suffer sufficient sugar suggest suicide suit
    summer summit sun super supply support supporter suppress surcharge sure surge surgeon surgery
    surprise surrender surround surveillance survey survival survive survivor suspect suspend suspension
    sustain swam swap sway swear sweep sweeping sweet swept swift swim swing switch swoop swore sworn
    swung symbol sympathy system tackle tactic take taken takeover talent talk tally tamper tangle tank
    tap tape target tariff tarnish task taste taught taunt tax taxpayer teach teacher team tear tech
    technology teen teenager teeter tell temple temporarily temporary tenant tend tennis tense tension
    tent term terminate terrible territory terror terrorism terrorist test testify testimony testing
    than thank that thaw the theater theft their them themselves then theory there these they thief
    thing think third this thorny those though thought thousand threat threaten three threshold threw
    thrill thrive through throughout throw thrown thumb thunder thus thwart ticket tide tie tiger tight
    tighten till timber time timeline tiny tip tire title to toast tobacco today together toilet told
    tolerance toll tomorrow ton tone tonight too took tool top topic topple torn torture toss total
    touch tough tour tourism tourist tout toward tower town toxic trace track trade trader tradition
    traditional traffic trafficking tragedy trail train training transfer transform transgender transit
    transition transport transportation trap trash trauma travel traveler tread treason treasure treat
    treatment treaty tree trend trial tribal tribe tribute trick trigger trim trip triple troop trouble
    trounce truce truck trucker true truly trust truth try tuition tumble tunnel turmoil turn turnout
    twice twin twist two type tyranny ugly ultimate unaccompanied unanimous unanimously uncertain
    uncertainty unclear uncover under undercut undergo underground undermine understand understood
    undocumented unemployment unfair unfold unfounded uniform unify union unique unit unite unity
    universe unknown unlawful unleash unless unlikely unlock unmasked unravel unrest untangle until
    unusual unveil up update upgrade upheld uphold upon uproar upset urban urge urgent use user usher
    usual utility vacant vacation vaccine valedictorian valley valuable value van vanish vape vaping
    vast veer vehicle venture verdict verify versus very vessel veteran veto viable victim victory video
    vie view vigil vilify village vindicate violate violation violence violent viral virtual virus visa
    visible vision visit visitor vital voice void volatile volcano volume voluntary volunteer vote voter
    vow vulnerable wage wait waive waiver walk walkout wall wane want war warehouse warm warn warning
    warrant was wash waste watch watchdog water waterfront wave way ways we weak weaken wealth wealthy
    weapon wear weather web website wed wedding week weekend weigh weight welcome welfare well went wept
    were wet whale what wheat wheel when where whether which while whip whirlwind whistleblower who
    whole whom why wide widely widen wider widow wield wife wild wildfire wildlife will willing win wind
    windfall window wine wing winner winter wipe wish with withdraw withdrawal withdrew wither withheld
    withhold within without witness wobble woe woke woman women won wonder woo word wore work worker
    workforce working workplace world worldwide worn worry worse worst worth would wound wounded wrangle
    wrap wreck wrestle write writer written wrong wrote yacht yard year yell yes yesterday yet yield you
    young younger your yourself youth zero zone zoning
    """
)
"""Base forms, lower case."""

_ENDINGS = (
    *(("ies", "y"), ("ied", "y"), ("es", ""), ("s", ""), ("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e")),
    *(("er", ""), ("ly", ""), ("'s", ""), ("n't", ""), ("n't", "n"), ("'ll", ""), ("'ve", ""), ("'re", "")),
)
_NONE: AbstractSet[str] = frozenset()
_DOUBLED = ("ing", "ed", "er")


def is_common(word: str, more: AbstractSet[str] = _NONE) -> bool:
    """Whether a lower-case word is a common one, in its base form or a regular other.

    Args:
        word: Lower case.
        more: Further base forms, such as a dictionary's.

    >>> is_common("votes"), is_common("planning"), is_common("egypt")
    (True, True, False)
    >>> is_common("fireworks"), is_common("fireworks", {"firework"})
    (False, True)
    """
    if word in COMMON or word in more:
        return True
    stems = {word.removesuffix(end) + tail for end, tail in _ENDINGS if word.endswith(end)}
    for end in _DOUBLED:
        stem = word.removesuffix(end)
        if stem != word and stem[-1:] == stem[-2:-1]:
            stems.add(stem[:-1])
    return not (stems.isdisjoint(COMMON) and stems.isdisjoint(more))
