"""Given names and their short forms, as people write them in US and world news.

Read by `bot.nlp.spans` (is this capitalised pair a person?) and `bot.nlp.persons` (is Bob Robert, may Mr. Lee
be Anna Lee?). Common knowledge, written down by hand; it says nothing about any living person.
"""

from __future__ import annotations

from bot.nlp.name_words import words_of

MALE = words_of(
    """
    aaron abdul abdullah abe abel abraham adam adrian ahmad ahmed akira al alan albert alberto aldo alec
    alejandro alessandro alex alexander alexandre alexei alexey alfonso alfred alfredo ali allan allen
    alvaro alvin amir amit anatoly anders andre andreas andrei andres andrew andriy andrzej andy angelo
    angus anil ansel anthony antoine anton antonio antony ari ariel arjun armando armin arnaud arnold
    art arthur arturo arun asad ashok asif atul august augusto austin avi aziz baltasar barack barry
    bart bartholomew basil bashar ben benedict beniamino benjamin bernard bernardo bernd bernie bert
    bilal bill billy björn bob bobby bogdan boris brad bradley brady brandon brendan brent bret brett
    brian bruce bruno bryan bryce byron caleb calvin cameron carl carlo carlos carlton carsten casey
    cecil cedric cesar chad charles charlie chase chester chris christian christoph christophe
    christopher chuck clarence clark claude claudio clay clayton cliff clifford clint clinton clyde cody
    colby cole colin connor conor corey cornelius cory craig curt curtis cyril cyrus dale damian damien
    damon dan daniel daniele danny dario darius darrell darren darryl darwin dave david davis dean
    demetrius denis dennis derek derrick desmond devin dexter didier diego dieter dietrich dimitri
    dimitris dirk dmitri dmitry dominic dominique don donald donnie doug douglas drew duane duncan
    dustin dwayne dwight dylan earl ed eddie edgar edison eduardo edmund edward edwin efrain eli elias
    elijah elliot elliott elmer elon emanuel emil emiliano emilio emmanuel emmett enrico enrique eric
    erich erik ernest ernesto ernie ervin ethan etienne eugene evan evgeny ezra fabian fabio fabrice
    faisal farid federico felipe felix ferdinand fernando filip finn floyd francesco francis francisco
    franco francois françois frank franklin franz fred freddie frederic frederick friedrich gabe gabriel
    garrett garry gary gaston gavin gene geoff geoffrey george georges georgi gerald gerard gerardo
    gerhard gerry giancarlo gideon gilbert gilberto gilles gino giovanni giorgio giuseppe glen glenn
    gordon graham grant greg gregg gregory grigory guido guillaume guillermo günther gus gustav gustavo
    guy hakim hal hamid hamza hank hans harald harold harrison harry harvey hasan hassan heath hector
    heinrich heinz helmut henri henrik henry herbert herman hernan hideo hiroshi homer horacio horst
    howard howie hubert hugh hugo humberto hussein ian ibrahim ignacio igor ike ilya imran ingo ira
    irving isaac isaiah ismail ivan ivo jack jackson jacob jacques jaime jair jake jakob jamaal jamal
    james jamie jan janos jared jason jasper javier jay jean jeb jed jeff jefferson jeffrey jens
    jeremiah jeremy jerome jerry jesse jesus jim jimmy joachim joao joaquin jochen joe joel joerg johan
    johann johannes john johnny jon jonah jonas jonathan jordan jordi jorge jörg josé jose josef joseph
    josh joshua juan juergen jules julian julien julio julius jürgen justin kareem karim karl keith keir
    keisuke ken kenji kenneth kenny kent kenta kevin khalid khalil kirk klaus konstantin kumar kurt kyle
    lance lars larry laszlo laurent lawrence lee leif len leo leon leonard leonardo leonid leroy leslie
    lester levi lewis liam lincoln lindsey lionel lloyd logan lorenzo lou louie louis luc luca lucas
    lucio luigi luis luiz lukas luke luther lyle lyndon mahmoud mahmud malcolm manfred manny manuel marc
    marcel marcelo marco marcos marcus marek mariano marino mario marion marius mark markus marlon
    marshall martin marty marvin mason massimo mateo mathias mathieu matt matteo matthew matthias
    maurice mauricio mauro max maxim maxime maximilian maxwell mehdi mehmet mel melvin micah michael
    michal michel miguel mihai mikael mike mikhail milan miles milo milos milton mitch mitchell mitt
    mohamad mohamed mohammad mohammed mohsen morgan morris moses muhammad murray mustafa myron naftali
    nadeem narendra nasser nate nathan nathaniel neal ned neil nelson nicholas nick nico nicola nicolas
    nicolás niels nigel nikita nikola nikolai nikolaos nils noah noel norbert norm norman oleg oliver
    olivier olaf omar orlando orrin oscar osama oswaldo otis otto owen pablo paolo pascal pat patrice
    patricio patrick paul paulo pavel pedro per perry pete peter petr petro phil philip philipp philippe
    phillip pierre pierre-yves pieter piotr prakash preston quentin quincy rafael rahul raj rajesh rajiv
    ralph ramon ramón randall randy rashid raul raúl ravi ray raymond recep reed reggie reginald reid
    reinhard rene rené renato rex ricardo riccardo richard rick ricky rob robbie robert roberto robin
    rocco rod roderick rodney rodolfo rodrigo roger rohit roland rolf roman romano ron ronald ronnie
    rory ross roy ruben rubén rudolf rudolph rudy rui rupert russ russell ryan saad saeed said salman
    salvador salvatore sam sami samir samuel sandeep sander sanjay santiago saul scott sean sebastian
    sebastien serge sergei sergey sergio seth shane shaun shawn sheldon shinzo sidney silvio simon
    solomon spencer stacy stan stanley stefan stefano steffen stephan stephane stephen sterling steve
    steven stewart stig stuart sunil suresh sven sylvain sylvester tariq tate taylor ted teddy terence
    terrence terry thaddeus theo theodore thierry thom thomas thorsten tim timothy tobias toby todd tom
    tomas tomás tommaso tommy tony tracy travis trent trevor troy tucker ty tyler tyrone ulrich umar
    umberto uwe vaclav valentin valery vance vernon vic vicente victor vijay vikram viktor vince vincent
    vincenzo vinicius virgil vitali vitaly vito vivek vlad vladimir volodymyr wade wallace wally walt
    walter warren wayne wendell werner wes wesley wilbur wilfried will willard willem william willie
    wilson winston wolfgang woody wyatt xavier yair yannick yasser yasuhiro yoshihide yosef youssef yuri
    yusuf yves zach zachary zack zane zoran
    """
)

