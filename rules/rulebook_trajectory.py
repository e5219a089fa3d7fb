"""The twenty steps of a trajectory, each with where it comes from. What they do stands in `transitions`."""

from rules.rulebook import Rule

_OWN = "keuze van Naadloos"
_DRM = "decreet rechtspositie minderjarige van 7 mei 2004"

TRAJECTORY_RULES: tuple[Rule, ...] = (
    Rule("T1", "The CLB opens an indicatiestelling.", "draaiboek, deel 4.1 (regie CLB)"),
    Rule("T2", "The CLB refers to NAFT.", "draaiboek, deel 3 en 4 (BVR 5 april 2019, art. 27)"),
    Rule(
        "T3", "A recognised provider accepts the referral.", "BVR 5 april 2019, art. 27; werkwijze van NAFT-aanbieders"
    ),
    Rule(
        "T4",
        "The provider puts the referral on its waiting list or turns it down, and says why.",
        "Vlaams Parlement, commissie Onderwijs, 5 maart 2020",
    ),
    Rule("T5", "The provider decides on a referral that was waiting.", _OWN),
    Rule(
        "T6",
        "The CLB withdraws the referral; the no of a capable pupil is enough.",
        f"{_DRM}, art. 8",
    ),
    Rule("T7", "After a refusal the CLB may refer to another provider.", f"{_DRM}, art. 9"),
    Rule(
        "T8",
        "The goals are frozen after CLB, pupil and context worked on them.",
        "draaiboek, deel 4 (BVR 5 april 2019, art. 27)",
    ),
    Rule("T9", "A frozen version may go back to be edited; its signatures are void then.", _OWN),
    Rule(
        "T10",
        "The trajectory starts once everybody whose signature is needed has agreed.",
        "draaiboek, deel 4 (BVR 5 april 2019, art. 27)",
    ),
    Rule(
        "T11", "An evaluation is frozen and moves the next due date.", "draaiboek, deel 4 (BVR 5 april 2019, art. 27)"
    ),
    Rule("T12", "The goals are adjusted in a new version.", "draaiboek, deel 4 (BVR 5 april 2019, art. 27)"),
    Rule("T13", "A trajectory may pause; the two months keep running.", _OWN),
    Rule(
        "T14",
        "A trajectory ends with an end evaluation, also when it stops early.",
        "Onderwijs Vlaanderen, pagina Naadloze flexibele trajecten; werkwijze van NAFT-aanbieders",
    ),
    Rule(
        "T15",
        "A trajectory may move to another provider.",
        f"{_DRM}, art. 9; draaiboek, deel 4 (BVR 5 april 2019, art. 27)",
    ),
    Rule("T16", "School and CLB record who stays engaged to what.", "draaiboek, deel 4.4 (regie school en CLB)"),
    Rule("T17", "The CLB may close without aftercare, and says why.", _OWN),
    Rule(
        "T18",
        "Aftercare closes when every engagement has a last status and the school confirms.",
        "draaiboek, deel 4.4 (regie school en CLB)",
    ),
    Rule("T19", "A new question opens a new trajectory in the same dossier.", "draaiboek, deel 3"),
    Rule(
        "T20",
        "A dossier is destroyed by two people, after its retention period.",
        "bewaartermijnen CLB (Vrij CLB-netwerk) en jeugdhulp (Opgroeien)",
    ),
)
