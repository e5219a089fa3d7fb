"""Which figures there are, as data: what is counted on which day, in which parts, in which words, and for whom.

A figure that comes from an answer is for the organisations that may always read that answer: its readers follow from
the question. What comes from the steps of a trajectory names its readers here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from forms import RECORD_TYPES
from forms.amounts import MONTHS
from forms.choices import Choices
from forms.doelvragen import DOMEIN
from forms.trajecteinde import PERSPECTIEF_EINDE, REDEN_EINDE
from forms.werkvorm import INTERVENTIES_LEERLING, INTERVENTIES_SCHOOL
from rules.figures import Case
from rules.readers import Audience

SOORT = {
    "leerling": "Eén leerling",
    "leerlingen": "Meerdere leerlingen",
    "klasgroep": "Klasgroep",
    "school": "Enkel de school",
}
BESLISSING = {
    "aanvaard": "Aanvaard",
    "wachtlijst": "Op de wachtlijst",
    "doorgegeven": "Andere aanbieder voorgesteld",
    "geweigerd": "Geweigerd",
}
BESLISSING_SCHOOL = {key: label for key, label in BESLISSING.items() if key != "doorgegeven"}
"""As the timeline tells it to a school: that another provider was proposed is between CLB and NAFT (BR-54)."""
ANTWOORD = {"ja": "Binnen de termijn", "nee": "Later"}
STAND = {"op_tijd": "Op tijd", "te_laat": "Te laat", "niet": "Nog niet gehouden"}
EINDE = {
    "afgerond": "Afgerond met een eindevaluatie",
    "vroegtijdig": "Vroegtijdig gestopt",
    "overgedragen": "Overgedragen aan een andere aanbieder",
}
UITVAL = {"geen": "Geen uitval", "uitval": "Uitval", "onbekend": "Niet in te delen"}
RESULTAAT = {"bereikt": "Bereikt", "deels": "Deels bereikt", "niet": "Niet bereikt", "nvt": "Niet meer van toepassing"}
MAAND = {str(nr): name.capitalize() for nr, name in enumerate(MONTHS, start=1)}
WERKVORM = {f"leerling/{key}": label for key, label in INTERVENTIES_LEERLING.items()} | {
    f"school/{key}": f"Met de school: {label[0].lower()}{label[1:]}" for key, label in INTERVENTIES_SCHOOL.items()
}
INZET = next(
    dict(question.choices)
    for _, _, question in RECORD_TYPES["indicatiestelling"].questions()
    if isinstance(question, Choices) and question.name == "gevraagde_inzet"
)
WEEK = 7


def readers_of(*questions: tuple[str, str]) -> str:
    """The letters that may always read each of these answers, whatever was agreed: 'CLNOS'.

    A question is (type of record, 'name' or 'repeat/name').
    """
    letters = (_audience(slug, path).always for slug, path in questions)
    return "".join(sorted(frozenset.intersection(*letters)))


def _audience(slug: str, path: str) -> Audience:
    found = {
        f"{repeat.name}/{question.name}" if repeat else question.name: question.audience
        for _, repeat, question in RECORD_TYPES[slug].questions()
    }
    return found[path]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A way to cut a whole in parts. `kind` is how it is counted (services/figures.py).

    `key` is the part that a trajectory is in, `keys` all of them where that may be several. `labels` are the parts in
    their order, `groups` what heads them where there are two levels. `drawn`: see `Table`.
    """

    slug: str
    title: str
    kind: str
    labels: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    key: Callable[[Case], str] = lambda _: ""
    keys: Callable[[Case], Iterable[str]] = lambda _: ()
    readers: str = "CNS"
    drawn: str = "staven"
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """How many days from one thing to another, said in units of `days`; `among` narrows which trajectories."""

    slug: str
    title: str
    first: Callable[[Case], date | None]
    last: Callable[[Case], date | None]
    unit: str = "dagen"
    days: int = 1
    readers: str = "CNS"
    note: str = ""
    among: Callable[[Case], bool] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterSpec:
    """Something that happens: on which day of a trajectory, and what is told of it.

    `adds_up`: of what there is a number of all: trajecten, evaluaties, or '' for none.
    """

    slug: str
    title: str
    unit: str
    meaning: str
    day: Callable[[Case], date | None] | None
    adds_up: str = "trajecten"
    readers: str = "CNS"
    cuts: tuple[Cut, ...] = ()
    measures: tuple[Measured, ...] = ()


