"""How a template looks filled in: with people who do not exist, as Word and, where LibreOffice is, as pictures.

A preview is no document: it is made anew each time, stands in no register, and has neither record nor seal inside.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from services import documents, house_templates, jobs, office, sample
from services.dossiers import organisation_name
from services.platform import NotFound, Platform, Who, stamp
from services.template_catalogue import Template
from services.trajectory import organisation
from store import jobs as kept
from store import logos, page_pictures, templates
from store.house_templates import HouseTemplate
from store.jobs import Job

KIND = "voorbeeld"
"""What the job is called that makes pictures."""

WIDTH = 1000
"""Pixels of a page, from edge to edge."""

FRESH = timedelta(days=1)
"""How long pictures are good: an update of the program may change the people in them."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What is looked at: a version of a template, the standard one when `own` is None, as one reader gets it."""

    template: Template
    own: HouseTemplate | None
    code: str
    reader: str

    @property
    def filename(self) -> str:
        """'VOORBEELD_D2_leerling.docx'."""
        return f"VOORBEELD_{self.code}_{documents.ascii_only(documents.READERS[self.reader].split()[0])}.docx"


def word(platform: Platform, who: Who, seen: Preview) -> bytes:
    """The Word file. A template in which a `fout` was found may not come that far, whatever then stands in the way."""
    content = house_templates.content_of(platform, seen.template, seen.own)
    return _filled(platform, who.organisation.id, content, seen.code, seen.reader)


def pages(platform: Platform, who: Who, seen: Preview) -> int:
    """How many pictures there are to look at; 0 while there are none."""
    return page_pictures.count(platform.db, _key(platform, who, seen), since=_since(platform))


def page(platform: Platform, who: Who, seen: Preview, nr: int) -> bytes:
    """One of them, a PNG.

    :raises NotFound: when it is not there
    """
    found = page_pictures.content(platform.db, _key(platform, who, seen), nr)
    if found is None:
        raise NotFound
    return found


def ask(platform: Platform, who: Who, seen: Preview) -> jobs.State:
    """How far the making of the pictures is; asks for it when nobody did since yesterday."""
    key = _key(platform, who, seen)
    last = kept.last(platform.db, KIND, key)
    if last and (last.status in ("wacht", "bezig") or (last.status == "mislukt" and last.asked_at >= _since(platform))):
        return jobs.state_of(platform, last)
    content = house_templates.content_of(platform, seen.template, seen.own)
    digest = hashlib.sha256(content).hexdigest()
    with platform.db.write():
        templates.keep(platform.db, sha256=digest, name=seen.template.name, content=content)
        context = {"sjabloon": digest, "code": seen.code, "lezer": seen.reader, "organisatie": who.organisation.id}
        return jobs.state_of(platform, jobs.ask(platform, KIND, key, who.id, context))


def draw(platform: Platform, job: Job) -> None:
    """What the job does: fill the template, make a PDF of it, and pictures of that. Old ones are thrown away.

    :raises Failed: when the template is gone, or LibreOffice makes nothing of it
    """
    from services import page_pictures as pictures

    content = templates.content(platform.db, job.context["sjabloon"])
    if content is None:
        raise jobs.Failed("Dit sjabloon is er niet.")
    filled = _filled(platform, job.context["organisatie"], content, job.context["code"], job.context["lezer"])
    try:
        drawn = pictures.pictures(office.to_pdf(filled), WIDTH)
    except (office.OfficeFailed, office.OfficeMissing) as fault:
        raise jobs.Failed(str(fault)) from fault
    with platform.db.write():
        page_pictures.forget(platform.db, before=_since(platform))
        page_pictures.put(platform.db, job.subject, drawn, at=platform.at())


def _filled(platform: Platform, organisation_id: str, content: bytes, code: str, reader: str) -> bytes:
    """With the name and the logo of the own organisation on top."""
    names, pictures = sample.sample(code, reader)
    own, logo = organisation(platform, organisation_id), logos.content(platform.db, organisation_id)
    names = {**names, "doc": {**names["doc"], "organisatie": organisation_name(own) if own else ""}}
    names[documents.LOGO] = documents.LOGO if logo else ""
    return documents.render(content, names, {**pictures, **({documents.LOGO: logo} if logo else {})})


def _since(platform: Platform) -> str:
    return stamp(platform.now() - FRESH)


def _key(platform: Platform, who: Who, seen: Preview) -> str:
    """What pictures are kept by: all that they follow from."""
    content = house_templates.content_of(platform, seen.template, seen.own)
    logo = logos.logo(platform.db, who.organisation.id)
    own = who.organisation
    parts = (hashlib.sha256(content).hexdigest(), seen.code, seen.reader, own.id, own.naam, logo.sha256 if logo else "")
    return hashlib.sha256(":".join(parts).encode()).hexdigest()
