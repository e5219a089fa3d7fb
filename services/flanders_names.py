"""Names for an invented Flanders: people, towns and streets. Nobody of them lives; addresses of mail end in .example."""

from __future__ import annotations

BOYS = (
    "Adam Arne Bilal Brecht Daan Dries Emre Ferre Finn Gilles Hamza Ibrahim Jarne Jef Jelle Jonas Kamil Kobe Lander"
    " Lars Lowie Lukas Mats Mauro Mehdi Milan Mohamed Nathan Noah Otis Quinten Rayan Robbe Ruben Sander Seppe Siebe"
    " Simon Stan Stef Thibo Tibe Tuur Vince Viktor Warre Wout Xander Yassin Ziggy Łukasz Ömer Andrei Samuel Elias"
).split()
GIRLS = (
    "Alya Amber Amina Anouk Aya Babette Chloë Delphine Elif Elise Emma Esra Fenna Femke Febe Hanne Hiba Ilke Ines"
    " Janne Jade Julie Kato Laura Lena Lien Lies Lotte Louise Luna Maite Marie Merel Mila Mona Nina Noor Nora Olivia"
    " Oksana Paulien Rania Roos Rosa Salma Sara Silke Sofie Tess Tine Yana Yasmine Zita Zoë Şule Aïsha Ioana"
).split()
GROWN_UPS = (
    "Ann An Annelies Bart Bea Bert Bjorn Carine Christel Daniëlle David Diederik Dirk Dorien Eline Els Erik Evelien"
    " Fatiha Fatma Filip Frank Geert Gerda Griet Guy Hans Hassan Heidi Hilde Ilse Inge Isabel Ivan Jan Joke Joris"
    " Karel Karen Karima Katrien Koen Kristof Kurt Leen Liesbeth Linda Lut Marc Marijke Marleen Martine Mieke Murat"
    " Nadia Nathalie Nele Nico Patrick Peter Piet Rachid Rita Saskia Sofie Stefan Steven Stijn Sven Tom Veerle Wim Yves"
).split()
FAMILY_NAMES = tuple(
    (
        "Aerts,Amrani,Baele,Bauwens,Ben-Saïd,Bogaerts,Bouali,Claes,Claeys,Coenen,Cools,Cornelis,D’Hondt,De Backer,De"
        " Bock,De Clercq,De Cock,De Groote,De Meyer,De Pauw,De Ridder,De Smet,De Vos,De Wilde,De Winter,Declercq,Demir,"
        "Deprez,Desmet,Devos,Dierckx,Dupont,El-Khattabi,Geerts,Goossens,Haddad,Hendrickx,Hermans,Jacobs,Janssens,Kaya,"
        "Kowalski,Lambrechts,Lemmens,Lenaerts,Maes,Martens,Mertens,Michiels,Moens,Nguyen,Nowak,Öztürk,Pauwels,Peeters,"
        "Petrov,Popescu,Raes,Rombouts,Segers,Smets,Stevens,Thys,Timmermans,’t Kindt,Van Damme,Van den Bossche,Van den"
        " Broeck,Van de Velde,Van Dyck,Van Hecke,Van Hoof,Van Loock,Vanden Eynde,Vandenberghe,Vandamme,Verbeke,Verhaegen,"
        "Verhoeven,Verlinden,Vermeersch,Vermeulen,Verschueren,Verstraete,Wauters,Willems,Wouters,Wuyts,Yıldız"
    ).split(",")
) + tuple(
    f"{first}{last}"
    for first in ("Ver", "Van", "Vande", "De")
    for last in "haeghe linde bosch kempe moortele walle putte brande casteele maele hoeck poorte wiele steene".split()
)

