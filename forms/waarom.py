"""Why the forms ask what they ask, for whoever unfolds “Waarom vragen we dit?”. The source is that of the question.

Each text says in a sentence or two what the answer changes, and for whom. A name of a person never stands in one.
"""

# The indicatiestelling
FASE = (
    "NAFT komt pas in beeld als de school en het CLB samen al verder gingen dan basiszorg en verhoogde zorg. In een "
    "eerdere fase helpt de school zelf, met het CLB en de begeleidingsdienst."
)
EERSTE_VRAAG = "Zo blijft zichtbaar vanwaar de vraag kwam. Het CLB meldt aan, maar hoeft de vraag niet zelf te stellen."
VIA = "Een meldpunt of een telefoontje vooraf zegt NAFT of er al iets besproken is, zodat niemand dat opnieuw vraagt."
GEBOORTEDATUM = (
    "De leeftijd bepaalt wie instemt en wie tekent: vanaf 12 jaar de leerling zelf, vanaf 18 jaar enkel de leerling. "
    "Ook hoe lang het dossier bewaard blijft, wordt ermee berekend."
)
GESLACHT = (
    "Enkel voor cijfers waarin niemand te herkennen is. U hoeft het niet te vragen, en het verandert niets aan de hulp."
)
ADRES = "Aan het adres ziet de aanbieder of de leerling in zijn werkgebied woont, en of vervoer haalbaar is."
VERBLIJF = "Wie elders verblijft, heeft daar mensen die moeten weten waar de leerling overdag is."
BEKWAAM = (
    "Wie bekwaam is, beslist zelf over de hulp. De wet vermoedt dat vanaf 12 jaar; vindt u iets anders, dan motiveert "
    "u dat, want er verandert mee wie instemt en wie tekent."
)
VERTROUWENSPERSOON = (
    "Een minderjarige mag zich in elk contact laten bijstaan door iemand die hij zelf kiest. Wie hier staat, wordt "
    "mee uitgenodigd."
)
KLASGROEP = (
    "Een hele klas aanmelden is de uitzondering: uitval moet dreigen bij meerdere leerlingen, en het CLB beslist het. "
    "Daarom moet hier staan waarom het met enkele leerlingen apart niet kan."
)
KLASLIJST = (
    "Bij een klasgroep werkt NAFT zonder namen. Wie toch bij naam staat, krijgt een eigen instemming en een dossier."
)
OUDERS = (
    "Bij een minderjarige zijn de ouders mee betrokken: ze worden gehoord, uitgenodigd, en tekenen waar dat nodig is."
)
THUISSITUATIE = (
    "Om te weten wie bereikt en gehoord moet worden, en wie mee instemt. Een woord volstaat: wat er thuis gebeurt, "
    "hoort hier niet."
)
CONFLICT = (
    "Gewoonlijk mag een ouder voor beiden instemmen. Weet u dat de andere het niet eens is, dan geldt dat niet meer "
    "en vragen we het aan allebei."
)
GERECHT = (
    "Een beslissing over het gezag bepaalt wie mag instemmen en wie documenten krijgt; een jeugdrechter kan zelf hulp "
    "opleggen. Dit zijn gevoelige gegevens: meer dan dit ene antwoord is niet nodig."
)
CONTEXT = (
    "Een traject werkt beter met mensen die de leerling vertrouwt: een tante, een trainer, een vriend van de familie."
)
LOPENDE_HULP = (
    "Zo weet NAFT met wie het moet afstemmen, en begint er geen hulp die elders al loopt. Enkel de dienst, nooit "
    "waarvoor: dat vertelt de leerling zelf als hij dat wil."
)
IN_OPNAME = "Wie in een voorziening verblijft, heeft daar een begeleider en uren waarmee het traject rekening houdt."
INGESCHREVEN = (
    "NAFT werkt naast de school, niet in de plaats ervan. Zonder inschrijving moet duidelijk zijn hoe de leerplicht "
    "loopt."
)
STUDIEVORM = (
    "NAFT is er voor het secundair onderwijs. De onderwijsvorm zegt ook welke weg terug naar school mogelijk is."
)
VERSLAG = (
    "Een verslag geeft recht op aanpassingen of een ander programma, en daar houdt het traject rekening mee. Wat erin "
    "staat, blijft bij het CLB."
)
CONTACT_SCHOOL = (
    "NAFT spreekt af met iemand die de leerling op school opvolgt. Mist de leerling lessen, dan moet de directie "
    "akkoord zijn."
)
GERAADPLEEGD = (
    "Doorverwijzen gebeurt in samenspraak met de school. Zonder dat gesprek kan de aanmelding niet vertrekken."
)
VISIE_SCHOOL = (
    "De school blijft verantwoordelijk voor de leerling. Wat zij ziet en wil, bepaalt mee of terugkeren lukt."
)
AFWEZIGHEDEN = (
    "Afwezigheden tonen hoe ver de leerling al van school af staat, en met hetzelfde cijfer achteraf zien we of dat "
    "verandert."
)
TUCHT = (
    "Wie een maatregel kreeg of dreigt te krijgen, heeft minder tijd, en soms geen school om naar terug te keren. "
    "Waarvoor de maatregel was, vragen we niet."
)
ACHTERSTAND = "Helpt om de weg terug realistisch te kiezen, en telt mee in cijfers waarin niemand te herkennen is."
REDENEN = "De wet noemt deze vier soorten redenen: een ervan moet er zijn om NAFT in te zetten."
RISICO = "NAFT is er om een van deze twee te voorkomen. Dreigt geen van beide, dan past ander aanbod beter."
SIGNALEN = "Signalen zeggen waar het wringt, zonder een oordeel. De aanbieder kiest er de eerste stap mee."
GEHOORD = (
    "Een leerling heeft het recht om gehoord te worden voor anderen over hem beslissen. Kon dat niet, dan moet er "
    "staan waarom."
)
OUDERS_GEHOORD = "Ouders kennen hun kind en tekenen vaak mee. Is hen niets gevraagd, dan wil NAFT weten waarom."
KRACHTEN = "Een traject bouwt op wat al lukt. Wie enkel leest wat fout gaat, herkent zichzelf niet."
NODEN = "Wat iemand nodig heeft, zegt meer over de hulp dan wat er misloopt. Hier beginnen de doelen mee."
FACTOREN = "Het CLB kijkt breder dan de klas: wat speelt mee, en wat kan helpen. Enkel wat voor de hulp nodig is."
BRONNEN = (
    "Zo kan wie dit leest, nagaan waarop het oordeel steunt. Bij een dienst van buiten de school mag het enkel met "
    "instemming."
)
OORDEEL = (
    "Dit is de kern van de indicatiestelling: welke hulp is nodig, en waaruit blijkt dat. Zonder gemotiveerd oordeel "
    "kan er niet aangemeld worden."
)
WAAROM_NAFT = "Het CLB kent ook ander aanbod en kiest wat past. Zo ziet iedereen dat daarover nagedacht is."
VEILIGHEID = (
    "Enkel wat iemand moet weten om veilig te kunnen werken. Maakt u zich zorgen over de leerling zelf, volg dan de "
    "procedure voor verontrusting van uw CLB."
)
NOTA_CLB = (
    "Om zelf iets te onthouden. Het komt in geen enkel document, maar wie zijn dossier inkijkt, kan ernaar vragen."
)
STAPPEN = (
    "NAFT volgt op wat school en CLB eerder deden. Wie ziet wat al geprobeerd is, doet het niet nog eens, en begrijpt "
    "waarom deze stap nu komt."
)
LESSEN_MISSEN = "Wie voor NAFT lessen mist, is gewettigd afwezig met code P. Dat kan enkel als de directie akkoord is."
PERSPECTIEF = "Waar willen we naartoe? Het antwoord mag nog open zijn, maar het kiest mee hoe lang en hoe intens."
VOORKEUR = (
    "Leerling en ouders mogen mee kiezen bij wie ze hulp krijgen. Een voorkeur is geen belofte: er moet plaats zijn."
)
PBD = (
    "Steun aan leerkrachten of aan de school is ook het werk van de pedagogische begeleidingsdienst. Daarom brengt de "
    "school hem op de hoogte voor er iets begint. Over leerlingen krijgt de dienst niets te lezen."
)
UITLEG = "Instemmen kan maar als men begrijpt waarmee. De uitleg komt dus eerst, in een taal die de leerling verstaat."
INSTEMMINGEN = (
    "Hulp begint met een ja van wie ze krijgt. Gegevens delen is iets anders, en vraagt een eigen antwoord: wie ja "
    "zegt op de hulp, zegt daarmee nog niets over wat de school of de ouders lezen."
)
TOCH = "Zegt een ouder nee en een bekwame leerling ja, dan weegt het CLB dat af. Wie het later leest, moet zien waarom."
NIET_DELEN = (
    "Een bekwame leerling beslist mee wat zijn ouders lezen. Wat hij hier aankruist, staat niet in hun documenten, en "
    "ook niet in wat later daaruit wordt overgenomen."
)

