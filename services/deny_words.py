"""Words with which passwords of people in Flanders begin: too many to be a secret. In small letters, without accents.

Gathered by hand from what is around everybody who works here: the calendar, the work, the places, the clubs, the
keyboard. What is common in English comes from a list of others (services/password_rules.py).
"""

from __future__ import annotations

DOOR = (
    "wachtwoord wachtwoorden paswoord password passwoord passwort motdepasse geheim geheimpje welkom welcome hallo "
    "hello goeiemorgen goedemorgen goedendag dag bonjour admin administrator beheerder beheer gebruiker user root "
    "superuser login logon inloggen inlog aanmelden aanmelding account toegang sleutel sesam test testen tester "
    "testje demo proef tijdelijk temporary default standaard nieuw changeme wijzigmij verander letmein laatmijbinnen "
    "opendedeur trustno vergeten onthouden niemand weetikniet weetniet "
)
WORK = (
    "naadloos naft clb clbs pbd vclb school schooltje scholen leerling leerlingen leerkracht leerkrachten leraar juf "
    "meester directie directeur directrice klas klaslokaal begeleider begeleiders begeleiding leerlingbegeleiding "
    "zorgcoordinator zorg zorgleerkracht traject trajecten trajectbegeleider dossier dossiers jongere jongeren jeugd "
    "jeugdwerk welzijn onderwijs basisschool atheneum college instituut internaat campus lyceum smartschool "
    "leerplicht stage verslag evaluatie kantoor bureau werk werken collega vergadering secretariaat stempel computer "
    "laptop internet wifi printer microsoft windows office outlook google facebook instagram whatsapp tiktok youtube "
)
CALENDAR = (
    "lente zomer zomers herfst winter januari februari maart april mei juni juli augustus september oktober november "
    "december maandag dinsdag woensdag donderdag vrijdag zaterdag zondag vandaag morgen gisteren weekend vakantie "
    "zomervakantie kerstvakantie paasvakantie krokusvakantie kerst kerstmis kerstdag pasen nieuwjaar sinterklaas sint "
    "zwartepiet halloween carnaval verjaardag schooljaar jaar week maand "
)
PLACES = (
    "vlaanderen vlaming vlaams belgie belgium belgisch brussel bruxelles antwerpen antwerp gent ghent brugge leuven "
    "mechelen aalst hasselt genk kortrijk oostende roeselare turnhout geel mol lier boom herentals mortsel wilrijk "
    "deurne berchem borgerhout merksem hoboken ekeren schoten brasschaat kapellen kontich edegem lokeren dendermonde "
    "temse beveren sintniklaas niklaas waas waasland kempen hageland haspengouw pajottenland meetjesland ninove "
    "geraardsbergen oudenaarde ronse zottegem eeklo deinze waregem ieper poperinge diksmuide veurne nieuwpoort "
    "blankenberge knokke torhout tielt izegem menen wevelgem harelbeke tongeren bilzen sinttruiden truiden lommel "
    "maaseik beringen houthalen heusden tienen diest aarschot vilvoorde halle dilbeek asse zaventem overijse tervuren "
    "limburg brabant oostvlaanderen westvlaanderen schelde dijle leie dender maas ardennen nederland amsterdam "
    "rotterdam parijs londen frankrijk spanje italie europa "
)
PLAY = (
    "anderlecht clubbrugge cercle krcgenk racinggenk standard royal kaagent gantoise buffalo buffalos westerlo "
    "cerclebrugge antwerpfc kvmechelen malinois stvv oudheverlee zultewaregem beerschot union rodeduivels duivels "
    "reddevils voetbal voetballer fietsen wielrennen koers ajax barcelona realmadrid liverpool arsenal chelsea "
    "football baseball hockey tennis basket wielerclub merckx hazard lukaku debruyne courtois remco evenepoel vanaert "
    "woutvanaert tourdefrance rondevanvlaanderen tomorrowland pukkelpop "
)
DEAR = (
    "iloveyou ikhouvanjou ikhouvanje houvanjou liefde lief liefje schat schatje schattie mijnschat mama papa moeder "
    "vader oma opa bomma bompa zus broer kindjes kinderen dochter zoon familie vriend vriendin vrienden hart hartje "
    "baby prinses prins koning koningin engel engeltje sunshine princess master monkey dragon shadow superman batman "
    "spiderman starwars pokemon minecraft fortnite harrypotter samson gert kabouter plop ketnet studio jommeke "
    "kiekeboe suske wiske kuifje smurf smurfen hond hondje kat katje poes poesje konijn konijntje paardje vlinder "
    "tijger leeuw beer beertje bloem bloemen roos zon zonnetje maan sterren regenboog chocolade chocola frietjes "
    "frieten appel banaan aardbei pannenkoek koffie bier duvel jupiler leffe westmalle pintje wijn pizza spaghetti "
    "lucky gelukkig geluk vrede vrijheid muziek gitaar auto fiets mercedes audi volvo ferrari porsche toyota "
)
KEYBOARD = (
    "azerty azertyuiop azertyui qwerty qwertyuiop qwertz qwertzuiop asdf asdfg asdfgh asdfghjkl qsdf qsdfg qsdfgh "
    "qsdfghjklm zxcv zxcvb zxcvbn zxcvbnm wxcv wxcvb wxcvbn poiuytreza poiuytrewq mlkjhgfdsq lkjhgfdsa nbvcxw mnbvcxz "
    "aqwzsx azeqsd azeqsdwxc qweasd qweasdzxc qazwsx qazwsxedc wsxedc edcrfv zaqxsw aqwzsxedc "
)
"""The rows and columns of a Belgian and an English keyboard, there and back."""

WORDS = frozenset(" ".join((DOOR, WORK, CALENDAR, PLACES, PLAY, DEAR, KEYBOARD)).split())
