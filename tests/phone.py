"""The phone of somebody: an app that shows the code of now, set up on the page for it."""

from __future__ import annotations

import pyotp

from tests.pages import Page


class Phone:
    """The phone of somebody, with an app."""

    def __init__(self, page: Page, clock) -> None:
        self.app, self.clock = pyotp.TOTP("".join(page.all("//*[@class='hash']")[0].itertext()).replace(" ", "")), clock

    @property
    def code(self) -> str:
        """What the app shows now."""
        return self.app.at(self.clock())


def enrol(page: Page, clock) -> tuple[Phone, list[str], Page]:
    """Set an app up; gives the phone, the recovery codes and the page with them."""
    page = page.click("Ik heb een app: stel in")
    phone = Phone(page, clock)
    page = page.fill({"code": phone.code}).click("Zet de tweede stap aan")
    codes = ["".join(one.itertext()) for one in page.all("//code")]
    clock.wait(seconds=30)
    return phone, codes, page