# Doelstellingen en afspraken
AANWEZIGEN = (
    "De doelen worden samen gemaakt: NAFT, CLB, leerling en context. Wie er niet bij kon zijn, staat er ook, met de "
    "reden of met wie hem vertegenwoordigde."
)
GEDEELDE_VRAAG = "Ieder heeft een eigen vraag. Wat allen delen, is waar het traject aan begint."
GERICHT_OP = (
    "Een traject kan werken met een leerling, een groep, leerkrachten of de school. Gaat het over leerkrachten of de "
    "school, dan moet de begeleidingsdienst het eerst weten."
)
DOMEIN = "Het draaiboek noemt zes soorten doelen. Met het domein kan men later zien waar trajecten bij helpen."
DOEL = (
    "Een doel dat iedereen begrijpt, kan iedereen mee bereiken. Wie, wat, waar en tegen wanneer: dan weten we over "
    "twee maanden samen of het gelukt is."
)
MERKBAAR = "Zonder iets dat men ziet of hoort, wordt de evaluatie een gevoel. Kies iets dat de leerling zelf ook merkt."
SCORE = "Een cijfer helpt om vooruitgang te zien die men in woorden mist. Het mag ook open blijven."
TREKKER = "Een doel waar niemand op let, gebeurt niet. De trekker houdt het in het oog, hij doet het niet alleen."
CODE_P = (
    "Met code P is de leerling gewettigd afwezig op school. Dat mag enkel met het akkoord van de directie, op een "
    "datum."
)
DAGDELEN = "Aan de dagdelen ziet men hoe intens het traject is, en achteraf hoeveel ervan doorging."
AFSPRAKEN = (
    "De regelgeving vraagt afspraken over vier dingen: hoe lang, hoe, hoe we het opvolgen en hoe we evalueren. Wat "
    "niemand afspreekt, verwacht ieder anders."
)
TERUGKOPPELING = (
    "De school moet weten wat zij nodig heeft om verder te kunnen, en niet meer. Zo weet de leerling vooraf wat er "
    "over hem verteld wordt."
)
UITERSTE_DATUM = "Minstens om de twee maanden evalueren alle betrokkenen samen. Een vakantie schuift die dag niet op."
OPMERKINGEN = "Wie het niet helemaal eens is, mag dat zeggen in eigen woorden. Het wordt mee afgedrukt, naast de tekst."
TOLK = "Wie iets ondertekent, moet het verstaan. Zo staat vast dat het uitgelegd is in een taal die men kent."
ONDERTEKENAARS = (
    "Wie volgens de regels moet tekenen, komt er vanzelf bij. Hier zet u wie daarnaast nog tekent, zoals een "
    "leerkracht die iets engageert."
)

