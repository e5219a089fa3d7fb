"""Coming in through an OpenID provider: whose account a person elsewhere is, and how the two are linked.

An account is linked by who holds its invitation, or by who is signed in with it and said again who it is. Never because
an address of mail is the same: who gets an address does not get the account. Why so: ADR 0040.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from services import accounts as signing_in
from services.accounts import token_hash
from services.administration import ADMINISTRATOR, require
from services.openid_person import Person, code_of, is_of
from services.platform import NotAllowed, NotFound, Platform, Who
from store import accounts, events, identities, invitations, mails, organisations, sessions
from store.accounts import Account
from store.identities import Identity
from store.organisations import Organisation

Why = Literal["onbekend", "gestopt", "elders", "bezet", "ander", "uitnodiging_voorbij", "enige_weg"]

LINKED = "gekoppeld"
"""The mail to who was linked, in case that was somebody else."""
LAST_ONE = (
    "Uw organisatie laat niemand aanmelden met een wachtwoord, en dit is de laatste beheerder die gekoppeld is. Laat "
    "eerst een andere beheerder koppelen."
)


class Refused(Exception):
    """This person does not come in so, or is not linked so: `why`. `places` are organisations of the same number."""

    def __init__(self, why: Why, places: tuple[Organisation, ...] = ()) -> None:
        super().__init__(why)
        self.why: Why = why
        self.places = places


@dataclass(frozen=True, slots=True)
class Link:
    """A link of an account, for a page: `organisation` is what stands under that number here, '' for none."""

    identity: Identity
    organisation: str


def sign_in(platform: Platform, person: Person, *, second: bool, device: str = "") -> str:
    """Begin a session of the account that is linked to exactly this person and organisation; gives its token.

    :param second: what the provider asked stands for a second factor
    :param device: a few words about the browser (services/origin.in_words)
    :raises Refused: 'onbekend' when no account is, 'gestopt' when it ended, 'elders' when it is of another organisation
    """
    with platform.db.write():
        found = _kept(platform, person)
        if found is None:
            raise Refused("onbekend", tuple(identities.organisations_of_code(platform.db, person.code)))
        account, place = _at_work(platform, found.account_id)
        if not is_of(person, place):
            raise Refused("elders")
        return _begin(platform, account, found, second=second, device=device)


def invited(platform: Platform, token: str) -> str:
    """The id of an invitation that can be answered at the provider. Changes nothing.

    :raises Refused: 'uitnodiging_voorbij' when it cannot, or not any more
    """
    found = invitations.of_token(platform.db, token_hash(token))
    if found is None or found.purpose != "uitnodiging" or found.used_at or found.ended_at:
        raise Refused("uitnodiging_voorbij")
    return found.id


def accept(platform: Platform, invitation_id: str, person: Person, *, second: bool, device: str = "") -> str:
    """Answer an invitation at the provider: the account is linked, and a session begins; gives its token.

    :raises Refused: 'uitnodiging_voorbij' when it counts no more, 'elders' when the person acts for another
        organisation, 'bezet' when another account is linked to it; but for the first the invitation stays
    """
    with platform.db.write():
        found = invitations.invitation(platform.db, invitation_id)
        if found is None or found.purpose != "uitnodiging":
            raise Refused("uitnodiging_voorbij")
        account, place = _at_work(platform, found.account_id)
        linked = _linkable(platform, account, place, person)
        if not invitations.use(platform.db, found.id, at=platform.at()):
            raise Refused("uitnodiging_voorbij")
        invitations.end(platform.db, account.id, at=platform.at())
        sessions.close_all_of(platform.db, account.id)
        made = linked or _add(platform, account, person, by=account.id, way="uitnodiging")
        return _begin(platform, account, made, second=second, device=device)


def link(platform: Platform, who: Who, person: Person) -> None:
    """Link one's own account. Who calls this had it asked again who it is. A second time changes nothing.

    :raises Refused: 'elders' when the person acts for another organisation, 'bezet' when another account is linked
    """
    with platform.db.write():
        if _linkable(platform, who.account, who.organisation, person) is None:
            _add(platform, who.account, person, by=who.id, way="zelf")


def prove(platform: Platform, who: Who, token: str, person: Person) -> None:
    """It was asked again who it is, and it is who works in this session: it counts as just proved, and is unlocked.

    :raises Refused: 'ander' when it is somebody else, or for another organisation
    """
    with platform.db.write():
        found = _kept(platform, person)
        if found is None or found.account_id != who.id or not is_of(person, who.organisation):
            raise Refused("ander")
        signing_in.proved(platform, token)
        sessions.unlock(platform.db, token_hash(token))


def links(platform: Platform, account_id: str) -> list[Link]:
    """How an account is linked."""
    return [Link(one, _named(platform, one)) for one in identities.of_account(platform.db, account_id)]


def unlink(platform: Platform, who: Who, token: str, identity_id: str) -> None:
    """Unlink one's own account, when there is another way in. Its other sessions that began so, end.

    :raises Refused: 'enige_weg' when there is no other way
    """
    with platform.db.write():
        others = [one for one in identities.of_account(platform.db, who.id) if one.id != identity_id]
        if not others and not (who.account.password_hash and who.organisation.passwords):
            raise Refused("enige_weg")
        if identities.remove(platform.db, identity_id, who.id):
            identities.close_by_openid(platform.db, who.id, but=token_hash(token))
            _tell(platform, "identity.unlinked", who.id, who.account, way="zelf")


def unlink_for(platform: Platform, who: Who, account_id: str, identity_id: str) -> None:
    """Unlink the account of a colleague, and end its sessions that began so. A second time does nothing.

    :raises NotAllowed: for who is no administrator, and where nobody could administer the organisation any more
    :raises NotFound: for an account of elsewhere, and for one's own
    """
    require(who)
    with platform.db.write():
        account = accounts.account(platform.db, account_id)
        if account is None or account.organisation_id != who.organisation.id or account.id == who.id:
            raise NotFound
        if ADMINISTRATOR in account.roles and not able_administrators(platform, who.organisation, but=account.id):
            raise NotAllowed(LAST_ONE)
        if identities.remove(platform.db, identity_id, account.id):
            identities.close_by_openid(platform.db, account.id)
            _tell(platform, "identity.unlinked", who.id, account, way="beheerder")


def came_by_openid(platform: Platform, token: str) -> bool:
    """Whether a session that lives began at a provider."""
    found = sessions.session(platform.db, token_hash(token), at=platform.at())
    return found is not None and found.door == "openid"


def gets_in(platform: Platform, account: Account) -> bool:
    """Whether an account has a way in: a password, or a link."""
    by_password = bool(account.password_hash) and signing_in.with_password(platform, account)
    return by_password or bool(identities.of_account(platform.db, account.id))


def able_administrators(platform: Platform, place: Organisation, *, but: str = "", issuer: str = "") -> int:
    """How many administrators of an organisation get in; with an issuer, through that one. `but` does not count."""
    linked = identities.of_organisation(platform.db, place.id, issuer=issuer)
    found = [one for one in accounts.accounts_of(platform.db, place.id) if ADMINISTRATOR in one.roles]
    return sum(
        one.id != but and (one.id in linked or (not issuer and place.passwords and bool(one.password_hash)))
        for one in found
    )


def _kept(platform: Platform, person: Person) -> Identity | None:
    return identities.find(platform.db, issuer=person.issuer, subject=person.subject, organisation_code=person.code)


def _linkable(platform: Platform, account: Account, place: Organisation, person: Person) -> Identity | None:
    """None when this account can be linked to it; the link that is there already.

    :raises Refused: when it cannot
    """
    if not is_of(person, place):
        raise Refused("elders")
    found = _kept(platform, person)
    if found is not None and found.account_id != account.id:
        raise Refused("bezet")
    return found


def _add(platform: Platform, account: Account, person: Person, *, by: str, way: str) -> Identity:
    made = identities.add(
        platform.db,
        account_id=account.id,
        issuer=person.issuer,
        subject=person.subject,
        organisation_code=person.code,
        at=platform.at(),
    )
    _tell(platform, "identity.linked", by, account, way=way)
    if way == "zelf":  # who came with an invitation did not have the account before
        mails.post(
            platform.db,
            kind=LINKED,
            to_address=account.email,
            account_id=account.id,
            context={},
            at=platform.at(),
        )
    return made


def _begin(platform: Platform, account: Account, found: Identity, *, second: bool, device: str) -> str:
    token = signing_in.begin(platform, account, door="openid", device=device)
    identities.use(platform.db, found.id, at=platform.at())
    if second:
        sessions.pass_second_factor(platform.db, token_hash(token), at=platform.at())
    return token


def _at_work(platform: Platform, account_id: str) -> tuple[Account, Organisation]:
    account = accounts.account(platform.db, account_id)
    place = organisations.organisation(platform.db, account.organisation_id or "") if account else None
    if account is None or place is None or not account.active or not place.active:
        raise Refused("gestopt")
    return account, place


def _named(platform: Platform, one: Identity) -> str:
    account = accounts.account(platform.db, one.account_id)
    place = organisations.organisation(platform.db, account.organisation_id or "") if account else None
    fits = place is not None and one.organisation_code in {code_of(place.instellingsnummer), code_of(place.kbo)}
    return place.naam if place is not None and fits else ""


def _tell(platform: Platform, what: str, by: str, account: Account, *, way: str) -> None:
    events.append(
        platform.db,
        type=what,
        actor=by,
        dossier=None,
        subject=account.id,
        data={"organisatie": account.organisation_id, "met": way},
        at=platform.at(),
    )
