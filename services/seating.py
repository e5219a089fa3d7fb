"""Places at which somebody without an account answers: at the table on one device, or behind a personal link.

A place is for one party under one version, is good for one answer and lasts half an hour. No session of a professional
comes with it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from services import reading_language, rounds, signing
from services.accounts import token_hash
from services.dossiers import File, read_file
from services.platform import Platform, Who, stamp
from services.signing import Answer
from store import accounts, dossiers, links, records, seats, signatures
from store.seats import Method, Seat
from store.versions import Version

SEAT_LASTS = timedelta(minutes=30)


def open_seat(
    platform: Platform,
    file: File,
    version_id: str,
    party_id: str,
    *,
    host: Who | None,
    method: Method = "tablet",
    link_hash: str | None = None,
    shown_root: str | None = None,
) -> str:
    """A one-time place for one party; gives the token that opens it. `host` is who sits there too.

    `shown_root` is the root on the page from which it was opened, as in services/rounds.py.

    :raises RoundClosed: when the round is over
    :raises AlreadyAnswered: when the party has answered
    :raises NotAllowed: to who is no longer asked
    :raises NotYourTurn: when others come first
    :raises OtherText: when another root was shown
    """
    if rounds.place_of(platform, version_id, party_id)[1].signature is not None:
        raise rounds.AlreadyAnswered
    token = secrets.token_urlsafe(32)
    with rounds.open_round(platform, file, version_id, shown_root) as version:
        place = rounds.place_of(platform, version_id, party_id)[1]
        if place.signature is not None:
            raise rounds.AlreadyAnswered
        rounds.allow(version, place, signatures.signers_of(platform.db, version_id))
        seats.open_seat(
            platform.db,
            token_hash=token_hash(token),
            version_id=version_id,
            party_id=party_id,
            method=method,
            host_account_id=host.id if host else None,
            link_hash=link_hash,
            at=platform.at(),
            expires_at=stamp(platform.now() + SEAT_LASTS),
        )
    return token


@contextmanager
def used(platform: Platform, token: str, language: str = "") -> Iterator[Seat]:
    """Use a place up: it and what happens inside are done together, or neither is. The party's links end with it.

    `language` is the one that was chosen there, '' for none (services/reading_language.py).

    :raises SeatTaken: when the place was used, taken away or has expired
    """
    with platform.db.write():
        seat = seats.use_seat(platform.db, token_hash(token), at=platform.at())
        links.end(platform.db, seat.version_id, seat.party_id, at=platform.at())
        reading_language.keep(platform, seat.party_id, language)
        yield seat


def sign_at_seat(platform: Platform, file: File, token: str, answer: Answer, language: str = "") -> Version:
    """Answer at a one-time place; how and with whom as witness follows from the place. `language` as in `used`.

    :raises SeatTaken: when the place was used, taken away or has expired
    """
    with used(platform, token, language) as seat:
        witness = witness_of(platform, seat)
        proof = {"code": "ja"} if seat.link_hash else {}
        told = replace(answer, method=seat.method, witness=witness, proof=proof)
        return signing.sign(platform, file, seat.version_id, seat.party_id, told, None)


def witness_of(platform: Platform, seat: Seat) -> str:
    """The name of the professional who sat there; empty where nobody did."""
    host = accounts.account(platform.db, seat.host_account_id) if seat.host_account_id else None
    return f"{host.voornaam} {host.familienaam}".strip() if host else ""


def file_of(platform: Platform, version: Version) -> File | None:
    """The dossier of a version, for who has no account to look for it; None when it is gone."""
    record = records.record(platform.db, version.record_id)
    dossier = dossiers.dossier(platform.db, record.dossier_id) if record else None
    return read_file(platform, dossier) if dossier else None
