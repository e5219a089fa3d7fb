"""Signing on paper: printing a copy with a code, and taking in the scan of what was signed on it."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from forms import RECORD_TYPES
from forms.amounts import Date
from forms.scope import Scope
from services import paper_code, paper_word, papers, rounds, unsigned
from services.consents import as_day
from services.dossiers import File, name_of, role_label
from services.platform import NotAllowed, NotFound
from services.reading import reader_for
from services.signing import IncompleteAnswer
from services.translations import HOME, offered
from store import papers as kept
from store.parties import Party
from store.signatures import Place
from store.versions import Version
from views import desk, languages, qr, uploads
from views.beside import with_translation
from views.document import DOCX
from views.frozen import about, text_for
from views.signing import CHOICES
from views.words import kort, uur

bp = Blueprint("paper", __name__)

SIGNED_ON = Date("datum", "Datum", "CN", "BR-33")
LARGEST_POST = 9_000_000
"""Bytes of a post that brings in a scan; every other is smaller (app.py)."""


@bp.get("/versies/<string:version_id>/papier/<string:party_id>")
def page(version_id: str, party_id: str) -> ResponseReturnValue:
    """How signing on paper goes, and the copies that were printed. Looking prints nothing."""
    file, version, party, _ = _asked(version_id, party_id)
    record_type = RECORD_TYPES[version.payload["type"]]
    return render_template(
        "papier.html",
        dossier=about(file),
        title=record_type.title,
        naam=name_of(party.answers),
        url_ronde=url_for("round.page", version_id=version_id),
        url_terug=url_for("paper.back", version_id=version_id, party_id=party_id),
        exemplaren=[
            {
                "code": paper_code.grouped(one.code),
                "wie": papers.name_of_account(desk.platform(), one.printed_by),
                "wanneer": f"{kort(one.printed_at)} om {uur(one.printed_at)}",
                "url": url_for("paper.sheet", code=one.code),
                "url_word": url_for("paper.word", code=one.code),
            }
            for one in kept.copies_of(desk.platform().db, version_id, party_id)
        ],
    )


@bp.post("/versies/<string:version_id>/papier/<string:party_id>")
def make(version_id: str, party_id: str) -> ResponseReturnValue:
    """A copy with a code of its own, ready to print."""
    file, *_ = _asked(version_id, party_id)
    made = papers.print_copy(desk.platform(), desk.who(), file, version_id, party_id)
    return redirect(url_for("paper.word" if request.form.get("als") == "word" else "paper.sheet", code=made.code))


@bp.get("/papier/<string:code>")
def sheet(code: str) -> ResponseReturnValue:
    """The copy itself, as that party reads the text, with room to answer by hand."""
    printed = papers.version_of_copy(desk.platform(), code)[1]
    file, version, party, place = _asked(printed.version_id, printed.party_id)
    language = request.args.get(languages.IN_ADDRESS, "")
    with languages.in_language(language if language in offered() else HOME):
        made = _sheet(file, version, party, place, code)
        chosen = languages.current()
    return render_template(
        "papier_blad.html",
        exemplaar=Markup(made),  # noqa: S704  # a page of our own
        talen=[
            {
                "naam": one.name,
                "tag": one.tag,
                "url": url_for("paper.sheet", code=code, taal=one.code),
                "gekozen": one.code == chosen,
            }
            for one in languages.every()
        ],
        title=RECORD_TYPES[version.payload["type"]].title,
        versie=version.number,
        root=version.root,
        code=paper_code.grouped(code),
        url_op_papier=url_for("paper.page", version_id=version.id, party_id=party.id),
        url_word=url_for("paper.word", code=code),
    )


def _sheet(file: File, version: Version, party: Party, place: Place, code: str) -> str:
    """What is printed, in the language that holds now; who prints chooses it, so that the sheet tells nothing."""
    record_type, reader = RECORD_TYPES[version.payload["type"]], reader_for(file, party)
    organisation = file.organisation_of(party)
    return render_template(
        "papier_exemplaar.html",
        title=record_type.title,
        titel=languages.vertaal(record_type.title),
        versie=version.number,
        vastgelegd=version.frozen_at,
        nummer=file.dossier.number,
        naam=name_of(party.answers),
        rol=role_label(party.rol),
        organisatie=organisation.naam if organisation else "",
        jij=party.rol == "leerling",
        stappen=with_translation(text_for(version, reader), version, reader),
        root=version.root,
        verklaring=record_type.declaration,
        besluiten=[(value, CHOICES[value]) for value, _ in rounds.choices_for(place)],
        code=paper_code.grouped(code),
        qr=qr.drawing(_address(code)),
        gastheer=desk.who().name,
        gastplaats=desk.who().organisation.naam,
    )


@bp.get("/papier/<string:code>/word")
def word(code: str) -> ResponseReturnValue:
    """The same copy as a Word file, made now and not kept."""
    printed = papers.version_of_copy(desk.platform(), code)[1]
    file, version, _, place = _asked(printed.version_id, printed.party_id)
    choices = [CHOICES[value] for value, _ in rounds.choices_for(place)]
    content = paper_word.word(desk.platform(), desk.who(), file, version, printed, choices, _address(code))
    return desk.file_answer(content, paper_word.filename(file, version, printed), DOCX)


@bp.get("/papier/<string:code>/terug")
def back_by_code(code: str) -> ResponseReturnValue:
    """Where the square on the paper leads: the page to take in that very copy."""
    printed = papers.version_of_copy(desk.platform(), code)[1]
    file, version, party, place = _asked(printed.version_id, printed.party_id)
    return _form(file, version, party, place, {"code": [paper_code.grouped(code)]}, [])


@bp.get("/versies/<string:version_id>/papier/<string:party_id>/terug")
def back(version_id: str, party_id: str) -> ResponseReturnValue:
    """The page to take in a copy of which one types the code."""
    return _form(*_asked(version_id, party_id), {}, [])


@bp.post("/versies/<string:version_id>/papier/<string:party_id>/terug")
def take_in(version_id: str, party_id: str) -> ResponseReturnValue:
    """Keep the scan and what was read on it; a second person confirms it."""
    file, version, party, place = _asked(version_id, party_id)
    form = request.form
    posted = {name: form.getlist(name) for name in form}
    try:
        content, _name = uploads.chosen("bestand", "foto")
        papers.upload(
            desk.platform(),
            desk.who(),
            file,
            version_id,
            party_id,
            code=form.get("code", ""),
            decision=form.get("besluit", ""),
            remark=form.get("opmerking", ""),
            signed_on=_day(form.getlist("datum")),
            content=content,
            shown_root=form.get("shown_root", ""),
        )
    except uploads.Unwanted as fault:
        return _form(file, version, party, place, posted, [("bestand", str(fault))]), 422
    except IncompleteAnswer as fault:
        return _form(file, version, party, place, posted, fault.errors), 422
    desk.say("De scan is bewaard. Nu bevestigt een tweede persoon wat erop staat.")
    return redirect(url_for("round.page", version_id=version_id))


def _address(code: str) -> str:
    """Where the QR code on a copy leads."""
    return desk.post_office().url + url_for("paper.back_by_code", code=code)


def _asked(version_id: str, party_id: str) -> tuple[File, Version, Party, Place]:
    """A party that may sign on paper now, under a version that this person hosts.

    :raises NotFound: when it is not there, or not for this person
    """
    file, version = desk.version(version_id)
    place = rounds.place_of(desk.platform(), version_id, party_id)[1]
    party = file.party(party_id)
    if party is None or not papers.may_print(desk.platform(), desk.who(), file, version, party_id):
        raise NotFound
    if not rounds.is_open(version):
        raise rounds.RoundClosed
    if place.signature is not None:
        raise rounds.AlreadyAnswered
    if not unsigned.may_sign_today(desk.platform(), file, place):
        raise NotAllowed(unsigned.GROWN_UP)
    return file, version, party, place


def _form(
    file: File,
    version: Version,
    party: Party,
    place: Place,
    posted: dict[str, list[str]],
    errors: list[tuple[str, str]],
) -> str:
    typed = posted.get("datum", [])
    return render_template(
        "papier_terug.html",
        dossier=about(file),
        title=RECORD_TYPES[version.payload["type"]].title,
        naam=name_of(party.answers),
        root=version.root,
        besluiten=[(value, CHOICES[value]) for value, _ in rounds.choices_for(place)],
        posted={name: values[0] for name, values in posted.items() if values},
        datum=[typed[nr] if len(typed) > nr else "" for nr in range(3)],
        errors=errors,
        wacht_al=any(
            one == party.id and scan.status == "wacht" for one, scan in kept.scans_of(desk.platform().db, version.id)
        ),
        url=url_for("paper.take_in", version_id=version.id, party_id=party.id),
        url_op_papier=url_for("paper.page", version_id=version.id, party_id=party.id),
    )


def _day(posted: list[str]) -> date | None:
    return as_day(SIGNED_ON.parse(posted, Scope(today=desk.platform().today())))
