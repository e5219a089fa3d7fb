"""Every page there is, by a name, and how somebody comes there: for who looks whether it is right, and for pictures."""

from __future__ import annotations

from tests.browser.house import House
from tests.browser.rooms import ROOMS
from tests.browser.screen import Screen
from tests.browser.visits import Visit, in_dossier, signed_in


def _sign_in_refused(house: House) -> Screen:
    screen = house.open().get("/inloggen")
    return screen.fill({"email": "an@nergens.example", "wachtwoord": "x"}).click("Aanmelden", 422)


def _not_there(house: House) -> Screen:
    return house.at("an").get("/dossiers/bestaat-niet", 404)


def _new_dossier_refused(house: House) -> Screen:
    return house.at("an").get("/dossiers/nieuw").click("Open het dossier", 422)


def _question_refused(house: House) -> Screen:
    screen = house.at("saskia").get("/vragen/nieuw").fill({"soort": "leerling", "weten_ervan": ["niemand"]})
    return screen.click("Stel de vraag aan het CLB", 422)


def _new_dossier_for_several(house: House) -> Screen:
    screen = house.at("an").get("/dossiers/nieuw").fill({"soort": "leerlingen"})
    return screen.press("toevoegen", "leerlingen")


def _person_refused(house: House) -> Screen:
    return signed_in("an", "Jana", "Voeg iemand toe")(house).fill({"rol": "ouder"}).click("Voeg toe", 422)


def _step_refused(house: House) -> Screen:
    screen = signed_in("an", "Jana", "Verder werken", "Leerling")(house)
    wrong = {name: ["31", "2", "2011"] for name in screen.names() if name.endswith("-geboortedatum")}
    assert wrong, screen.names()
    return screen.fill(wrong).click("Bewaren en verder", 422)


def _choice_refused(house: House) -> Screen:
    return signed_in("lieve", "Beslis over de aanmelding", "Aanvaarden")(house).click("Aanvaarden", 422)


def _signing_refused(house: House) -> Screen:
    screen = signed_in("marleen", "Onderteken")(house).fill({"besluit": "akkoord", "wijze": "tekenen"})
    return screen.click("Bevestig", 422)


def _hand_over(house: House) -> Screen:
    screen = house.at("younes", again=True).click("Lien")
    return screen.click("Doelstellingen en afspraken").click("Geef door aan Griet Daems")


def _at_the_table(house: House) -> Screen:
    return _hand_over(house).click("Ik ben Griet Daems")


def _locked(house: House) -> Screen:
    return _hand_over(house).get("/werklijst")


def _locked_refused(house: House) -> Screen:
    return _locked(house).fill({"wachtwoord": "x"}).click("Ga verder", 422)


PAGES: dict[str, Visit] = {
    "sign in": lambda house: house.open().get("/inloggen"),
    "sign in, refused": _sign_in_refused,
    "work list of the CLB": signed_in("an"),
    "work list of NAFT": signed_in("younes"),
    "work list of the school": signed_in("saskia"),
    "work list of who has to sign": signed_in("marleen"),
    "work list of who has no dossier": signed_in("karen"),
    "questions to the CLB": signed_in("an", "Vragen"),
    "questions of a school": signed_in("saskia", "Vragen"),
    "questions of who asked nothing": signed_in("younes", "Vragen"),
    "new question": signed_in("karen", "Stel een vraag aan het CLB"),
    "new question, refused": _question_refused,
    "question": signed_in("an", "Antwoord op een vraag"),
    "question of one's own": signed_in("saskia", "Vragen", "Senne"),
    "answer": signed_in("an", "Antwoord op een vraag", "Antwoord"),
    "answer, refused": signed_in("an", "Antwoord op een vraag", "Antwoord", "Verstuur het antwoord", status=422),
    "new dossier from a question": signed_in("an", "Antwoord op een vraag", "Open een dossier"),
    "new dossier": signed_in("an", "Open een dossier"),
    "new dossier, refused": _new_dossier_refused,
    "new dossier for several": _new_dossier_for_several,
    "dossier that was begun": signed_in("an", "Jana"),
    "dossier that was referred": signed_in("lieve", "Youssef"),
    "dossier that is signed": signed_in("younes", "Lien"),
    "dossier that runs": signed_in("younes", "Mehmet"),
    "dossier that is late": signed_in("younes", "Amina"),
    "dossier of a class": signed_in("an", "3TB"),
    "dossier that is closed": in_dossier("an", "Kobe V."),
    "dossier as the school sees it": in_dossier("saskia", "Kobe V."),
    "new person": signed_in("an", "Jana", "Voeg iemand toe"),
    "new person, refused": _person_refused,
    "person": signed_in("an", "Jana", "Jana"),
    "step, refused": _step_refused,
    "decide": signed_in("lieve", "Beslis over de aanmelding", "Aanvaarden"),
    "decide, refused": _choice_refused,
    "text that was signed": in_dossier("an", "Kobe V.", "", "Lees"),
    "round": signed_in("an", "Lien", "Doelstellingen en afspraken"),
    "sign": signed_in("marleen", "Onderteken"),
    "sign, refused": _signing_refused,
    "hand over": _hand_over,
    "sign at the table": _at_the_table,
    "signed at the table": lambda house: house.open().get("/tafel/klaar"),
    "locked": _locked,
    "locked, refused": _locked_refused,
    "not there": _not_there,
    **ROOMS,
}