FEMALE = words_of(
    """
    abby abigail ada adele adriana agnes aicha aimee aisha alana alba alejandra alessandra alexa
    alexandra alexandria alexis ali alice alicia alina alison allison alma althea alyssa amal amanda
    amara amber amelia amina amy ana anastasia andrea angela angelica angelina angie anita anja ann anna
    anne annette annie antonia april aretha ariana arlene ashley astrid audrey aurora ava ayanna barbara
    beata beatrice beatriz becky belinda bella bernadette bernice beth bethany betsy betty beverly
    bianca bonnie brenda briana bridget brittany brooke camila camille candace carla carly carmen carol
    carole carolina caroline carolyn carrie cassandra cassidy catalina caterina catherine cathy cecilia
    celeste celia celine charlene charlotte chelsea cheryl chloe christa christiane christina christine
    chrystia cindy claire clara clarissa claudia colleen connie constance cora corinne courtney cristina
    crystal cynthia daisy dana danielle daphne darlene dawn deanna deb debbie deborah debra deirdre
    delia delphine denise desiree diana diane dina dolores dominique donna dora doris dorothy edith
    eileen elaine eleanor elena elise elizabeth ella ellen elsa emilia emily emma erica erika erin
    esmeralda esperanza estelle esther ethel eva evelyn fatima faye felicia fernanda fiona florence
    frances francesca gabriela gabriella gabrielle gail gemma genevieve georgia georgina geraldine gina
    giorgia gisele giselle gladys glenda gloria grace greta gretchen guadalupe gwen hannah harriet hazel
    heather heidi helen helena helene hilary hilda hillary holly hope ida ilhan imelda ines ingrid irene
    irina iris irma isabel isabella isabelle ivana ivanka ivy jackie jacqueline jada jade jamie jan jana
    jane janet janice jacinda jasmine jean jeanette jeanne jen jenna jennifer jenny jeri jessica jill jo
    joan joanna joanne jocelyn jody johanna jolene josefina josephine joy joyce juanita judith judy
    julia juliana julie juliet june kamala kara karen kari karin karina karine karla kate katherine
    kathie kathleen kathryn kathy katie katrina kay kayla keisha kelly kelsey kendra kerri kerry kim
    kimberly kirsten kirstjen krista kristen kristi kristin kristina kristine kyra lara latoya laura
    lauren laurie leah leila lena leonor leslie leticia letitia liane lidia lila lillian lily linda
    lindsay lisa liz liza lizzie lois lola loretta lori lorraine louise lourdes lucia lucille lucy luisa
    lydia lynn lynne mackenzie madeleine madison maggie mairead malala mandy manuela marcia margaret
    margarita margot maria mariam marian marianne marie marina marine marisa marissa marjorie marla
    marlene marsha martha martina mary maryam matilda maura maureen maxine maya megan meghan melania
    melanie melinda melissa mercedes meredith mia michaela michele michelle mildred mindy miranda miriam
    mitzi molly mona monica monique muriel myra nadia nadine nancy naomi natalia natalie natasha nellie
    nicole nikki nina noelle noor nora norma octavia olga olivia oprah paige pam pamela patricia patsy
    patti patty paula pauline peggy penelope penny phoebe phyllis pilar polly priscilla priti rachel
    ramona rania raquel rashida rebecca regina renata renee rhonda rita roberta robin rochelle ronna
    rosa rosalind rosalynn rosario rose rosemary roxanne ruth sabrina sadie sally samantha sandra sandy
    sara sarah sasha savannah selena serena shannon sharon shauna sheila shelby shelley sherry sheryl
    shirley sigrid silvia simone sofia sonia sonya sophia sophie stacey stacy stella stephanie sue
    summer susan susana susanna suzanne sydney sylvia tamara tammy tanya tara tatiana teresa terri tess
    tessa thelma theresa tiffany tina toni tonya tracey traci tracy tricia trina trudy tulsi ursula val
    valentina valerie vanessa vera veronica vicky victoria viola violet virginia vivian wanda wendy
    whitney wilma winnie xiomara yolanda yvette yvonne zainab zara zoe
    """
)

