"""The steps of a trajectory as a table: from, to, who, under which conditions, with what effect."""

from dataclasses import dataclass
from enum import StrEnum

from rules import guards as g
from rules.guards import Guard
from rules.source import RULES
from rules.states import Event, State

E, S = Event, State


class Actor(StrEnum):
    """The kind of organisation somebody acts for, or the role of data manager."""

    CLB = "clb"
    NAFT = "naft"
    SCHOOL = "school"
    DATA_MANAGER = "data_manager"

    @property
    def label(self) -> str:
        """The actor with its article, as it stands in a sentence."""
        return _ACTOR_LABELS[self]


_ACTOR_LABELS: dict[Actor, str] = {
    Actor.CLB: "het CLB",
    Actor.NAFT: "de NAFT-aanbieder",
    Actor.SCHOOL: "de school",
    Actor.DATA_MANAGER: "de gegevensbeheerder",
}


@dataclass(frozen=True)
class Transition:
    """One row of the table. One id may have several rows, such as T4: op-wachtlijst and weigeren.

    `None` in `from_states` is a trajectory that does not exist yet. `label` is the button and `effect`
    what happens, both Dutch.
    """

    id: str
    from_states: frozenset[State | None]
    to_state: State
    event: Event
    label: str
    who: frozenset[Actor]
    guards: tuple[Guard, ...]
    effect: str

    @property
    def source(self) -> str:
        """Where the step comes from, in words."""
        return RULES[self.id].source


def _row(
    id_: str,
    from_states: State | tuple[State, ...] | None,
    to_state: State,
    event: Event,
    label: str,
    who: Actor | tuple[Actor, ...],
    guards: tuple[Guard, ...],
    effect: str,
) -> Transition:
    """A `Transition` from single values or tuples, so that the table below reads as a table."""
    states = from_states if isinstance(from_states, tuple) else (from_states,)
    actors = who if isinstance(who, tuple) else (who,)
    return Transition(id_, frozenset(states), to_state, event, label, frozenset(actors), guards, effect)


_CLB, _NAFT, _SCHOOL = Actor.CLB, Actor.NAFT, Actor.SCHOOL
_RUNNING = (S.LOPEND, S.OPGESCHORT)
_GOALS = (g.COMPLETE_GOALS, g.CLB_WORKED_ALONG, g.PBD_INFORMED)