# Evaluatie
SOORT_EVALUATIE = "Een eindevaluatie vraagt meer: waarom het stopt, wat er volgt, en wat iedereen mag bewaren."
TE_LAAT = (
    "De twee maanden zijn een minimum. Later mag niet, maar kan gebeuren: dan staat er waarom, zonder iemand de "
    "schuld te geven."
)
BETROKKENEN = (
    "Evalueren gebeurt met alle betrokkenen. Wie er niet was, staat er ook: anders lijkt het of hij akkoord ging."
)
ZICHT = "Ieder kijkt anders naar hetzelfde doel. Die blikken staan naast elkaar, ook als ze verschillen."
ZICHT_LEERLING = (
    "Het gaat over de leerling: zijn blik staat er in zijn eigen woorden, en hij beslist mee wie dat leest."
)
BESLUIT = (
    "Zo is duidelijk wat er morgen verandert. Wat u bijstuurt, wordt een nieuwe versie die opnieuw getekend wordt."
)
AANWEZIGHEID = "Zo zien we samen of het plan haalbaar was. Gewettigd afwezig is iets anders dan weggebleven."
KLASKLIMAAT = "Bij een klasgroep is de sfeer in de klas zelf het doel. Zonder namen: het gaat om de groep."
NOTA_NAFT = (
    "Om zelf iets te onthouden. Het komt in geen enkel document, maar wie zijn dossier inkijkt, kan ernaar vragen."
)
REDEN_EINDE = (
    "Wie het dossier later opent, moet zien waarom het stopte. In cijfers telt het mee, zonder dat iemand te "
    "herkennen is."
)
INITIATIEF = (
    "Een leerling mag altijd stoppen en hoeft niet te zeggen waarom. We noteren enkel wie het vroeg, zonder oordeel."
)
PERSPECTIEF_EINDE = "Een traject is er om een weg terug te vinden. Hier staat welke weg het werd."
SAMENVATTING = (
    "Het CLB is de brug naar de school: iedereen leest hetzelfde slot. Daarom eenvoudig, en met wat gelukt is."
)
TEVREDENHEID = "Wat jij ervan vond, helpt het traject voor de volgende beter te maken. Je hoeft niets in te vullen."
BEWAARTERMIJN = (
    "Een dossier blijft lang bewaard. Leerling en ouders moeten weten hoe lang, en dat ze een kopie mogen vragen."
)

