"""What signing in costs: looking whether a password fits, and the whole of it from the form to the work list."""

from __future__ import annotations

import os
from collections.abc import Callable

from services.accounts import fits
from tests.bench.ground import Ground, ground
from tests.bench.measuring import Key, Measured, costs
from tests.pages import Person
from tests.world import PASSWORD, hashed

ROUNDS = 11

KEYS = (
    Key("password_ms", "processor time of looking whether a password fits (Argon2id)"),
    Key("password_scrypt_ms", "the same with what Werkzeug hashes with by itself (scrypt)"),
    Key("sign_in_ms", "processor time of signing in: the page, its post, a session begun and noted in the chain"),
    Key("sign_ins_per_s", "how many that are in a second: processors over processor time"),
)


def measured(rounds: int = ROUNDS) -> Measured:
    """In turn, of somebody who may come in."""
    with ground() as here:
        return measured_in(here, rounds)


def measured_in(here: Ground, rounds: int) -> Measured:
    """The same on a ground that is there."""
    from werkzeug.security import check_password_hash, generate_password_hash

    stock = generate_password_hash(PASSWORD)
    person = Person(here.app, here.world.who("an").account.email)
    ways: dict[str, Callable[[], object]] = {
        "password": lambda: fits(hashed(), PASSWORD),
        "scrypt": lambda: check_password_hash(stock, PASSWORD),
        "sign_in": lambda: sign_in(here, person),
    }
    found = costs(ways, 1, rounds)
    return {
        "password_ms": found["password"],
        "password_scrypt_ms": found["scrypt"],
        "sign_in_ms": found["sign_in"],
        "sign_ins_per_s": (os.cpu_count() or 1) * 1000 / found["sign_in"],
    }, {}


def sign_in(here: Ground, person: Person) -> None:
    """Open the page of the door in a new browser, and post its form."""
    person.client = here.app.test_client()
    page = person.raw("/inloggen").get_data(as_text=True)
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    fields = {"email": person.email, "wachtwoord": PASSWORD, "csrf_token": token}
    assert person.raw("/inloggen", "POST", data=fields).status_code == 302


if __name__ == "__main__":
    from tests.bench.report import alone

    alone("login")