# fmt: off
TRANSITIONS: tuple[Transition, ...] = (
    _row("T1", None, S.CONCEPT, E.NIEUWE_INDICATIESTELLING, "Nieuwe indicatiestelling", _CLB, (),
         "Het dossier krijgt een nummer."),
    _row("T2", S.CONCEPT, S.AANGEMELD, E.AANMELDEN, "Aanmelden bij NAFT", _CLB,
         (g.COMPLETE_INDICATION, *g.REFERRAL_GUARDS, g.VALID_CONSENT, g.SIGNED_INDICATION),
         "De aanbieder krijgt de vastgelegde indicatiestelling; elke partij krijgt het eigen document."),
    _row("T3", S.AANGEMELD, S.AANVAARD, E.AANVAARDEN, "Aanvaarden", _NAFT, (g.RECOGNISED_PROVIDER,),
         "Een begeleider wordt aangeduid en het eerste overleg gepland."),
    _row("T4", S.AANGEMELD, S.WACHTLIJST, E.OP_WACHTLIJST, "Op de wachtlijst zetten", _NAFT,
         (g.reason("T4", "de wachtlijst"),), "Het CLB krijgt bericht."),
    _row("T4", S.AANGEMELD, S.GEWEIGERD, E.WEIGEREN, "Weigeren", _NAFT,
         (g.reason("T4", "het weigeren"),), "Het CLB krijgt bericht en kan bij een andere aanbieder aanmelden."),
    _row("T4", S.AANGEMELD, S.AANGEMELD, E.MEER_INFO_VRAGEN, "Meer informatie vragen", _NAFT,
         (g.reason("T4", "de vraag"),), "Het CLB krijgt de vraag en antwoordt; de aanmelding blijft staan."),
    _row("T4", S.AANGEMELD, S.AANGEMELD, E.INFO_GEVEN, "De vraag van NAFT beantwoorden", _CLB,
         (g.OPEN_QUESTION,), "De aanbieder leest het antwoord en beslist."),
    _row("T4", S.AANGEMELD, S.GEWEIGERD, E.DOORGEVEN, "Een andere aanbieder voorstellen", _NAFT,
         (g.reason("T4", "het doorgeven"), g.OTHER_PROVIDER),
         "Het CLB krijgt het voorstel en meldt aan bij die aanbieder, als leerling en ouders dat willen."),
    _row("T5", S.WACHTLIJST, S.GEWEIGERD, E.DOORGEVEN, "Een andere aanbieder voorstellen", _NAFT,
         (g.reason("T5", "het doorgeven"), g.OTHER_PROVIDER),
         "Het CLB krijgt het voorstel en meldt aan bij die aanbieder, als leerling en ouders dat willen."),
    _row("T5", S.WACHTLIJST, S.AANVAARD, E.AANVAARDEN, "Aanvaarden", _NAFT, (g.RECOGNISED_PROVIDER,),
         "Een begeleider wordt aangeduid en het eerste overleg gepland."),
    _row("T5", S.WACHTLIJST, S.GEWEIGERD, E.WEIGEREN, "Weigeren", _NAFT,
         (g.reason("T5", "het weigeren"),), "Het CLB krijgt bericht en kan bij een andere aanbieder aanmelden."),
    _row("T6", (S.AANGEMELD, S.WACHTLIJST, S.GEWEIGERD, S.AANVAARD, S.TER_ONDERTEKENING), S.INGETROKKEN, E.INTREKKEN,
         "Intrekken", _CLB, (g.reason("T6", "het intrekken"),),
         "Het traject stopt; het dossier blijft tot het einde van de bewaartermijn."),
    _row("T7", (S.GEWEIGERD, S.WACHTLIJST), S.AANGEMELD, E.OPNIEUW_AANMELDEN,
         "Bij een andere aanbieder aanmelden", _CLB, (g.OTHER_PROVIDER, g.RECOGNISED_PROVIDER, g.VALID_CONSENT),
         "Er begint een nieuw traject in hetzelfde dossier."),
    _row("T8", S.AANVAARD, S.TER_ONDERTEKENING, E.DOELEN_VASTLEGGEN, "Doelen vastleggen", _NAFT, _GOALS,
         "De versie ligt vast en wordt ter ondertekening aangeboden."),
    _row("T9", S.TER_ONDERTEKENING, S.AANVAARD, E.TERUG_NAAR_BEWERKEN, "Terug naar bewerken", _NAFT,
         (g.UNSIGNED_OR_REASON,), "De versie en haar handtekeningen vervallen."),
    _row("T10", S.TER_ONDERTEKENING, S.LOPEND, E.STARTEN, "Starten", _NAFT,
         (g.BLOCKING_SIGNATURES, g.SCHOOL_AND_PUPIL_AGREE, g.VALID_CONSENT),
         "Het traject loopt; de eerste evaluatie moet er zijn binnen twee maanden."),
    _row("T11", S.LOPEND, S.LOPEND, E.EVALUATIE_VASTLEGGEN, "Evaluatie vastleggen", _NAFT,
         (g.COMPLETE_EVALUATION,), "De uiterste datum van de volgende evaluatie schuift op."),
    _row("T11", S.OPGESCHORT, S.OPGESCHORT, E.EVALUATIE_VASTLEGGEN, "Evaluatie vastleggen", _NAFT,
         (g.COMPLETE_EVALUATION,), "De uiterste datum van de volgende evaluatie schuift op."),
    _row("T12", S.LOPEND, S.LOPEND, E.BIJSTUREN, "Bijsturen", _NAFT, (g.GROUNDS_TO_ADJUST, *_GOALS),
         "Een nieuwe versie van de doelen ligt ter ondertekening; de vorige geldt tot ze getekend is."),
    _row("T13", S.LOPEND, S.OPGESCHORT, E.OPSCHORTEN, "Opschorten", _NAFT,
         (g.reason("T13", "het opschorten"),), "Het traject staat stil; de twee maanden lopen door."),
    _row("T13", S.LOPEND, S.OPGESCHORT, E.INSTEMMING_INGETROKKEN, "Opschorten: instemming ingetrokken", (_CLB, _NAFT),
         (g.CONSENT_GONE,), "Het traject staat stil tot er opnieuw ingestemd is, of het stopt."),
    _row("T13", S.OPGESCHORT, S.LOPEND, E.HERVATTEN, "Hervatten", _NAFT, (g.RENEWED_CONSENT,),
         "Het traject loopt weer; de uiterste datum van de evaluatie is niet veranderd."),
    _row("T14", _RUNNING, S.AFGEROND, E.EINDEVALUATIE, "Afronden met eindevaluatie", _NAFT, (g.END_EVALUATION,),
         "School en CLB krijgen de taak om engagementen af te spreken."),
    _row("T14", _RUNNING, S.AFGEROND, E.VROEGTIJDIG_STOPPEN, "Vroegtijdig stoppen", _NAFT,
         (g.END_EVALUATION,), "School en CLB krijgen de taak om engagementen af te spreken."),
    _row("T14", S.LOPEND, S.LOPEND, E.STOPPEN_VRAGEN, "Vragen om vroegtijdig te stoppen", _CLB,
         (g.reason("T14", "de vraag om te stoppen"),), "NAFT krijgt de vraag en bereidt de eindevaluatie voor."),
    _row("T14", S.OPGESCHORT, S.OPGESCHORT, E.STOPPEN_VRAGEN, "Vragen om vroegtijdig te stoppen", _CLB,
         (g.reason("T14", "de vraag om te stoppen"),), "NAFT krijgt de vraag en bereidt de eindevaluatie voor."),
    _row("T15", _RUNNING, S.OVERGEDRAGEN, E.OVERDRAGEN, "Overdragen aan een andere aanbieder", (_CLB, _NAFT),
         (g.HANDOVER_EVALUATION, g.OTHER_PROVIDER, g.RECOGNISED_PROVIDER, g.SHARING_WITH_NEXT, g.BOTH_HAND_OVER),
         "Er begint een nieuw traject; de nieuwe aanbieder ziet indicatiestelling, laatste doelen en evaluatie."),
    _row("T16", S.AFGEROND, S.NAZORG, E.ENGAGEMENTEN_VASTLEGGEN, "Engagementen vastleggen", (_CLB, _SCHOOL),
         (g.FROZEN_ENGAGEMENTS,), "School en CLB volgen de engagementen op."),
    _row("T17", S.AFGEROND, S.AFGESLOTEN, E.ZONDER_NAZORG_AFSLUITEN, "Zonder nazorg afsluiten", _CLB,
         (g.reason("T17", "het afsluiten zonder nazorg"),), "Het dossier sluit; de bewaartermijn wordt berekend."),
    _row("T18", S.NAZORG, S.AFGESLOTEN, E.AFSLUITEN, "Afsluiten", _CLB, (g.STATUS_OF_EACH, g.SCHOOL_CONFIRMED),
         "Het dossier sluit; de bewaartermijn wordt berekend."),
    _row("T19", (S.AFGESLOTEN, S.INGETROKKEN), S.CONCEPT, E.HEROPENEN, "Heropenen met een nieuwe vraag", _CLB,
         (g.NEW_QUESTION,), "Er begint een nieuw traject met een nieuwe indicatiestelling."),
    _row("T20", (S.AFGESLOTEN, S.GEWEIGERD, S.INGETROKKEN, S.OVERGEDRAGEN), S.VERNIETIGD, E.VERNIETIGEN,
         "Vernietigen", Actor.DATA_MANAGER, (g.OWNER, g.RETENTION_OVER, g.SECOND_PERSON),
         "De inhoud wordt gewist; nummer, datums en logboek blijven."),
)
# fmt: on
