"""Whether information may go to the school, the parents or a provider: consents that are no consent to the help.

Agreeing to be helped never counts as agreeing to share, nor the other way round.

Source: beroepsgeheim van CLB en jeugdhulp (decreet integrale jeugdhulp van 12 juli 2013, art. 7); decreet
rechtspositie minderjarige van 7 mei 2004, art. 4; BR-54.
"""

from collections.abc import Sequence

from rules.capacity import Capacity, is_capable
from rules.consent import Consent, Family, agrees, latest, said_no
from rules.readers import Sharing

WITH_SCHOOL, WITH_PARENTS, WITH_PROVIDER = "delen_school", "delen_ouders", "delen_naft"
AT_HOME = ("leerling", "ouder", "voogd", "opvoedingsverantwoordelijke", "plusouder", "vertrouwenspersoon", "ander")
AT_SCHOOL = ("directie", "leerlingbegeleider", "leerkracht", "klastitularis", "leerondersteuner")
"""Roles that do not speak for a whole class: who is or stands beside one pupil, and who would read it."""


def sharing(consents: Sequence[Consent], family: Family) -> Sharing:
    """What may be shown to school and parents of this pupil, by the consents in force."""
    return Sharing(
        school=_with_school(consents, family),
        parents=agrees(latest(consents, WITH_PARENTS), family.pupil),
        capacity=family.capacity,
    )


def sharing_of_a_group(consents: Sequence[Consent], pupils: Sequence[Sharing], *, kind: str) -> Sharing:
    """The same for a dossier of several pupils, a class group or a school (`kind`: leerlingen, klasgroep or school).

    Of several pupils each has to agree. Of a class somebody speaks for the whole who is no pupil, no parent and not of
    the school that would read it: one pupil's yes is about that pupil, while a no of anybody keeps it closed. Of a
    school the school's own yes does. Parents of "the" pupil there are none: what they read is weighed pupil by pupil.
    """
    answers = latest(consents, WITH_SCHOOL)
    not_for_all = (*AT_HOME, *AT_SCHOOL) if kind == "klasgroep" else ()
    agreed = any(one.stands and one.by_role not in not_for_all for one in answers.values())
    whole = agreed and not any(said_no(answers, party) for party in answers)
    school = bool(pupils) and all(one.school for one in pupils) if kind == "leerlingen" else whole
    return Sharing(school=school, parents=False, capacity=None)


def with_provider(consents: Sequence[Consent], family: Family, provider: str) -> bool:
    """Whether the file may go to this provider (an organisation id): agreed for that one, by whoever decides."""
    return _decided([one for one in consents if one.third == provider], family, WITH_PROVIDER)


def _with_school(consents: Sequence[Consent], family: Family) -> bool:
    """A yes of whoever decides, as long as neither pupil nor, for a minor, a representative asked to keep silent."""
    answers = latest(consents, WITH_SCHOOL)
    minor = family.capacity is not Capacity.MEERDERJARIG
    may_object = {family.pupil} | {one.party for one in family.guardians if one.represents and minor}
    if any(said_no(answers, party) for party in may_object):
        return False
    return _decided(consents, family, WITH_SCHOOL)


def _decided(consents: Sequence[Consent], family: Family, item: str) -> bool:
    answers = latest(consents, item)
    if is_capable(family.capacity):
        return agrees(answers, family.pupil)
    deciding = [one.party for one in family.guardians if one.represents]
    return any(agrees(answers, one) for one in deciding) and not any(said_no(answers, one) for one in deciding)