GIVEN = MALE | FEMALE
"""All given names, lower case."""

# Groups of a full form and its short forms. A short form may stand on several lines (Alex, Chris, Pat).
_SHORT_FORMS = """
abraham abe; albert al bert; alexander alex sandy alec; alexandra alex sandra; alexandria alex
alfred al fred; alan al; andrew andy drew; anthony tony; antonio tony; antony tony; arthur art
barbara barb; benjamin ben benny; bernard bernie; bradley brad; calvin cal; cameron cam; carolyn carol
catherine cathy kate katie cate; charles charlie chuck chas; christina chris tina; christine chris chrissy
christopher chris kit; clifford cliff; curtis curt; cynthia cindy; daniel dan danny; david dave
deborah deb debbie; debra deb debbie; dennis denny; donald don donnie; douglas doug
edward ed eddie ted ned; edwin ed; eleanor ellie; elizabeth liz beth betty betsy lizzie eliza libby
emanuel manny; emmanuel manny; ernest ernie; eugene gene; evelyn evie; frances fran; francis frank
francisco frank paco; franklin frank; frederick fred freddie; gabriel gabe; geoffrey geoff
gerald gerry jerry; gerard gerry; gilbert gil; gregory greg; harold harry hal; henry hank harry
herbert herb bert; howard howie; isaac ike; jacob jake; jacqueline jackie; james jim jimmy jamie; janet jan
jeffrey jeff; jennifer jen jenny; jeremiah jerry; jerome jerry; jessica jess jessie; john jack johnny jon
jonathan jon; joseph joe joey; joshua josh; judith judy; karen kari; katherine kate kathy katie kat
kathleen kathy kate; kathryn kathy kate katie; kenneth ken kenny; kimberly kim; laura laurie
lawrence larry; leonard leo len lenny; leonardo leo; lillian lily; louis lou; lucille lucy; luther lute
madeleine maddy; magdalena lena; margaret maggie meg peggy marge; marcus marc; marilyn lyn; martin marty
mary molly; matthew matt; maxwell max; megan meg; melissa missy; melvin mel; michael mike mick mikey
michelle shelly; milton milt; mitchell mitch; mohammed mo; nancy nan; nathan nate; nathaniel nate nat
nicholas nick; norman norm; oliver ollie; pamela pam; patricia pat patty tricia trish; patrick pat paddy
peter pete; philip phil; phillip phil; rafael rafa rafi; randall randy; randolph randy; raymond ray
rebecca becky becca; reginald reggie; ricardo rick; richard rick dick rich richie
robert bob rob bobby robbie bert; rodney rod; roger rog; ronald ron ronnie; rosemary rose; rudolph rudy
russell russ; samantha sam; samuel sam sammy; sandra sandy; santiago santi; sebastian seb; sidney sid
simon si; solomon sol; stanley stan; stephanie steph; stephen steve; steven steve; stuart stu
susan sue susie; suzanne sue; terence terry; teresa terry tess; theresa terry tess; terrence terry
theodore ted teddy theo; thomas tom tommy; timothy tim; valerie val; victor vic; victoria vicky tori
vincent vince vinny; virginia ginny; walter walt wally; wesley wes; wilbur will
william bill will billy willie; zachary zach zack; addison mitch; rahm rahmbo; randal rand; rafael ted
piyush bobby; nimrata nikki; willard mitt
"""