# Engagementen na NAFT
REGIE = "Na NAFT nemen school en CLB samen de regie. Twee namen, zodat niemand denkt dat de andere het doet."
DEELNEMERS = "Wie zich engageert, moet het ook weten. De leerling hoort er altijd bij."
TERUGVAL = "Terugvallen gebeurt. Wie vooraf weet waaraan men het merkt, hoeft niet te wachten tot het misloopt."
OPVOLGING = "Opvolgen doen enkel school of CLB, ook als iemand anders het engagement uitvoert."
AANVAARD = "Een engagement is maar iets waard als wie het doet, zelf ja zei. Anders staat het er als open punt."
NIEUWE_VRAAG = "Een nieuwe vraag begint weer bij het CLB, ook als het opnieuw NAFT wordt."

# Betrokkenen
GEZAG = (
    "Wie het ouderlijk gezag uitoefent, mag voor een kind instemmen en krijgt de documenten. Weet u het niet, kies "
    "dan “Niet gekend”, en vraag het na voor er getekend wordt."
)
DOCUMENTEN = (
    "Elke ouder met gezag krijgt dezelfde documenten, ook wie niet bij de leerling woont, tenzij een rechter anders "
    "besliste."
)
VERBLIJFSREGELING = "Om te weten bij wie de leerling op welke dag bereikt wordt. Feiten volstaan."
TAAL = (
    "Om te weten of uitleg en documenten in een andere taal nodig zijn. Wat getekend wordt, is Nederlands; een "
    "vertaling helpt om het te verstaan."
)
VOORWAARDEN = (
    "De wet stelt vier voorwaarden, om de leerling te beschermen. Wie ze niet alle vervult, kan wel een steunfiguur "
    "zijn."
)
VAN_LEERLING = "Bij meerdere leerlingen leest elke ouder enkel wat over het eigen kind gaat."
EMAIL = (
    "Enkel om een persoonlijke link of een bericht te sturen. In een bericht staat nooit wat er in het dossier staat."
)

# Stappen van een traject, en een vraag aan het CLB
MOTIVEREN = "Het CLB moet de leerling en de ouders kunnen zeggen waarom, en een andere weg kunnen zoeken."
AANBIEDER = (
    "Leerling en ouders kiezen mee bij wie ze hulp krijgen. Enkel erkende aanbieders kunnen een traject begeleiden."
)
NIET_MOTIVEREN = "Wie nee zegt op hulp, hoeft niet te zeggen waarom. We vragen enkel op wiens vraag het stopt."
OPSCHORTEN = "Iedereen moet weten waarom het even stilstaat. De termijn van twee maanden loopt intussen door."
WETEN_ERVAN = (
    "Een vraag over iemand stelt men liefst met die persoon. Kan dat nog niet, dan spreekt het CLB met u af hoe het "
    "wel kan."
)
OVER_WIE = "Er is nog geen dossier en nog geen instemming: daarom geen volledige naam. Het CLB belt u voor de rest."
