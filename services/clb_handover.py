"""Handing a dossier from its CLB to another one (BR-56): both stand in the chain, and the first sees it no longer.

Source: bewaring en overdracht van het CLB-dossier; rules/rights.py says who may.
"""

from __future__ import annotations

from forms.scope import Answers
from rules.access import Action
from services import access, parties, plan, rounds
from services.administration import ADMINISTRATOR
from services.dossiers import File, file_of, organisation_name
from services.platform import NotAllowed, NotFound, Platform, Who
from store import accounts, dossiers, events, mails, organisations

MAIL = "ander_clb"
OPEN_ROUND = "Er ligt nog een tekst ter ondertekening. Rond die eerst af, of neem hem terug."
OBJECTION = {
    "wel": "Wie verzet aantekent, houdt het dossier bij u. Enkel wat altijd mee moet, geeft u zelf door.",
    "nog_niet": "Wacht tot de tien dagen na de inschrijving voorbij zijn: tot dan kan er verzet komen.",
}


def hand_over(platform: Platform, who: Who, file: File, asked: Answers) -> str:
    """Hand it over, `asked` as forms/ander_clb.py; gives the name of the other CLB.

    Who of the first CLB takes part leaves, what they signed stays. The other CLB adds its own worker.

    :raises NotAllowed: for who is not of the CLB of the dossier, while a round is open, or against an objection
    :raises NotFound: for what is no other CLB in use
    """
    access.allow(platform, who, file, Action.HAND_OVER)
    if refused := OBJECTION.get(str(asked["verzet"])):
        raise NotAllowed(refused)
    db, at = platform.db, platform.at()
    with db.write():
        file = file_of(platform, who, file.dossier.id, Action.HAND_OVER)
        to = organisations.organisation(db, str(asked["clb"]))
        if to is None or to.soort != "clb" or not to.active or to.id == who.organisation.id:
            raise NotFound
        if any(rounds.is_open(one) for one in access.open_versions(platform, who, file)):
            raise NotAllowed(OPEN_ROUND)
        for one in [party for party in file.parties if party.organisation_id == who.organisation.id]:
            parties.let_go(platform, who, one)
        dossiers.hand_over(db, file.dossier.id, to.id)
        dossiers.end_access(db, file.dossier.id, who.organisation.id, at=at)
        dossiers.give_access(db, file.dossier.id, to.id, role="clb", at=at)
        told = {"van": who.organisation.naam, "naar": to.naam, "reden": str(asked["reden"]), "door": who.name}
        events.append(
            db, type="dossier.handed_over", actor=who.id, dossier=file.dossier.id, subject=to.id, data=told, at=at
        )
        for account in accounts.accounts_of(db, to.id):
            if ADMINISTRATOR in account.roles:
                mails.post(
                    db, kind=MAIL, to_address=account.email, account_id=account.id, dossier_id=file.dossier.id, at=at
                )
        plan.keep(platform, file.dossier.id)
    return organisation_name(to)
