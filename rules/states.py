"""Where a trajectory can stand, and what can be done to it."""

from enum import StrEnum


class State(StrEnum):
    """The status of a trajectory; the value is stored, the label is shown."""

    CONCEPT = "concept"
    AANGEMELD = "aangemeld"
    WACHTLIJST = "wachtlijst"
    GEWEIGERD = "geweigerd"
    INGETROKKEN = "ingetrokken"
    AANVAARD = "aanvaard"
    TER_ONDERTEKENING = "ter_ondertekening"
    LOPEND = "lopend"
    OPGESCHORT = "opgeschort"
    AFGEROND = "afgerond"
    NAZORG = "nazorg"
    OVERGEDRAGEN = "overgedragen"
    AFGESLOTEN = "afgesloten"
    VERNIETIGD = "vernietigd"

    @property
    def label(self) -> str:
        """The status in plain Dutch."""
        return _STATE_LABELS[self]


class Event(StrEnum):
    """What somebody does to a trajectory; the value is the last part of its URL."""

    NIEUWE_INDICATIESTELLING = "nieuwe-indicatiestelling"
    AANMELDEN = "aanmelden"
    AANVAARDEN = "aanvaarden"
    OP_WACHTLIJST = "op-wachtlijst"
    WEIGEREN = "weigeren"
    MEER_INFO_VRAGEN = "meer-info-vragen"
    INFO_GEVEN = "info-geven"
    DOORGEVEN = "doorgeven"
    INTREKKEN = "intrekken"
    OPNIEUW_AANMELDEN = "opnieuw-aanmelden"
    DOELEN_VASTLEGGEN = "doelen-vastleggen"
    TERUG_NAAR_BEWERKEN = "terug-naar-bewerken"
    STARTEN = "starten"
    EVALUATIE_VASTLEGGEN = "evaluatie-vastleggen"
    BIJSTUREN = "bijsturen"
    OPSCHORTEN = "opschorten"
    INSTEMMING_INGETROKKEN = "instemming-ingetrokken"
    HERVATTEN = "hervatten"
    STOPPEN_VRAGEN = "stoppen-vragen"
    EINDEVALUATIE = "eindevaluatie"
    VROEGTIJDIG_STOPPEN = "vroegtijdig-stoppen"
    OVERDRAGEN = "overdragen"
    ENGAGEMENTEN_VASTLEGGEN = "engagementen-vastleggen"
    ZONDER_NAZORG_AFSLUITEN = "zonder-nazorg-afsluiten"
    AFSLUITEN = "afsluiten"
    HEROPENEN = "heropenen"
    VERNIETIGEN = "vernietigen"


_STATE_LABELS: dict[State, str] = {
    State.CONCEPT: "In voorbereiding bij het CLB",
    State.AANGEMELD: "Aangemeld bij NAFT",
    State.WACHTLIJST: "Op de wachtlijst van NAFT",
    State.GEWEIGERD: "Geweigerd door NAFT",
    State.INGETROKKEN: "Aanmelding ingetrokken",
    State.AANVAARD: "Aanvaard, doelen in bespreking",
    State.TER_ONDERTEKENING: "Doelen liggen ter ondertekening",
    State.LOPEND: "Het traject loopt",
    State.OPGESCHORT: "Tijdelijk onderbroken",
    State.AFGEROND: "NAFT is afgerond, nazorg nog af te spreken",
    State.NAZORG: "Nazorg loopt",
    State.OVERGEDRAGEN: "Overgedragen aan een andere aanbieder",
    State.AFGESLOTEN: "Afgesloten",
    State.VERNIETIGD: "Vernietigd na de bewaartermijn",
}
