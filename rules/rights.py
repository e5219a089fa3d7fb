"""The rights as a table: who may do what, in which tie to a dossier, and why. Read by docs/toegang.md and the tests.

A right is to an action, not to a page: views/rights.py says which page is which action.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rules.actions import Action, Need, Tie
from rules.states import State

AT_WORK: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "clb": ("clb",),
        "naft": ("naft_begeleider", "naft_coordinator"),
        "school": ("directie", "leerlingbegeleider", "leerkracht", "klastitularis", "leerondersteuner"),
        "pbd": ("pbd",),
        "welzijn": ("welzijn",),
    }
)
"""Kind of organisation -> the roles in which its people take part in dossiers. Who only administers opens none."""

COPIES: Mapping[str, str] = MappingProxyType({"clb": "CSLOP", "naft": "NLO", "school": "SP", "pbd": "P"})
"""Kind of organisation -> the readers (rules/readers.py) whose copies it may fetch, to keep or to hand out."""

OWN_COPY: Mapping[str, str] = MappingProxyType({"clb": "C", "naft": "N", "school": "S", "pbd": "P"})
"""Kind of organisation -> the reader that it is itself."""

COPIES_BESIDES: Mapping[str, Mapping[str, str]] = MappingProxyType({"D6": {"clb": "N"}, "D2B": {"school": "L"}})
"""Code of a document -> the same for that one alone: the CLB sees what goes along, the school hands out the letter."""

ADMINISTRATOR, PLATFORM_ADMINISTRATOR = "beheerder", "platformbeheerder"


@dataclass(frozen=True)
class Right:
    """One row. Empty `kinds` or `roles` are every one; empty `ties` ask no dossier, `everybody` not even an account.

    `refusal` is the Dutch sentence for who lacks the right, `source` or the rule says why it is so, `why` says it in
    English. `hidden`: who lacks it must not notice that it is there. `copies`: only with a copy of COPIES ("given") or
    of OWN_COPY ("own").
    """

    action: Action
    why: str
    ties: frozenset[Tie] = frozenset()
    kinds: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    needs: frozenset[Need] = frozenset()
    never_in: frozenset[State] = frozenset()
    rule: str = ""
    source: str = ""
    refusal: str = ""
    everybody: bool = False
    fresh: bool = False
    hidden: bool = False
    copies: str = ""


def _house(action: Action, why: str, refusal: str = "", **more: object) -> Right:
    """A right for which no dossier is asked."""
    return _right(action, why, refusal=refusal, **more)


def _dossier(action: Action, ties: str, why: str, refusal: str = "", **more: object) -> Right:
    """A right in a dossier; `ties` by name. One that was destroyed is only seen, and its log read."""
    return _right(action, why, refusal=refusal, ties=ties, **{"never_in": (State.VERNIETIGD,), **more})


def _right(action: Action, why: str, **more: object) -> Right:
    """A `Right` from texts with spaces and tuples, so that the table below reads as a table."""
    sets = {name: frozenset(more.pop(name, ())) for name in ("needs", "never_in")}  # type: ignore[call-overload]
    words = {name: frozenset(str(more.pop(name, "")).split()) for name in ("kinds", "roles")}
    ties = frozenset(Tie(one) for one in str(more.pop("ties", "")).split())
    return Right(action, why, ties=ties, **sets, **words, **more)  # type: ignore[arg-type]


ACTING = frozenset({Tie.OWNER, Tie.CLB, Tie.PROVIDER, Tie.SCHOOL})
"""The ties in which somebody takes steps; who stands in another only reads along."""

_OWN = "keuze van Naadloos"
_SECRECY = "beroepsgeheim (Strafwetboek 1867, art. 458); decreet integrale jeugdhulp van 12 juli 2013, art. 7, 73 en 74"
_CARE = "decreet rechtspositie minderjarige van 7 mei 2004, art. 20"
_A, _N = Action, Need
_ALL, _ACTING, _CARING = "owner clb provider earlier school", "owner clb provider school", "owner clb provider"
_CARERS = "clb naft_begeleider naft_coordinator"
_PEOPLE = "De gegevens van de betrokkenen houden het CLB en NAFT bij."
_HOUSE = "Dit is voor beheerders van uw organisatie. Vraag hen om het te doen, of om u ook beheerder te maken."
_PLATFORM = "Dit is voor wie het platform beheert. Vraag het aan de beheerder van Naadloos bij u."
_ASK_THE_CLB = "Alleen een CLB kan een dossier openen. Stel uw vraag aan het CLB: dat kan met de knop op uw werklijst."
_CLB_ASKS = "Een CLB hoeft geen vraag te stellen: u kunt zelf een dossier openen, met de knop op uw werklijst."

# fmt: off
MATRIX: tuple[Right, ...] = (
    # without a dossier
    _house(_A.OPEN_PAGE, "Tells nothing of anybody: the door, checking a file, health, style.", everybody=True,
           source=_OWN),
    _house(_A.BY_LINK, "Opens with the secret in its address or form, and ends with it.", everybody=True, source=_OWN),
    _house(_A.FINISH_SIGN_IN, "Signing in is not done yet: a screen to unlock, a code to give.", source=_OWN),
    _house(_A.OWN_ACCOUNT, "One's own settings, and help.", source=_OWN),
    _house(_A.OWN_SECURITY, "How one signs in oneself: asked anew who it is.", fresh=True, source=_OWN),
    _house(_A.WORK, "What waits, of the own organisation's dossiers alone.", rule="BR-52"),
    _house(_A.SEARCH, "Among the own organisation's dossiers alone; on record, without the words.", rule="BR-52"),
    _house(_A.LOOK_UP, "Names and places of organisations, of the public lists.", source=_OWN),
    _house(_A.ASK_CLB, "Who may not refer asks a CLB.", _CLB_ASKS, kinds="naft school pbd welzijn meldpunt andere",
           rule="BR-01"),
    _house(_A.READ_QUESTION, "Of the own organisation, asked or received.", rule="BR-01"),
    _house(_A.ANSWER_QUESTION, "The CLB that was asked; others open their own question.", rule="BR-01"),
    _house(_A.OPEN_DOSSIER, "Only a CLB opens one.", _ASK_THE_CLB, kinds="clb", roles="clb", rule="BR-01"),
    _house(_A.TAKE_IN, "A document of elsewhere goes to whom may write it.",
           "Enkel een CLB of een NAFT-aanbieder neemt een document van elders over.", kinds="clb naft", roles=_CARERS,
           source=_SECRECY),
    _house(_A.READ_RECEIVED, "What the own organisation took in, and the CLB of its dossier.", kinds="clb naft",
           roles=_CARERS, source=_SECRECY, hidden=True),
    _house(_A.COUNT, "Counts of the own organisation, small ones hidden; exports are on record.",
           "Cijfers zijn er voor een CLB, een NAFT-aanbieder en een school.", kinds="clb naft school", rule="BR-52"),
    _house(_A.MANAGE, "The own organisation's house: templates, colour, mail.", _HOUSE, roles=ADMINISTRATOR,
           source=_OWN),
    _house(_A.MANAGE_PEOPLE, "Accounts of the own organisation.", _HOUSE, roles=ADMINISTRATOR, fresh=True,
           source=_OWN),
    _house(_A.MANAGE_DOOR, "What changes how others get in: asked anew who it is.", _HOUSE, roles=ADMINISTRATOR,
           fresh=True, source=_OWN),
    _house(_A.PLATFORM, "Organisations, lists and settings. Opens no dossier.", _PLATFORM, roles=PLATFORM_ADMINISTRATOR,
           source=_OWN),
    _house(_A.PLATFORM_SETTINGS, "Whom people ask for help, and what counts everywhere.", _PLATFORM,
           roles=PLATFORM_ADMINISTRATOR, fresh=True, source=_OWN),
    _house(_A.APPOINT, "Who administers an organisation, and whether it is in use.", _PLATFORM,
           roles=PLATFORM_ADMINISTRATOR, fresh=True, source=_OWN),
    _house(_A.ASK_EMERGENCY, "In danger, by the exact number of a dossier, with a motive.",
           "Noodtoegang is er voor wie bij een CLB of een NAFT-aanbieder met leerlingen werkt.", kinds="clb naft",
           roles=_CARERS, fresh=True, source=_SECRECY),

    # in a dossier
    _dossier(_A.SEE, _ALL, "The organisations that take part, and nobody else, not even that it is there.",
             rule="BR-56", hidden=True, never_in=()),
    _dossier(_A.READ_TEXT, _ALL, "What was frozen, each answer to its readers.", rule="BR-54",
             needs=(_N.READS,), hidden=True),
    _dossier(_A.READ_TEXT, "emergency", "In an emergency what stands, as its kind reads it, without internal notes.",
             source=_SECRECY, needs=(_N.READS,), hidden=True),
    _dossier(_A.COMPARE, _ALL, "Two versions, as this reader may read both.", rule="BR-54",
             needs=(_N.READS, _N.OWN), hidden=True),
    _dossier(_A.OPEN_DRAFT, "owner clb", "The CLB follows every text, drafts too.", rule="BR-12",
             needs=(_N.READS,), hidden=True),
    _dossier(_A.OPEN_DRAFT, "provider earlier school", "Who writes the type, in a trajectory of its own.",
             rule="BR-54", needs=(_N.READS, _N.LEADS, _N.OWN), hidden=True),
    _dossier(_A.WRITE, _ACTING, "Who leads the type, while the trajectory is at that step.",
             "Dit formulier vult uw organisatie niet in. U kunt het wel lezen.", rule="BR-01", needs=(_N.LEADS,)),
    _dossier(_A.TAKE_STEP, _ALL, "Each step says who takes it: T1 to T20 (docs/regels.md).", rule="BR-01", hidden=True),
    _dossier(_A.NOTE_CONSENT, _CARING, "CLB and NAFT note what was agreed.",
             "Instemmingen noteert het CLB of de NAFT-aanbieder. Vraag het aan een van hen.", rule="BR-25"),
    _dossier(_A.ADD_PARTY, _ACTING, "CLB and NAFT, and the school its own people.", _PEOPLE, source=_OWN),
    _dossier(_A.CHANGE_PARTY, _CARING, "Addresses, authority, language: of CLB and NAFT.", _PEOPLE, source=_SECRECY),
    _dossier(_A.REMOVE_PARTY, _CARING, "As changing; with the last of a school its access ends.", rule="BR-56",
             hidden=True),
    _dossier(_A.SIGN, _ALL, "The own place in the round, and no other.", rule="BR-34", needs=(_N.SIGNER,), hidden=True),
    _dossier(_A.FOLLOW_ROUND, _ALL, "Who reads the text or signs it sees who does.", rule="BR-30",
             needs=(_N.READS_OR_SIGNS,), hidden=True),
    _dossier(_A.HOST_ROUND, "owner clb", "The CLB hosts every round.", rule="BR-12", hidden=True),
    _dossier(_A.HOST_ROUND, "provider earlier school", "Who wrote the text hosts its round.", rule="BR-30",
             needs=(_N.LEADS, _N.OWN), hidden=True),
    _dossier(_A.HANDLE_PAPER, "owner clb provider earlier", "A scan goes by the hands of who may fetch that copy.",
             rule="BR-34", needs=(_N.OWN,), copies="given", hidden=True),
    _dossier(_A.HANDLE_PAPER, "school", "The same, where the school wrote the text.", rule="BR-34",
             needs=(_N.LEADS, _N.OWN), copies="given", hidden=True),
    _dossier(_A.FETCH, _ALL, "The own copy, and those one hands out.", rule="BR-54", copies="given", hidden=True),
    _dossier(_A.FETCH, "emergency", "In an emergency the own copy alone.", source=_SECRECY, copies="own", hidden=True),
    _dossier(_A.PACK, _ALL, "Several at once, or a PDF made of one.", rule="BR-54", copies="given", hidden=True),
    _dossier(_A.READ_LOG, "owner", "The CLB answers for who looked; each provider reads the part of its own people.",
             rule="BR-52", never_in=()),
    _dossier(_A.READ_LOG, "provider earlier", "Its own people's part.",
             "Wie in het dossier keek, ziet het CLB van het dossier. Vraag het daar na.", rule="BR-52", never_in=()),
    _dossier(_A.LOG_FOR_PUPIL, "owner", "On request, for the pupil or the parents, in their words.",
             "Dit overzicht geeft het CLB van het dossier. Vraag het daar na.", rule="BR-51", never_in=()),
    _dossier(_A.READ_EMERGENCY, "emergency", "Read only, for 24 hours.", source=_SECRECY, hidden=True),
    _dossier(_A.JUDGE_EMERGENCY, "owner", "The CLB of the dossier reads the motive and says what it found.",
             "Dit kijkt het CLB van het dossier na.", source=_CARE),
    _dossier(_A.HAND_OVER, "owner", "The CLB of the dossier hands it to another CLB: asked anew who it is.",
             "Enkel het CLB van het dossier draagt het over aan een ander CLB.", rule="BR-56", fresh=True),
    _dossier(_A.REPLACE_COLLEAGUE, _ALL, "Who leaves is replaced by a colleague; the administrator sees names alone.",
             source=_OWN, roles=ADMINISTRATOR, hidden=True, never_in=()),
    _dossier(_A.ANSWER_RIGHTS, "owner provider earlier", "Each holder answers for its own file.",
             "Dit beantwoordt het CLB of de NAFT-aanbieder die het dossier bewaart. Verwijs wie iets vraagt daarheen.",
             rule="BR-58"),
    _dossier(_A.GIVE_COPY, "owner provider earlier", "A copy leaves the house: asked anew who it is.",
             "Een afschrift geeft het CLB of de NAFT-aanbieder die het dossier bewaart.", rule="BR-51", fresh=True),
    _dossier(_A.KEEP_OR_DESTROY, "owner provider earlier", "The data manager of who keeps the file: asked anew.",
             "Dit is voor de beheerder van de organisatie die het dossier bewaart.", rule="BR-50",
             roles=ADMINISTRATOR, fresh=True, never_in=()),
)
# fmt: on