def _short_forms(table: str) -> dict[str, frozenset[str]]:
    """Name → the names it can stand for or be short for, itself included."""
    forms: dict[str, set[str]] = {}
    for group in table.replace("\n", ";").split(";"):
        full, *shorts = group.split() or [""]
        for short in shorts:
            forms.setdefault(full, {full}).add(short)
            forms.setdefault(short, {short}).add(full)
    return {name: frozenset(others) for name, others in forms.items()}


SHORT_FORMS = _short_forms(_SHORT_FORMS)
"""Lower-case name → names that the same person may go by."""


def same_given(one: str, other: str) -> bool:
    """Whether two lower-case given names can be one person's.

    >>> same_given("bob", "robert"), same_given("j.", "james"), same_given("bill", "bob")
    (True, True, False)
    """
    if one == other:
        return True
    short, long = sorted((one.rstrip("."), other.rstrip(".")), key=len)
    if len(short) == 1:
        return long.startswith(short)
    return long in SHORT_FORMS.get(short, ()) or short in SHORT_FORMS.get(long, ())


def gender_of(given: str) -> str:
    """``m`` or ``f`` where a lower-case given name is used for one of the two only, else empty.

    >>> gender_of("maura"), gender_of("tracy"), gender_of("qqq")
    ('f', '', '')
    """
    male, female = given in MALE, given in FEMALE
    return "" if male == female else "m" if male else "f"
