"""Given names and their short forms, as people write them in US and world news.

Read by `bot.nlp.spans` (is this capitalised pair a person?) and `bot.nlp.persons` (is Bob Robert, may Mr. Lee
be Anna Lee?). Common knowledge, written down by hand; it says nothing about any living person.
"""

from __future__ import annotations

from bot.nlp.name_words import words_of

MALE = words_of(
    """
    aaron abdul abdullah abe abel abraham adam aditya adnan adrian ahmad ahmed ajay akhil akira al alan
    alassane albert alberto aldo alec alejandro aleksandar aleksandr alessandro alex alexander alexandre
    alexei alexey alfonso alfred alfredo ali alistair allan allen alok alvaro alvin amir amit amitabh
    amr anand anatoly anders andre andreas andrei andres andrew andriy andrzej andré andrés andy angelo
    angus anil ansel anthony antoine anton antonio antony anwar aravind ari ariel arjun arkady armando
    armin arnaud arnold art arthur arturo arun asad ashok ashraf ashwin asif attila atul august augusto
    aurélien austin avi ayman aziz babatunde baltasar barack barry bart bartholomew bashar basil bassem
    bela ben benedict beniamino benjamin benoît bernard bernardo bernd bernhard bernie bert bharat bilal
    bill billy björn bob bobby bogdan boris brad braden bradley brady brandon branko brayden brendan
    brent bret brett brian bruce bruno bryan bryce byron cade caleb callum calvin cameron carl carlo
    carlos carlton carsten casey cecil cedric cesar chace chad channing charles charlie chase chester
    chet chinedu chris christian christoph christophe christopher chuck ciaran clarence clark claude
    claudio clay clayton cliff clifford clint clinton clyde cody colby cole colin connor conor corey
    cormac cornelius cory craig cristiano curt curtis cyril cyrus césar dale dalton damian damien damon
    dan daniel daniele danny dario darius darrell darren darryl darwin dave david davis dean declan
    deepak deion demarcus demetrius denis dennis derek derrick deshaun desmond devin devon dexter didier
    diego dieter dietrich dillon dimitri dimitris dinesh dirk dmitri dmitry dmytro dominic dominique don
    donald dong-hyun donnie donovan doug douglas dragan drew duane duncan dustin dwayne dwight dylan
    earl ed eddie edgar edison edmund eduardo edward edwin efrain eli elias elijah eliot elliot elliott
    elmer elon emad emanuel emeka emil emiliano emilio emmanuel emmerson emmett emmitt enrico enrique
    eoin eric erich erik ernest ernesto ernie ervin ethan etienne eugene evan evgeny ewan ezra fabian
    fabio fabrice fadi faisal farid federico felipe felix ferdinand ferenc fernando filip finn floyd
    fouad francesco francis francisco franco francois frank franklin franz françois fred freddie
    frederic frederick friedrich gabe gabriel gareth garrett garry garth gary gaston gaurav gavin gaël
    gene gennady geoff geoffrey george georges georgi gerald gerard gerardo gerhard gerry ghassan
    giancarlo gideon gilbert gilberto gilles gino giorgio giovanni girish giuseppe glen glenn goodluck
    gopal goran gordon graham grant greg gregg gregory grigory guido guillaume guillermo gus gustav
    gustavo guy gyorgy günther haitham hakim hal hamid hamish hamza hani hank hans harald harish harold
    harrison harry harvey hasan hassan hayden heath hector heinrich heinz helmut hemant henri henrik
    henry herbert herman hernan hervé hideo hiro hiroshi hisham homer horacio horst howard howie hubert
    hugh hugo humberto hussein huw hyun héctor ian ibrahim ifeanyi ignacio igor ihab ike ilya imran ingo
    ira irving isaac isaiah ismail istvan ivan ivo iyad jace jack jackson jacob jacques jae jagdish
    jaime jair jake jakob jalal jalen jamaal jamal jamarcus james jamie jan janos jared jarrett jason
    jasper javier javon jay jean jeb jed jeff jefferson jeffrey jens jered jeremiah jeremy jerome jerrod
    jerry jesse jesus jesús jim jimmy jitendra joachim joao joaquin joaquín jochen joe joel joerg johan
    johann johannes john johnny jomo jon jonah jonas jonathan joon jordan jordi jorge jose josef joseph
    josh joshua josé jovan joão juan juergen jules julian julien julio julius jun justin jérôme jörg
    jürgen kamal kapil karan kareem karim karl kazuo keaton keegan keenan kei keir keisuke keith kelvin
    ken kendrick kenji kenneth kenny kent kenta kevin khaled khalid khalil kirk kishore klaus kobe kofi
    koji kojo konstantin kumar kurt kwame kyle kylian lalit lamar lance landon larry lars laszlo laurent
    lawrence lebron lee leif len leo leon leonard leonardo leonid leroy leslie lester levi lewis liam
    lincoln lindsey lionel ljubo lloyd logan lonnie lorenzo lou louie louis luc luca lucas lucio luigi
    luis luiz lukas luke luther luís lyle lyndon macky mahesh mahmoud mahmud majed malcolm manfred
    manish manny manoj mansour manuel marc marcel marcelo marco marcos marcus marek mariano marino mario
    marion marius mark markus marlon marquis marshall martin marty martín marvin marwan masa masahiro
    mason massimo mateo mathias mathieu mathéo matt matteo matthew matthias maurice mauricio mauro max
    maxim maxime maximilian maxwell mazen mehdi mehmet mekhi mel melvin micah michael michal michel
    miguel mihai mikael mike mikhail milan miles milo milos milton min-jun mircea mirko mitch mitchell
    mitt mohamad mohamed mohammad mohammed mohan mohsen moisés morgan morris moses moustafa muhammad
    mukesh munir murray mustafa mwai myron nabil nadeem naftali naoto narendra nasir nasser nate nathan
    nathaniel naveen nayef neal nebojsa ned neil nelson niall nicholas nick nico nicola nicolae nicolas
    nicolás niels nigel nikhil nikita nikola nikolai nikolaos nils nitin noah nobuo noel nolan norbert
    norm norman novak noël odell olaf oleg oleksandr oleksiy oliver olivier olusegun omar orlando orrin
    orville osama oscar osman oswaldo otis otto owen pablo padraig pankaj paolo parag pascal pat patrice
    patricio patrick paul paulo pavel pedro per percy perry pete peter petr petro phil philip philipp
    philippe phillip pierre pierre-yves piers pieter piotr pradeep prakash predrag prem preston qasim
    quentin quincy quinn raed rafa rafael rafiq rahul raila raj rajesh rajiv rakesh ralph ramesh ramon
    ramzi ramón randall randy rashad rashid raul ravi ray raymond raúl recep reece reed reggie reginald
    reid reinhard renato rene rené rex rhett rhys ricardo riccardo richard rick ricky riyad rob robbie
    robert roberto robin rocco rod roderick rodney rodolfo rodrick rodrigo roger rohan rohit roland rolf
    roman romano ron ronald ronnie rory ross rowan roy ruben rubén rudolf rudolfo rudolph rudy rui
    rupert ruslan russ russell ryan ryder saad sachin saeed said saif saleh salman salvador salvatore
    sam sameer sami samir samuel sandeep sander sandor sanjay santiago satish satoshi saul scott seamus
    sean sebastian sebastien serge sergei sergey sergio serhiy seth shane shaquille sharif shashi shaun
    shawn sheldon shigeru shingo shinzo shiv siddharth sidney silvio simon sipho skyler slobodan solomon
    spencer stacy stan stanley stefan stefano steffen stephan stephane stephen sterling steve steven
    stewart stig stuart sudhir sung sunil suraj suresh sushil sven sylvain sylvester sébastien tamer
    tariq tarun tate taylor ted teddy tendai terence terrell terrence terry tetsuya thabo thaddeus
    themba theo theodore thibaut thierry thom thomas thorsten thurgood tibor tim timothy tobias toby
    todd tom tomas tommaso tommy tomohiro tomás toney tony toshiro tracy traian travis trayvon tre trent
    trevor trey troy tucker tunde ty tyler tyreek tyrell tyrone tyson uche uhuru ulrich umar umberto
    usain uwe vaclav valentin valeri valery vance vernon vic vicente victor vijay vikram viktor vince
    vincent vincenzo vinicius vinod viorel virgil vishal vitali vitaliy vitaly vito vivek vlad vladimir
    volodymyr vuk vyacheslav víctor wade walid wallace wally walt walter warren wayne wendell werner wes
    wesley wilbur wiley wilfried will willard willem william willie wilson winston wissam wolfgang woody
    wyatt xavier yahya yair yannick yaroslav yasser yassin yasuhiro yasuo yaw yogi yosef yoshi yoshihide
    younis youssef yukio yuri yusuf yves zach zachary zack zaid zane zeke ziad zoltan zoran álvaro ángel
    óscar
    """
)

