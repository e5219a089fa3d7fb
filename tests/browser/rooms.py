"""The rooms beside the main job: searching, counting, following, managing, and what people without an account see."""

from __future__ import annotations

import re

from pyotp import TOTP

from services import demo, openid_settings, outbox
from services.openid import Provider
from store import dossiers
from tests.browser.house import EMAILS, House
from tests.browser.screen import Screen
from tests.browser.visits import Visit, at_address, in_dossier, looking_for, signed_in, stranger
from tests.post import Bag, text_of
from tests.scans import photo
from tests.unit.services.test_schools import HEADER, REGENBOOG, SLUIS

SCHOOLS = "\r".join((HEADER, SLUIS.replace("De Sluis", "De Nieuwe Sluis"), REGENBOOG)).encode("utf-8-sig")


def _mailed(house: House, kind: str) -> str:
    """What waits goes out; the address in the last mail with such a link."""
    office = Bag()
    office.url = house.server.url
    outbox.deliver(house.platform, office)
    found = [one for mail in office.taken for one in re.findall(rf"/{kind}/[\w-]+", text_of(mail))]
    assert found, [str(one["Subject"]) for one in office.taken]
    return str(found[-1])


def _round(house: House) -> Screen:
    """The round of Lien's goals, at an own screen of her coach."""
    return house.at("younes", again=True).get("/werklijst").click("Lien").click("Doelstellingen en afspraken").unfold()


def _to_mother(house: House) -> Screen:
    screen = _round(house).click("Stuur Griet Daems een link")
    house.told["code"] = screen.tab.locator(".code-groot").inner_text()
    house.told["link"] = _mailed(house, "t")
    return screen


def _link(house: House, code: str = "") -> Screen:
    """What she opens, and types; asked for once: another mail has to wait."""
    if "link" not in house.told:
        _to_mother(house)
    return house.open().get(house.told["link"]).fill({"code": code or house.told["code"]})


def _paper(house: House) -> Screen:
    return _round(house).click("Teken op papier")


def _sheet(house: House) -> Screen:
    """A copy to print; one is made, whatever page asks for it first."""
    if "paper" in house.told:
        return house.at("younes").get(house.told["paper"])
    screen = _paper(house).click("Maak een papieren exemplaar")
    house.told["paper"] = screen.path
    return screen


def _paper_back(house: House) -> Screen:
    screen = _sheet(house)
    return screen.get(f"{screen.path}/terug")