def _partner(kind: str) -> Callable[[Case], str]:
    return lambda case: dict(case.partners)[kind]


def _soort(chapter: str, what: str) -> Cut:
    return Cut(
        slug=f"{chapter}-soort", title=f"{what} per soort dossier", kind="parts", labels=SOORT, key=lambda c: c.soort
    )


_SEVERAL = "Een traject kan bij meer dan één lijn horen."

REFERRALS = ChapterSpec(
    slug="aangemeld",
    title="Aangemeld",
    unit="aanmeldingen",
    meaning="Elke aanmelding bij een NAFT-aanbieder telt, op de dag dat het CLB ze verstuurde. Wie opnieuw aangemeld "
    "of overgedragen wordt, begint een nieuw traject en telt opnieuw.",
    day=lambda case: case.referred,
    cuts=(
        _soort("aangemeld", "Aanmeldingen"),
        Cut(
            slug="gevraagde-inzet",
            title="Wat het CLB vroeg",
            kind="several",
            labels=INZET,
            keys=lambda case: case.asked,
            readers=readers_of(("indicatiestelling", "gevraagde_inzet")),
            note=_SEVERAL,
        ),
        Cut(
            slug="aangemeld-school",
            title="Aanmeldingen per school",
            kind="partners",
            key=_partner("school"),
            readers="CN",
            note="Een school met minder dan vijf aanmeldingen staat bij de andere.",
        ),
        Cut(
            slug="aangemeld-naft",
            title="Aanmeldingen per NAFT-aanbieder",
            kind="partners",
            key=_partner("naft"),
            readers="C",
            note="Een aanbieder met minder dan vijf aanmeldingen staat bij de andere.",
        ),
        Cut(
            slug="aangemeld-clb",
            title="Aanmeldingen per CLB",
            kind="partners",
            key=_partner("clb"),
            readers="N",
            note="Een CLB met minder dan vijf aanmeldingen staat bij de andere.",
        ),
    ),
)
DECISIONS = ChapterSpec(
    slug="beslist",
    title="Beslist door NAFT",
    unit="beslissingen",
    meaning="De eerste beslissing van de aanbieder over een aanmelding telt, op de dag dat ze genomen werd. Wie eerst "
    "op de wachtlijst kwam, telt daar, ook als het traject later aanvaard werd.",
    day=lambda case: case.decided,
    cuts=(
        Cut(
            slug="beslissing",
            title="Eerste beslissing",
            kind="parts",
            labels=BESLISSING,
            key=lambda case: case.decision,
            readers="CN",
        ),
        Cut(
            slug="beslissing",
            title="Eerste beslissing",
            kind="parts",
            labels=BESLISSING_SCHOOL,
            key=lambda case: "geweigerd" if case.decision == "doorgegeven" else case.decision,
            readers="S",
        ),
        Cut(
            slug="antwoordtermijn",
            title="Antwoord binnen de termijn",
            kind="parts",
            labels=ANTWOORD,
            key=lambda case: "ja" if case.quick else "nee",
            readers="CN",
            drawn="stapel",
            note="De termijn telt werkdagen na de aanmelding. Een vraag om meer informatie is ook een antwoord.",
        ),
    ),
    measures=(
        Measured(
            slug="wachttijd-beslissing",
            title="Van aanmelding tot beslissing",
            first=lambda case: case.referred,
            last=lambda case: case.decided,
            readers="CN",
        ),
    ),
)
WITHDRAWN = ChapterSpec(
    slug="ingetrokken",
    title="Ingetrokken",
    unit="aanmeldingen",
    meaning="Een aanmelding die het CLB introk voor het traject startte, telt op de dag dat dit gebeurde.",
    day=lambda case: case.withdrawn,
    readers="CN",
)
STARTS = ChapterSpec(
    slug="gestart",
    title="Gestart",
    unit="trajecten",
    meaning="Een traject telt op de startdatum uit de doelstellingen en afspraken, als het ook echt startte.",
    day=lambda case: case.started,
    cuts=(
        Cut(
            slug="gestart-maand",
            title="Gestart per maand",
            kind="months",
            labels=MAAND,
            key=lambda case: str(case.started.month) if case.started else "",
            drawn="maanden",
        ),
        _soort("gestart", "Gestarte trajecten"),
        Cut(
            slug="werkvorm",
            title="Werkvorm",
            kind="several",
            labels=WERKVORM,
            keys=lambda case: case.forms,
            readers=readers_of(("doelen", "interventies_leerling"), ("doelen", "interventies_school")),
            note=_SEVERAL,
        ),
    ),
    measures=(
        Measured(
            slug="wachttijd-start",
            title="Van aanmelding tot start",
            first=lambda case: case.referred,
            last=lambda case: case.started,
        ),
        Measured(
            slug="wachttijd-na-beslissing",
            title="Van eerste beslissing tot start",
            first=lambda case: case.decided,
            last=lambda case: case.started,
            readers="CN",
        ),
        Measured(
            slug="wachtlijst",
            title="Tijd op de wachtlijst",
            first=lambda case: case.waited_from,
            last=lambda case: case.accepted,
            readers="CN",
            among=lambda case: case.waited_from is not None and case.accepted is not None,
            note="van wie daar eerst op stond",
        ),
    ),
)
EVALUATIONS = ChapterSpec(
    slug="evaluaties",
    title="Evaluaties",
    unit="evaluaties",
    meaning="Elke evaluatie telt op de dag waarop ze er ten laatste moest zijn: twee maanden na de start of na de "
    "vorige evaluatie. Op tijd is op die dag of vroeger. Na het einde van een traject moet er geen meer zijn.",
    day=None,
    adds_up="evaluaties",
    readers=readers_of(("evaluatie", "uiterlijk_op"), ("evaluatie", "datum_overleg")),
    cuts=(Cut(slug="op-tijd", title="Evaluaties op tijd", kind="held", labels=STAND, drawn="stapel"),),
)
ENDS = ChapterSpec(
    slug="geeindigd",
    title="Geëindigd",
    unit="trajecten",
    meaning="Een traject telt op de einddatum uit de laatste evaluatie, of op de dag van de overdracht.",
    day=lambda case: case.ended,
    cuts=(
        Cut(slug="einde", title="Hoe het eindigde", kind="parts", labels=EINDE, key=lambda case: case.how),
        Cut(
            slug="reden",
            title="Reden van het einde",
            kind="reasons",
            labels=REDEN_EINDE,
            groups=UITVAL,
            key=lambda case: case.reason,
            readers=readers_of(("evaluatie", "reden_einde")),
            note="Uitval is: de leerling, de ouders, de school of de aanbieder stopt, of uitstroom uit het onderwijs.",
        ),
        Cut(
            slug="perspectief",
            title="Perspectief bij het einde",
            kind="parts",
            labels=PERSPECTIEF_EINDE,
            key=lambda case: case.perspective,
            readers=readers_of(("evaluatie", "perspectief_einde")),
        ),
        _soort("geeindigd", "Geëindigde trajecten"),
    ),
    measures=(
        Measured(
            slug="duur",
            title="Duur van een traject",
            unit="weken",
            days=WEEK,
            first=lambda case: case.started,
            last=lambda case: case.ended,
        ),
    ),
)
GOALS = ChapterSpec(
    slug="doelen",
    title="Resultaat per doeldomein",
    unit="trajecten",
    meaning="Per domein telt elk geëindigd traject dat daar een doel had één keer, op de einddatum. Bereikt: alle "
    "doelen in dat domein die nog gelden zijn bereikt, volgens de laatste evaluatie. Deels bereikt: minstens één is "
    "bereikt of deels bereikt. Niet bereikt: geen enkel.",
    day=lambda case: case.ended,
    adds_up="",
    readers=readers_of(("doelen", "doelen/domein"), ("evaluatie", "doelresultaten/resultaat")),
    cuts=(Cut(slug="doelen", title="Doelen", kind="goals", labels=RESULTAAT, groups=DOMEIN, drawn="stapel"),),
)
CHAPTERS = (REFERRALS, DECISIONS, WITHDRAWN, STARTS, EVALUATIONS, ENDS, GOALS)
"""All figures, in the order in which they are shown."""
