"""What somebody can do, how an organisation stands to a dossier, and what must be the case of a text, each by name."""

from enum import StrEnum


class Action(StrEnum):
    """What somebody does. The first group needs no dossier, the second one does."""

    OPEN_PAGE = "open-page"
    BY_LINK = "by-link"
    FINISH_SIGN_IN = "finish-sign-in"
    OWN_ACCOUNT = "own-account"
    OWN_SECURITY = "own-security"
    WORK = "work"
    SEARCH = "search"
    LOOK_UP = "look-up"
    ASK_CLB = "ask-clb"
    READ_QUESTION = "read-question"
    ANSWER_QUESTION = "answer-question"
    OPEN_DOSSIER = "open-dossier"
    TAKE_IN = "take-in"
    READ_RECEIVED = "read-received"
    COUNT = "count"
    MANAGE = "manage"
    MANAGE_PEOPLE = "manage-people"
    MANAGE_DOOR = "manage-door"
    PLATFORM = "platform"
    PLATFORM_SETTINGS = "platform-settings"
    APPOINT = "appoint"
    ASK_EMERGENCY = "ask-emergency"

    SEE = "see"
    READ_TEXT = "read-text"
    COMPARE = "compare"
    OPEN_DRAFT = "open-draft"
    WRITE = "write"
    TAKE_STEP = "take-step"
    NOTE_CONSENT = "note-consent"
    ADD_PARTY = "add-party"
    CHANGE_PARTY = "change-party"
    REMOVE_PARTY = "remove-party"
    SIGN = "sign"
    FOLLOW_ROUND = "follow-round"
    HOST_ROUND = "host-round"
    HANDLE_PAPER = "handle-paper"
    FETCH = "fetch"
    PACK = "pack"
    READ_LOG = "read-log"
    LOG_FOR_PUPIL = "log-for-pupil"
    READ_EMERGENCY = "read-emergency"
    JUDGE_EMERGENCY = "judge-emergency"
    HAND_OVER = "hand-over"
    REPLACE_COLLEAGUE = "replace-colleague"
    ANSWER_RIGHTS = "answer-rights"
    GIVE_COPY = "give-copy"
    KEEP_OR_DESTROY = "keep-or-destroy"


class Tie(StrEnum):
    """How an organisation stands to a dossier now."""

    OWNER = "owner"
    CLB = "clb"
    PROVIDER = "provider"
    EARLIER = "earlier"
    SCHOOL = "school"
    EMERGENCY = "emergency"
    NONE = "none"

    @property
    def meaning(self) -> str:
        """In words."""
        return _MEANINGS[self]


_MEANINGS = {
    Tie.OWNER: "the CLB of the dossier",
    Tie.CLB: "another CLB that takes part",
    Tie.PROVIDER: "the NAFT provider of the trajectory of now",
    Tie.EARLIER: "the NAFT provider of an earlier trajectory: as far as its own went",
    Tie.SCHOOL: "a school of which somebody takes part, from the referral on",
    Tie.EMERGENCY: "somebody who asked emergency access, for 24 hours",
    Tie.NONE: "anybody else",
}


class Need(StrEnum):
    """What must be the case of the text at hand."""

    READS = "reads"
    LEADS = "leads"
    OWN = "own"
    SIGNER = "signer"
    READS_OR_SIGNS = "reads-or-signs"

    @property
    def meaning(self) -> str:
        """In words."""
        return _NEEDS[self]


_NEEDS = {
    Need.READS: "texts of this type are for its kind of organisation",
    Need.LEADS: "its kind of organisation writes texts of this type",
    Need.OWN: "the text is of a trajectory of its own, not handed over by the provider before",
    Need.SIGNER: "this person is asked to sign it, in the own account",
    Need.READS_OR_SIGNS: "texts of this type are for its kind of organisation, or this person is asked to sign it",
}