def _scanned(house: House) -> Screen:
    screen = _paper_back(house).fill({"besluit": "akkoord", "datum": ["16", "11", "2026"]})
    screen.tab.locator("#bestand").set_input_files({"name": "scan.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    return screen.click("Bewaar de scan").unfold().click("Bekijk de scan")


def _school_list(house: House) -> Screen:
    screen = house.at("bo").get("/platform/scholen")
    screen.tab.set_input_files("#bestand", {"name": "scholen.csv", "mimeType": "text/csv", "buffer": SCHOOLS})
    return screen.click("Bekijk wat er verandert")


def _invited(house: House) -> Screen:
    screen = house.at("lieve").get("/beheer/mensen/nieuw")
    told = {"voornaam": "Noor", "familienaam": "El Amrani", "email": "noor@kantelpunt.example", "functie": "Begeleider"}
    return screen.fill(told | {"rollen": ["naft_begeleider"]}).click("Verstuur de uitnodiging")


def _invitation(house: House) -> Screen:
    _invited(house)
    return house.open().get(_mailed(house, "uitnodiging"))


def _invitation_used(house: House) -> Screen:
    screen = _forgotten(house).get(_mailed(house, "uitnodiging"))
    address = screen.path
    screen.fill({"wachtwoord": "vier losse woorden hier"}).click("Bewaar het wachtwoord")
    return screen.get(address, 410)


def _forgotten(house: House) -> Screen:
    screen = house.open().get("/wachtwoord/vergeten").fill({"email": "noor@kantelpunt.example"})
    return screen.click("Stuur mij een link")


def _chosen(house: House) -> Screen:
    screen = _forgotten(house).get(_mailed(house, "uitnodiging"))
    return screen.fill({"wachtwoord": "vier losse woorden hier"}).click("Bewaar het wachtwoord")


def _as_french(visit: Visit) -> Visit:
    return lambda house: visit(house).click("Français")


def _second_step(house: House) -> Screen:
    return house.at("floor").get("/beveiliging").click("Stel een tweede stap in")


def _code_to_scan(house: House) -> Screen:
    return _second_step(house).click("Ik heb een app: stel in")


def _recovery_codes(house: House) -> Screen:
    screen = _code_to_scan(house)
    key = screen.tab.locator(".hash").first.inner_text().replace(" ", "")
    return screen.fill({"code": TOTP(key).at(house.clock())}).click("Zet de tweede stap aan")


def _code_asked(house: House) -> Screen:
    """At the door, for who has an app since."""
    return house.open().sign_in(EMAILS["floor"], demo.PASSWORD)


def _right(house: House, what: str) -> Screen:
    """A request by right of an adult pupil; noted once for each kind, whatever page asks for it first."""
    if what in house.told:
        return house.at("an").get(house.told[what])
    screen = in_dossier("an", "Mehmet", "rechten/nieuw")(house)
    told = {
        "soort": what,
        "vrager_soort": "partij",
        "enkel_over_zichzelf": "nee",
        "hoe": "brief",
        "identiteit": "kaart",
    }
    pupil = screen.tab.locator("input[name=vrager]").first.get_attribute("value") or ""
    screen.fill(told | {"vrager": pupil}).click("Noteer de vraag")
    house.told[what] = screen.path
    return screen


def _copy(house: House) -> Screen:
    return _right(house, "afschrift").click("Kijk het afschrift na")


def _correction(house: House) -> Screen:
    return _right(house, "verbetering").click("Noteer een verbetering of aanvulling")


def _asked_again(house: House) -> Screen:
    """A sensitive act in a session that proved long ago who it is."""
    screen = house.at("lieve", again=True)
    with house.platform.db.write():
        newest = "SELECT id FROM session ORDER BY rowid DESC LIMIT 1"
        house.platform.db.run(f"UPDATE session SET proved_at = NULL WHERE id = ({newest})", {})
    return screen.get("/beheer/tweede-stap").click("Verplicht de tweede stap", 403)


def _other_address(house: House) -> Screen:
    screen = house.at("an").get("/beveiliging/e-mailadres").fill({"email": "an@clb-debrug.example"})
    screen.click("Stuur de link")
    return house.open().get(_mailed(house, "e-mailadres"))


def _sent_back(house: House) -> Screen:
    """A text that was sent back to NAFT, as the head of the school who did so sees it."""
    screen = house.at("marleen").get("/werklijst").click("Onderteken").unfold()
    screen.tab.locator("input[name=deel]").first.check()
    screen.tab.locator("textarea[name=waarom]").fill("De namiddagen moeten anders.")
    return screen.click("Stuur terug met deze reden")


def _other_door(visit: Visit) -> Visit:
    """As it is where people may sign in through another platform too; here one that does not answer."""

    def there(house: House) -> Screen:
        said = {"ISSUER": "http://127.0.0.1:9", "CLIENT_ID": "x", "CLIENT_SECRET": "x", "PROFILE": "acm-idm"}
        found = openid_settings.read({f"NAADLOOS_OIDC_{name}": value for name, value in said.items()}, house.server.url)
        assert found is not None
        house.app.extensions["naadloos.openid"] = Provider(found, b"x", house.clock)
        try:
            return visit(house)
        finally:
            house.app.extensions["naadloos.openid"] = None

    return there


def _emergency(house: House) -> Screen:
    """What opens of Kobe's dossier for a CLB that takes no part in it."""
    number = next(one.number for one in dossiers.every(house.platform.db) if one.label == "Kobe V.")
    told = {"nummer": number, "reden": "opvang", "motief": "Kobe staat hier aan de deur en durft niet naar huis."}
    return house.at("floor").get("/noodtoegang").fill(told).click("Open dit dossier in nood")


def _emergency_looked_at(house: House) -> Screen:
    _emergency(house)
    return house.at("an").get("/werklijst").click("Kijk een noodtoegang na")


ROOMS: dict[str, Visit] = {
    "another door, no answer": _other_door(lambda house: house.open().get("/openid/aanmelden", 503)),
    "manage, passwords": _other_door(at_address("lieve", "/beheer/wachtwoorden")),
    "dossiers": at_address("an", "/dossiers"),
    "dossiers, found": looking_for("an", "ozt"),
    "dossiers, nothing found": looking_for("an", "xyzzy"),
    "dossiers of the school": at_address("saskia", "/dossiers?toon=alle"),
    "signatures": at_address("younes", "/handtekeningen"),
    "course": in_dossier("younes", "Amina", "verloop"),
    "course that is closed": in_dossier("an", "Kobe V.", "verloop"),
    "who looked": in_dossier("an", "Kobe V.", "inzage"),
    "right, new": in_dossier("an", "Mehmet", "rechten/nieuw"),
    "right": lambda house: _right(house, "afschrift"),
    "rights": in_dossier("an", "Mehmet", "rechten"),
    "right, answer": lambda house: _right(house, "afschrift").click("Noteer het antwoord"),
    "right, copy looked at": _copy,
    "right, copy to hand out": lambda house: _copy(house).click("Bewaar en bekijk wat meegaat"),
    "right, correction": _correction,
    "right, correction of an answer": lambda house: _correction(house).click("Het hoort bij het dossier als geheel"),
    "who looked, for the pupil": in_dossier("an", "Kobe V.", "inzage/leerling"),
    "emergency, asked": at_address("floor", "/noodtoegang"),
    "emergency, refused": at_address("floor", "/noodtoegang", "Open dit dossier in nood", status=422),
    "emergency": _emergency,
    "emergency, looked at": _emergency_looked_at,
    "another CLB": in_dossier("an", "Kobe V.", "ander-clb"),
    "another CLB, refused": in_dossier("an", "Kobe V.", "ander-clb", "Draag het dossier over", status=422),
    "consent": in_dossier("younes", "Amina", "instemmingen"),
    "compare": in_dossier("an", "Kobe V.", "", "Lees versie 2", "Wat veranderde er sinds de vorige versie?"),
    "tasks": in_dossier("an", "Jana", "", "Verder werken"),
    "review": in_dossier("an", "Jana", "", "Verder werken", "Nakijken"),
    "figures": at_address("an", "/cijfers"),
    "figures of NAFT": at_address("lieve", "/cijfers"),
    "preferences": at_address("an", "/mijn"),
    "own security": at_address("floor", "/beveiliging"),
    "own password": at_address("an", "/beveiliging/wachtwoord"),
    "own password, refused": at_address("an", "/beveiliging/wachtwoord", "Wijzig het wachtwoord", status=422),
    "own address": at_address("an", "/beveiliging/e-mailadres"),
    "own address, refused": at_address("an", "/beveiliging/e-mailadres", "Stuur de link", status=422),
    "own address, link": _other_address,
    "asked again": _asked_again,
    "take over": signed_in("an", "Neem een document van elders over"),
    "take over, refused": at_address("an", "/overnemen", "Bekijk wat erin staat", status=422),
    "manage": at_address("lieve", "/beheer"),
    "manage, people": at_address("lieve", "/beheer/mensen"),
    "manage, invite": at_address("lieve", "/beheer/mensen/nieuw"),
    "manage, invite, refused": at_address("lieve", "/beheer/mensen/nieuw", "Verstuur de uitnodiging", status=422),
    "manage, a colleague": at_address("lieve", "/beheer/mensen", "Younes Amrani"),
    "manage, stop an account": at_address("lieve", "/beheer/mensen", "Younes Amrani", "Stop dit account"),
    "manage, stop an account, refused": at_address(
        "lieve", "/beheer/mensen", "Younes Amrani", "Stop dit account", "Stop het account van Younes", status=422
    ),
    "manage, house style": at_address("lieve", "/beheer/huisstijl"),
    "manage, second step": at_address("lieve", "/beheer/tweede-stap"),
    "manage, log": at_address("lieve", "/beheer/logboek"),
    "manage, keeping": at_address("lieve", "/beheer/bewaren"),
    "manage, privacy": at_address("lieve", "/beheer/privacy"),
    "manage, keeping a dossier": in_dossier("lieve", "Kobe V.", "", "Hoelang blijft dit dossier bewaard?"),
    "manage, mail": at_address("lieve", "/beheer/mail"),
    "templates": at_address("lieve", "/sjablonen"),
    "template": at_address("lieve", "/sjablonen/doelen"),
    "template, names": at_address("lieve", "/sjablonen/doelen/namen"),
    "template, preview": at_address("lieve", "/sjablonen/doelen/standaard"),
    "platform": at_address("bo", "/platform"),
    "platform, organisations": at_address("bo", "/platform/organisaties"),
    "platform, organisation": at_address("bo", "/platform/organisaties?zoek=kantelpunt", "vzw Kantelpunt"),
    "platform, change": at_address("bo", "/platform/organisaties?zoek=kantelpunt", "vzw Kantelpunt", "Wijzig"),
    "platform, new": at_address("bo", "/platform/organisaties/nieuw"),
    "platform, schools": at_address("bo", "/platform/scholen"),
    "platform, schools, shown first": _school_list,
    "platform, settings": at_address("bo", "/platform/instellingen"),
    "platform, health": at_address("bo", "/platform/gezondheid"),
    "manual": at_address("an", "/handleiding"),
    "manual, CLB": at_address("an", "/handleiding/clb"),
    "manual, NAFT": at_address("younes", "/handleiding/naft"),
    "manual, school": at_address("saskia", "/handleiding/school"),
    "manual, signing": at_address("saskia", "/handleiding/tafel"),
    "manual, managing": at_address("lieve", "/handleiding/beheer"),
    "manual, platform": at_address("bo", "/handleiding/platform"),
    "accessibility": stranger("/toegankelijkheid"),
    "privacy": stranger("/privacy"),
    "check a document": stranger("/controle"),
    "invitation": _invitation,
    "password forgotten": stranger("/wachtwoord/vergeten"),
    "password, on its way": _forgotten,
    "password, done": _chosen,
    "invitation, gone": _invitation_used,
    "link sent": _to_mother,
    "link": _link,
    "link, in French": _as_french(_link),
    "link, refused": lambda house: _link(house, "000000").click("Open het document", 422),
    "sign by link": lambda house: _link(house).click("Open het document"),
    "QR code": lambda house: _round(house).click("Toon een QR-code aan Griet Daems"),
    "paper": _paper,
    "paper, sheet": _sheet,
    "paper, back": _paper_back,
    "paper, scan": _scanned,
    "sent back": _sent_back,
    "sent back, at the table": stranger("/tafel/teruggestuurd"),
    "second step, set up": _second_step,
    "second step, code to scan": _code_to_scan,
    "second step, recovery codes": _recovery_codes,
    "second step, asked": _code_asked,
}
