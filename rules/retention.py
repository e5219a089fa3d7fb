"""How long a dossier is kept, by whoever keeps it (BR-50). Destroying is proposed, never automatic.

`birth` is None when a dossier holds no pupil (class group without roster, school); with several
pupils pass the birth date of the youngest. Each function returns the last day of keeping.
"""

from datetime import date, timedelta

from rules.capacity import birthday
from rules.clock import add_months

NAFT_AGE = 35
CLB_AGE = 25
CLB_AGE_BUSO = 30
YEARS_AFTER_CONTACT = 10
_TEN_YEARS = 12 * YEARS_AFTER_CONTACT


def retain_until_naft(birth: date | None, last_contact: date) -> date:
    """The 35th birthday; without a pupil ten years after the last contact (BR-50)."""
    return birthday(birth, NAFT_AGE) if birth else add_months(last_contact, _TEN_YEARS)


def retain_until_clb(birth: date | None, last_contact: date, *, buso: bool) -> date:
    """Ten years after the last contact, and not before the 25th birthday, the 30th in special education (BR-50)."""
    ten_years_on = add_months(last_contact, _TEN_YEARS)
    if birth is None:
        return ten_years_on
    return max(ten_years_on, birthday(birth, CLB_AGE_BUSO if buso else CLB_AGE))


def is_over(retain_until: date, today: date) -> bool:
    """Whether the retention period has passed, so that destroying may be proposed (BR-50)."""
    return today > retain_until


NOTICE = timedelta(days=60)
"""How long who keeps a dossier hears of it before it can be destroyed, so that somebody can still say why not."""


def may_confirm_from(announced: date) -> date:
    """The first day on which destroying may be confirmed, once it was announced (BR-50)."""
    return announced + NOTICE
