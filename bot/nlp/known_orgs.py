"""Companies, clubs and other organisations that news names so often that no model should miss them.

Read by `bot.nlp.name_candidates`. Only their names, to tell what a capitalised word is; public bodies and
outlets with ids stand in ``config/``. Written down by hand from common knowledge.
"""

from __future__ import annotations

_COMPANIES = """
3M, ABB, Abbott Laboratories, AbbVie, Accenture, Adidas, Adobe, AIG, Air Canada, Air France,
Air France-KLM, Air India, Airbnb, Airbus, Alaska Airlines, Alibaba, Allianz, Alphabet, Alstom, Altria,
Amazon Web Services, Amazon.com, AMD, American Airlines, American Express, Amgen, Anheuser-Busch,
Anheuser-Busch InBev, Anthropic, Ant Group, Aon, Apple Inc, ArcelorMittal, ASML, Aston Martin,
AstraZeneca, AT&T, Audi, Axel Springer, BAE Systems, Baidu, Bain Capital, Banco Santander,
Bank of America, Barclays, BASF, Bayer, Bechtel, Ben & Jerry's, Berkshire Hathaway, Best Buy, BHP, Biogen,
BioNTech, BlackRock, Blackstone, Blue Cross Blue Shield, Blue Origin, BMW, BNP Paribas, Boeing,
Bombardier, Bosch, Boston Consulting Group, Boston Scientific, BP, Bridgestone, Bristol Myers Squibb,
British Airways, British Petroleum, Broadcom, BT, Burger King, ByteDance, Cambridge Analytica,
Capital One, Cargill, Carlsberg, Carrefour, Caterpillar, Cathay Pacific, Charles Schwab, Chevron,
Chipotle, Chrysler, Cigna, Cisco, Citadel, Citi, Citibank, Citigroup, CNOOC, Coca-Cola, Coinbase, Comcast,
Commerzbank, ConocoPhillips, Costco, Credit Suisse, CrowdStrike, CVS, CVS Health, Daimler, Danone,
DeepMind, DeepSeek, Dell, Deloitte, Delta Air Lines, Deutsche Bahn, Deutsche Bank, Deutsche Telekom,
Diageo, Disney, Dollar General, Dominion Voting Systems, Domino's, DoorDash, Dow Chemical, Dropbox,
DuPont, E.ON, EasyJet, eBay, Eli Lilly, Emirates Airline, Enbridge, Eni, Equinor, Ericsson, Ernst & Young,
Etihad, Etsy, Evergrande, Expedia, ExxonMobil, Exxon, Exxon Mobil, Facebook, FedEx, Ferrari, Fiat,
Fiat Chrysler, Fitch Ratings, Foot Locker, Ford Motor, Ford Motor Co, Foxconn, Fujitsu, GameStop, GE,
General Dynamics, General Electric, General Mills, General Motors, GEO Group, Gilead, Gilead Sciences,
GlaxoSmithKline, Glencore, GM, Goldman Sachs, Goodyear, Google, Grindr, GSK, H&M, Halliburton, Hasbro,
Heineken, Hewlett-Packard, Hitachi, Home Depot, Honda, Honeywell, HP, HSBC, Huawei, Hyundai,
Hyundai Motor, IBM, Ikea, IKEA, Infosys, ING, Instagram, Intel Corp, Intuit, JBS, JetBlue, John Deere,
Johnson & Johnson, JPMorgan, JPMorgan Chase, JP Morgan, Kaiser Permanente, Kellogg's, KFC, Kia, KLM,
Koch Industries, Kraft Heinz, Kroger, L'Oreal, Lazard, Lego, Lehman Brothers, Lenovo, Levi Strauss, LG,
LinkedIn, Lloyds Banking Group, Lockheed Martin, L3Harris, Lowe's, Lufthansa, Lukoil, LVMH, Lyft, Macy's,
Maersk, Marriott, Mastercard, Mattel, Mazda, McDonald's, McKinsey, McKinsey & Company, Medtronic,
Mercedes, Mercedes-Benz, Merck, Merrill Lynch, Meta Platforms, Micron, Microsoft, Mitsubishi, Mizuho,
Moderna, Mondelez, Monsanto, Moody's, Morgan Stanley, Motorola, National Grid, Nestle, Nestlé, Netflix,
News Corp, Nike, Nintendo, Nissan, Nokia, Nomura, Norfolk Southern, Northrop Grumman, Norwegian Air,
Novartis, Novavax, Novo Nordisk, NSO Group, Nvidia, OpenAI, Oracle Corp, Palantir, Panasonic, Paramount,
PayPal, Peloton, PepsiCo, Pepsi, Petrobras, PetroChina, Peugeot, Pfizer, PG&E, Philip Morris, Philips,
Pinterest, Pizza Hut, Porsche, PricewaterhouseCoopers, Procter & Gamble, PSA Group, Purdue Pharma, PwC,
Qantas, Qatar Airways, Qualcomm, Raytheon, Regeneron, Renault, Repsol, Rio Tinto, Roche, Rolls-Royce,
Rosneft, Royal Dutch Shell, RTX, Ryanair, S&P Global, Salesforce, Samsung, Samsung Electronics, Sanofi,
SAP, Saudi Aramco, Aramco, Sberbank, Sears, Siemens, Sinopec, Snapchat, SoftBank, Sony,
Southwest Airlines, SpaceX, Spirit Airlines, Spotify, Sprint, Standard & Poor's, Standard Chartered,
Starbucks, Starlink, State Street, Stellantis, Subaru, Suzuki, T-Mobile, Takeda, Tata Motors, Telegram,
Temu, Tencent, Tesla, Tesla Inc, Tesco, ThyssenKrupp, TikTok, TotalEnergies, Toshiba, Toyota,
Trader Joe's, TSMC, Twitter, Tyson Foods, U.S. Steel, Uber, UBS, UniCredit, Unilever, United Airlines,
UnitedHealth, UnitedHealth Group, UnitedHealthcare, UPS, Valero, Venmo, Verizon, Viacom, Virgin Atlantic,
Virgin Galactic, Vodafone, Volkswagen, Volvo, VW, Walgreens, Walmart, Walt Disney, Walt Disney Co,
Warner Bros, Warner Bros. Discovery, WeChat, Wells Fargo, WeWork, WhatsApp, Whole Foods, Wikipedia,
WikiLeaks, Wirecard, Xiaomi, YouTube, Zara, ZTE, Zoom Video
"""
_SOCIETY = """
Black Lives Matter, Ku Klux Klan, Proud Boys, Oath Keepers, QAnon, Antifa, Turning Point USA, MoveOn,
Common Cause, Greenpeace, Sierra Club, World Wildlife Fund, Oxfam, Save the Children, Salvation Army,
Boy Scouts, Boy Scouts of America, Girl Scouts, Rotary Club, Lions Club, YMCA, AARP,
American Medical Association, American Bar Association, Harvard, Harvard University, Harvard Law School,
Harvard Medical School, Yale, Yale University, Princeton University, Columbia University,
Stanford University, Cornell University, Brown University, Duke University, Johns Hopkins University,
Johns Hopkins, Northwestern University, Massachusetts Institute of Technology, MIT, UMass, UMass Boston,
UMass Amherst, Tufts University, Northeastern University, Oxford University, Cambridge University,
University of Oxford, University of Cambridge, London School of Economics, UCLA, USC, NYU,
New York University, Georgetown University, Emerson College, Suffolk University, Berklee, Mass General,
Massachusetts General Hospital, Brigham and Women's Hospital, Mass General Brigham, Mayo Clinic,
Cleveland Clinic, Beth Israel, Tufts Medical Center, Sinn Fein, Sinn Féin, Hells Angels, MS-13,
Tren de Aragua, Sinaloa Cartel, Nobel Committee, Catholic Church, Church of England, Vatican, Holy See,
Muslim Brotherhood, Free Syrian Army, Lashkar-e-Taiba, Jaish-e-Mohammad, Abu Sayyaf, Liberal Democrats,
Lib Dems, UKIP, Brexit Party, Reform UK, Plaid Cymru, Bloc Quebecois, Swiss People's Party, Podemos,
Ciudadanos, Syriza, New Democracy, Fidesz, Law and Justice, United Russia, Five Star Movement,
Forza Italia, Brothers of Italy, National Rally, National Front, En Marche, Awami League,
Bangladesh Nationalist Party, Pakistan Muslim League, Pakistan Tehreek-e-Insaf, African National Congress,
Economic Freedom Fighters, Workers' Party, Morena, Golden Dawn, Jobbik, Hezb-e-Islami,
Greenpeace International, Food and Agriculture Organization, New York Stock Exchange, NYSE, Nasdaq,
London Stock Exchange, Tokyo Stock Exchange, S&P, FTSE, Fitch, Cosa Nostra, Camorra, Scientology,
Church of Scientology, Jehovah's Witnesses
"""
_CLUBS = """
NFL, NBA, WNBA, MLB, NHL, NCAA, MLS, UFC, PGA, PGA Tour, LIV Golf, FIA, NASCAR, ATP, WTA, WADA, USADA,
USOPC, U.S. Soccer, La Liga, Premier League, Bundesliga, Serie A, Major League Baseball,
Major League Soccer, National Football League, National Basketball Association, National Hockey League,
Manchester United, Manchester City, Man United, Man City, Liverpool FC, Chelsea FC, Arsenal, Tottenham,
Tottenham Hotspur, Everton, Newcastle United, West Ham, West Ham United, Aston Villa, Leicester City,
Crystal Palace, Wolverhampton Wanderers, Leeds United, Norwich City, Real Madrid, Atletico Madrid,
Barcelona FC, FC Barcelona, Bayern Munich, Borussia Dortmund, RB Leipzig, Juventus, AC Milan, Inter Milan,
AS Roma, Lazio, Napoli, Paris St Germain, Paris Saint-Germain, PSG, Olympique Lyonnais,
Olympique Marseille, Ajax, PSV Eindhoven, Celtic FC, Benfica, Sporting Lisbon, Red Bull Racing, Red Bull,
McLaren, Atlanta Braves, Atlanta Falcons, Atlanta Hawks, Baltimore Orioles, Baltimore Ravens,
Boston Bruins, Boston Celtics, Boston Red Sox, Brooklyn Nets, Buffalo Bills, Buffalo Sabres,
Carolina Hurricanes, Carolina Panthers, Chicago Bears, Chicago Blackhawks, Chicago Bulls, Chicago Cubs,
Chicago White Sox, Cincinnati Bengals, Cincinnati Reds, Cleveland Browns, Cleveland Cavaliers,
Cleveland Guardians, Cleveland Indians, Colorado Avalanche, Colorado Rockies, Columbus Blue Jackets,
Dallas Cowboys, Dallas Mavericks, Dallas Stars, Denver Broncos, Denver Nuggets, Detroit Lions,
Detroit Pistons, Detroit Red Wings, Detroit Tigers, Edmonton Oilers, Florida Panthers,
Golden State Warriors, Green Bay Packers, Houston Astros, Houston Rockets, Houston Texans, Indiana Pacers,
Indianapolis Colts, Jacksonville Jaguars, Kansas City Chiefs, Kansas City Royals, Las Vegas Raiders,
Los Angeles Angels, Los Angeles Chargers, Los Angeles Clippers, Los Angeles Dodgers, Los Angeles Kings,
Los Angeles Lakers, Los Angeles Rams, Memphis Grizzlies, Miami Dolphins, Miami Heat, Miami Marlins,
Milwaukee Brewers, Milwaukee Bucks, Minnesota Timberwolves, Minnesota Twins, Minnesota Vikings,
Minnesota Wild, Montreal Canadiens, Nashville Predators, New England Patriots, New England Revolution,
New Orleans Pelicans, New Orleans Saints, New York Giants, New York Islanders, New York Jets,
New York Knicks, New York Mets, New York Rangers, New York Yankees, Oakland Athletics,
Oklahoma City Thunder, Orlando Magic, Ottawa Senators, Philadelphia Eagles, Philadelphia Flyers,
Philadelphia Phillies, Phoenix Suns, Pittsburgh Penguins, Pittsburgh Pirates, Pittsburgh Steelers,
Portland Trail Blazers, Portland Timbers, Sacramento Kings, San Antonio Spurs, San Diego Padres,
San Francisco 49ers, San Francisco Giants, Seattle Mariners, Seattle Seahawks, Seattle Kraken,
St. Louis Blues, St. Louis Cardinals, Tampa Bay Buccaneers, Tampa Bay Lightning, Tampa Bay Rays,
Tennessee Titans, Texas Rangers, Toronto Blue Jays, Toronto Maple Leafs, Toronto Raptors, Utah Jazz,
Vancouver Canucks, Vegas Golden Knights, Washington Capitals, Washington Commanders, Washington Nationals,
Washington Redskins, Washington Wizards, Winnipeg Jets, Red Sox, White Sox, Blue Jays, Yankees, Celtics,
Bruins, Lakers, Dodgers, Knicks, Mets, Cubs, Phillies, Astros, Patriots, Seahawks, Steelers, Packers,
Buccaneers, Redskins, Canadiens, Penguins, 76ers, Philadelphia 76ers, Sixers, 49ers, Mavericks, Cavaliers,
Timberwolves, Clippers, Grizzlies, Pelicans
"""
_RISKY = """
Amazon, Apple, Arsenal, Chase, Delta, Discord, Ford, Gap, Intel, Lincoln, Meta, Oracle, Shell, Signal,
Slack, Snap, Square, Stripe, Subway, Target, Total, Visa, X, Zoom, Paramount, Sprint, Telegram, Patriots,
Nationals, Commanders, Mercedes
"""


def _listed(text: str) -> frozenset[str]:
    return frozenset(" ".join(name.split()) for name in text.split(",") if name.strip())


RISKY = _listed(_RISKY)
"""Names that are also words, places or surnames: they only speak for an organisation."""

KNOWN = (_listed(_COMPANIES) | _listed(_SOCIETY) | _listed(_CLUBS)) - RISKY
"""Names that are organisations wherever they stand."""