FEMALE = words_of(
    """
    abby abigail ada adela adele adriana agnes aicha aimee ainsley aisha alana alanna alba alejandra
    aleksandra alessandra alessia alexa alexandra alexandria alexis ali alice alicia alina alison
    allison alma althea alyson alyssa amal amanda amara amber amelia amina amira amparo amy ana
    anastasia anastasiya andrea andreja angela angelica angelina angie anita anja ann anna anne
    anneliese annette annie annika antonella antonia april araceli arantxa aretha ariadna ariana arlene
    ashanti ashley asma astrid audrey aung aurora ava avril aya ayanna ayesha aysha azadeh bahar barbara
    beata beatrice beatriz becky belinda bella bernadette bernice beth bethany betsy betty beverly
    beyonce beyoncé bianca birgit blanca bonnie brandi breanna brenda brenna briana bridget bridgette
    brigid brigitte brit britney brittany bronwyn brooke caitlin caitlyn camila camille candace candice
    carine carla carly carmela carmen carol carole carolina caroline carolyn carolyne carrie cassandra
    cassidy catalina caterina catherine cathy cecile cecilia celeste celia celine chanel chantal
    charlene charlize charlotte chelsea cher cheryl chiara chloe chloé christa christiane christina
    christine chrystia cindy claire clara clarissa claudia colleen concetta connie constance consuelo
    cora cordelia corinne courtney cristina crystal cynthia daisy dana danica daniela danielle daphne
    daria darlene dawn deandra deanna deb debbie deborah debra deirdre deja delia delilah delores
    delphine denise denisha deonna desiree diana diane dilma dina dolly dolores dominika dominique
    donatella donna dora doreen doris dorothy edith edna eileen elaina elaine eleanor elena eliana elif
    elisa elisabeth elisabetta elise elizabeth ella ellen eloise elsa elvira emilia emilie emily emine
    emma emmanuelle erica erika erin erna ernestine esmeralda esperanza estelle esther ethel eugenia
    eugenie eva evangeline evelyn fatemeh fatima fatma faye felicia felicity fern fernanda fiona
    fiorella florence frances francesca francine frederica freya frida gabriela gabriele gabriella
    gabrielle gail gemma genevieve georgette georgia georgina geraldine gerri gertrude gianna gina
    giorgia gisele giselle giulia gladys glenda gloria grace graciela greta gretchen gro guadalupe
    gudrun gunilla gwen gwendolyn gwyneth hadley hala halle hanan hanna hannah harper harriet hattie
    hayley hazel heather hedda heidi helen helena helene helga henrietta hermione hilary hilda hillary
    hind holly hope huda ida ilhan iman imelda ines ingeborg ingrid ioana ione irene irina iris irma
    isabel isabella isabelle isla isolde ivana ivanka ivonne ivy jacinda jackie jacklyn jaclyn
    jacqueline jada jade jameela jamie jan jana jane janelle janet janette janice janine jasmine jayne
    jean jeanette jeanne jeannie jelena jen jenna jennifer jenny jeri jerri jessica jill jo joan joana
    joann joanna joanne jocelyn jodi jodie jody johanna jolene jolie jordana josefina josephine josie
    joy joyce juana juanita judi judith judy julia juliana julianna julianne julie juliet june justine
    kaitlyn kamala kara karen kari karin karina karine karla karolina kasey katarina kate katerina
    katherine kathie kathleen kathlyn kathryn kathy katie katja katrina kay kaye kayla keiko keira
    keisha kelli kelly kellyanne kelsey kendra kerri kerry kesha khadija kiera kiersten kim kimberly
    kirsten kirstie kirstjen krista kristen kristi kristin kristina kristine krystal kyra lacey laila
    lana lani lara larissa latasha latisha latoya laura lauren laurie lavinia leah leanne leila lena
    leonor leonora lesley leslie leticia letitia leyla liane libby lidia lidiya lila liliana lillian
    lily lina linda lindsay linnea lisa liv livia liz liza lizzie lois lola lorena loretta lori lorna
    lorraine louise lourdes lucia lucille lucinda lucy luisa lupita lydia lynn lynne mabel macarena
    mackenzie madeleine madeline madison maeve magda maggie mahnaz mairead maite malala malia mandy
    manuela mara marcela marcia marcy margaret margareta margarita margot margrethe mari maria mariam
    marian mariana marianne marie mariela marilyn marin marina marine marisa marisol marissa marjorie
    marla marlena marlene marsha marta martha martina martine mary maryam maryann maryanne masha
    mathilde matilda maud maura maureen mavis maxine maya meena meera meg megan meghan mei melania
    melanie melina melinda melissa mercedes meredith meryl mia michaela michele michelle milagros
    mildred milena millie mimi mina mindy minerva miranda mireille miriam mitzi moira mollie molly mona
    monica monika monique morgana muriel mya myra nabila nadezhda nadia nadine nadiya najat nan nancy
    nanette naomi natalia natalie natalya natasha nell nellie nerea nicki nicole nicolette nikki nina
    noelle noemi noor nora norma nour nura nuria octavia odette ofelia oksana olena olga olivia olympia
    ophelia oprah orla paige pam pamela paola patricia patsy patti patty paula paulette pauline peggy
    penelope penny perla petra philippa phoebe phyllis pilar piper polly portia priscilla priti quiana
    rachael rachel rachelle ramla ramona rana randi rania raquel rasha rashida rebecca reem regan regina
    reina renata renee reneé rhiannon rhonda rihanna rita roberta robin rochelle romina ronna rosa
    rosalia rosalie rosalind rosalynn rosanna rosario rose rosemarie rosemary rowena roxana roxanne
    rukhsana ruth saba sabrina sadie safiya sakura sally salma samantha sana sanam sandra sandy sanna
    saoirse sara sarah sasha saskia savannah scarlett selena selina selma serena shakira shanice shannon
    sharmila sharon shauna shawna sheena sheila shelby shelley sherri sherry sheryl shireen shirley
    shonda sigrid silvia simone siobhan sofia solange soledad sonia sonya sophia sophie soraya stacey
    stacy stefanie stella stephanie sue summer sunita susan susana susanna suzanne suzy svetlana sydney
    sylvia tabitha tahira talia tamara tamika tamiko tammy tania tanya tara tatiana tatyana teresa teri
    terri tess tessa thandi thea thelma theodora theresa tiana tiffany tina toni tonya tracey traci
    tracy tricia trina trisha trudy tulsi uma ursula val valentina valeria valerie vanessa vera veronica
    vicki vicky victoria viktoria vilma viola violet violeta virginia vivian vivienne wanda wangari
    wendy whitney wilhelmina wilma winifred winnie xiomara yael yasmin yasmine yekaterina yelena yoko
    yolanda yuki yulia yuliya yvette yvonne zahra zainab zara zeinab zelda zhanna zoe zola
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