TOWNS = {
    "Antwerpen": "2000 Antwerpen,2018 Antwerpen,2060 Antwerpen,2100 Deurne,2140 Borgerhout,2170 Merksem,2300 Turnhout,"
    "2400 Mol,2440 Geel,2500 Lier,2570 Duffel,2600 Berchem,2640 Mortsel,2800 Mechelen,2850 Boom,2900 Schoten,"
    "2920 Kalmthout,2930 Brasschaat,2200 Herentals,2320 Hoogstraten",
    "Limburg": "3500 Hasselt,3530 Houthalen,3550 Heusden-Zolder,3580 Beringen,3600 Genk,3630 Maasmechelen,3680 Maaseik,"
    "3700 Tongeren,3740 Bilzen,3800 Sint-Truiden,3900 Pelt,3920 Lommel,3960 Bree",
    "Oost-Vlaanderen": "9000 Gent,9040 Sint-Amandsberg,9050 Gentbrugge,9100 Sint-Niklaas,9120 Beveren,9160 Lokeren,"
    "9200 Dendermonde,9220 Hamme,9240 Zele,9300 Aalst,9400 Ninove,9500 Geraardsbergen,9600 Ronse,9620 Zottegem,"
    "9700 Oudenaarde,9800 Deinze,9900 Eeklo,9230 Wetteren",
    "Vlaams-Brabant": "3000 Leuven,3010 Kessel-Lo,3200 Aarschot,3270 Scherpenheuvel,3290 Diest,3300 Tienen,1500 Halle,"
    "1600 Sint-Pieters-Leeuw,1700 Dilbeek,1730 Asse,1800 Vilvoorde,1840 Londerzeel,1930 Zaventem,3090 Overijse",
    "West-Vlaanderen": "8000 Brugge,8200 Sint-Michiels,8310 Assebroek,8400 Oostende,8500 Kortrijk,8530 Harelbeke,"
    "8560 Wevelgem,8600 Diksmuide,8630 Veurne,8700 Tielt,8790 Waregem,8800 Roeselare,8820 Torhout,8900 Ieper,"
    "8930 Menen,8301 Knokke-Heist",
    "Brussel": "1000 Brussel,1020 Laken,1030 Schaarbeek,1070 Anderlecht,1080 Molenbeek,1090 Jette,1180 Ukkel",
}
"""Province -> its towns, each behind its postcode."""

STREETS = (
    "Akkerstraat Beekstraat Berkenlaan Bosstraat Dorpsstraat Eikendreef Fabrieksstraat Gasthuisstraat Groenstraat"
    " Heidestraat Hopstraat Industrielaan Kapelstraat Kasteeldreef Kerkstraat Kolenspoor Koningin-Astridlaan"
    " Kouterdreef Leopoldlaan Lindenlaan Meersstraat Molenstraat Nieuwstraat Parklaan Populierenlaan Ringlaan"
    " Schoolstraat Sint-Annastraat Stationsstraat Tramstraat Vaartkaai Veldstraat Vijverstraat Vlasmarkt Volderstraat"
    " Weverijdreef Wilgenlaan Zandstraat"
).split()

SCHOOLS = (
    "Atheneum {town}",
    "Technisch Atheneum {town}",
    "Campus {river} {town}",
    "Sint-{saint}college {town}",
    "Sint-{saint}instituut {town}",
    "Vrij Technisch Instituut {saint} {town}",
    "Middenschool {river} {town}",
    "Stedelijk Lyceum {river} {town}",
    "BuSO {tree} {town}",
    "Provinciale School {tree} {town}",
    "Instituut {saint} {town}",
    "{tree}scholen {town}",
    "Centrum Leren en Werken {river} {town}",
)
SAINTS = (
    "Amandus Anna Barbara Bavo Cecilia Clara Eligius Franciscus Godelieve Hubertus Jozef Laurens Lucia Lutgardis"
).split()
RIVERS = "Dender Dijle Durme Gete IJzer Leie Maas Mandel Nete Rupel Schelde Zenne Demer Kale".split()
TREES = "Beuken Eiken Els Es Hazelaar Iepen Kastanje Linde Populier Wilgen Zilverberk".split()
PROVIDERS = (
    "Kantelpunt Overkant Anker Aanloop Tussenstop Spoorslag Brugwachter Kompasroos Tweespan Omweg Halte Wissel"
    " Steiger Draaipunt Sluiswachter Baken Rondpunt Zijsprong Voetveer Vuurtoren Windroos Stapsteen Kruispunt"
    " Loopplank Thuishaven Noordster Wegwijzer"
).split()
