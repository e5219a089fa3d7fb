"""Which page is which action: every endpoint there is. The door (views/gate.py) opens nothing that is not in it.

What asks no dossier is decided at the door; what does, where the dossier is looked up (views/desk.py), and an answer
about a dossier that nobody asked for never leaves (views/gate.py). Who may do an action: rules/rights.py.
"""

from __future__ import annotations

from rules.access import Action, rights_to

A = Action

PAGES: dict[str, dict[Action, tuple[str, ...]]] = {
    "static": {A.OPEN_PAGE: ("",)},
    "bootstrap": {A.OPEN_PAGE: ("static",)},
    "health": {A.OPEN_PAGE: ("healthz", "security_txt")},
    "metrics": {A.OPEN_PAGE: ("page",)},
    "again": {A.OPEN_PAGE: ("state", "enter")},
    "door": {
        A.OPEN_PAGE: ("sign_in_page", "sign_in", "sign_out"),
        A.FINISH_SIGN_IN: ("unlock_page", "unlock"),
    },
    "fresh": {A.FINISH_SIGN_IN: ("confirm",)},
    "openid": {
        A.OPEN_PAGE: ("start", "back", "failed", "signed_out"),
        A.BY_LINK: ("invited",),
        A.FINISH_SIGN_IN: ("again", "leave"),
    },
    "openid_own": {
        A.OWN_SECURITY: ("link", "unlink"),
        A.MANAGE: ("page",),
        A.MANAGE_DOOR: ("put", "unlink_other"),
    },
    "begin": {A.BY_LINK: ("page", "enter", "begin")},
    "invitation": {
        A.BY_LINK: ("page", "choose", "renew"),
        A.OPEN_PAGE: ("done", "forgot_page", "forgot", "asked"),
    },
    "verify": {A.OPEN_PAGE: ("page", "check", "script", "schema", "certificates", "root")},
    "calendar": {A.BY_LINK: ("feed",)},
    "seat": {A.BY_LINK: ("page", "sign", "send_back", "sent_back", "done")},
    "second_step": {
        A.FINISH_SIGN_IN: ("page", "check", "set_up_page", "set_up", "confirm"),
        A.OWN_ACCOUNT: ("overview",),
        A.OWN_SECURITY: ("renew", "stop"),
    },
    "my_address": {A.OWN_ACCOUNT: ("page", "cancel"), A.OWN_SECURITY: ("ask",), A.BY_LINK: ("link", "follow")},
    "my_password": {A.OWN_ACCOUNT: ("page",), A.OWN_SECURITY: ("change",)},
    "my_sessions": {A.OWN_SECURITY: ("end", "end_others")},
    "me": {A.OWN_ACCOUNT: ("page", "save", "end_calendar"), A.OWN_SECURITY: ("make_calendar",)},
    "work": {A.OWN_ACCOUNT: ("state",)},
    "privacy": {A.OPEN_PAGE: ("page",)},
    "privacy_papers": {A.MANAGE: ("papers", "register", "dpia")},
    "pupil_right": {A.ANSWER_RIGHTS: ("overview", "new", "page", "act")},
    "pupil_copy": {A.ANSWER_RIGHTS: ("review", "page"), A.GIVE_COPY: ("hand_out",)},
    "correction": {A.ANSWER_RIGHTS: ("choose", "new")},
    "manual": {A.OPEN_PAGE: ("accessibility",), A.OWN_ACCOUNT: ("page", "chapter")},
    "worklist": {A.WORK: ("home", "page")},
    "waiting": {A.WORK: ("page",)},
    "search": {A.SEARCH: ("page", "look")},
    "place": {A.LOOK_UP: ("search",)},
    "question": {
        A.READ_QUESTION: ("overview", "page"),
        A.ASK_CLB: ("new",),
        A.ANSWER_QUESTION: ("answer",),
    },
    "opening": {A.OPEN_DOSSIER: ("new",)},
    "received": {
        A.TAKE_IN: ("start", "upload"),
        A.READ_RECEIVED: ("page", "choose", "take", "remove", "content"),
    },
    "figures": {A.COUNT: ("page", "ask", "workbook", "csv", "report")},
    "manage": {A.MANAGE: ("page", "kept", "second_step_page"), A.MANAGE_DOOR: ("second_step",)},
    "people": {
        A.MANAGE_PEOPLE: ("page", "new", "one", "invite", "end_page"),
        A.MANAGE_DOOR: ("end", "revive", "forget_factor", "end_sessions"),
    },
    "logbook": {A.MANAGE: ("page",)},
    "house": {
        A.OPEN_PAGE: ("style",),
        A.OWN_ACCOUNT: ("sample",),
        A.MANAGE: ("page", "put", "logo", "put_logo", "remove_logo"),
    },
    "template": {A.MANAGE: ("overview", "page", "take_in", "fetch", "use")},
    "preview": {A.MANAGE: ("page", "names", "word", "picture")},
    "post": {A.MANAGE: ("page", "again")},
    "platform": {A.PLATFORM: ("page", "health_page", "check_chain")},
    "settings": {A.PLATFORM_SETTINGS: ("page",)},
    "school_list": {A.PLATFORM: ("start", "upload", "page", "take", "remove")},
    "register": {
        A.PLATFORM: ("overview", "page", "new", "change"),
        A.APPOINT: ("appoint", "invite_again", "dismiss", "set_active"),
    },
    "dossier": {A.SEE: ("page",)},
    "course": {A.SEE: ("page",)},
    "action": {A.TAKE_STEP: ("page", "decline")},
    "consent": {A.NOTE_CONSENT: ("new",)},
    "party": {A.ADD_PARTY: ("new",), A.CHANGE_PARTY: ("page",), A.REMOVE_PARTY: ("remove",)},
    "record": {
        A.OPEN_DRAFT: ("first", "step", "open_by", "review"),
        A.WRITE: ("begin", "save", "keep", "freeze"),
    },
    "tasks": {A.OPEN_DRAFT: ("page",)},
    "frozen": {A.READ_TEXT: ("read",), A.COMPARE: ("compare_page",)},
    "signing": {A.SIGN: ("sign_page", "sign", "send_back", "sent_back")},
    "round": {
        A.FOLLOW_ROUND: ("page",),
        A.HOST_ROUND: ("close", "take_back", "hand_over", "set_order", "note_missing", "leave"),
    },
    "link": {A.BY_LINK: ("page", "enter", "renew"), A.HOST_ROUND: ("invite", "remind", "show_qr")},
    "paper": {A.HANDLE_PAPER: ("page", "make", "sheet", "word", "back", "back_by_code", "take_in")},
    "scan": {A.HANDLE_PAPER: ("page", "content", "confirm", "turn_down")},
    "document": {A.FETCH: ("fetch",), A.PACK: ("bundle", "ask_bundle", "transfer", "ask_transfer")},
    "pdf": {A.FETCH: ("fetch", "state"), A.PACK: ("ask", "ask_all")},
    "keeping": {A.KEEP_OR_DESTROY: ("one", "propose", "withdraw", "confirm", "hold", "lift")},
    "handover": {A.HAND_OVER: ("page",)},
    "visits": {A.READ_LOG: ("page",), A.LOG_FOR_PUPIL: ("for_pupil",)},
    "emergency": {
        A.ASK_EMERGENCY: ("ask",),
        A.READ_EMERGENCY: ("page",),
        A.JUDGE_EMERGENCY: ("judge",),
    },
}
"""Blueprint -> action -> its pages. A blueprint without a name has one page, ''."""

ACTIONS: dict[str, Action] = {
    f"{blueprint}.{page}" if page else blueprint: action
    for blueprint, actions in PAGES.items()
    for action, pages in actions.items()
    for page in pages
}
"""Endpoint -> action."""

WIDE = frozenset(
    {
        "search.page",
        "search.look",
        "worklist.page",
        "waiting.page",
        "question.overview",
        "manage.kept",
        "logbook.page",
        "people.page",
        "figures.workbook",
        "figures.csv",
        "figures.report",
    }
)
"""Pages over many dossiers or people at once: each time on record (BR-52), without what was searched for."""
OWN_LINE = frozenset({"emergency.ask"})
"""What writes its line itself, with what it does."""

OPEN = frozenset(endpoint for endpoint, action in ACTIONS.items() if action in (A.OPEN_PAGE, A.BY_LINK))
"""What opens without signing in."""


ALSO_SENSITIVE = frozenset({"second_step.set_up", "second_step.confirm"})
"""Pages that ask again who it is, of an action that does not."""
PROVES_ITSELF = frozenset({"my_password.change", "second_step.renew", "second_step.stop"})
"""What asks for the password or the code in its own form."""


def action_of(endpoint: str | None) -> Action | None:
    """The action of a page; None for one that is in no list, which opens for nobody."""
    return ACTIONS.get(endpoint or "")


def is_wide(endpoint: str, status: int) -> bool:
    """Whether the log says that somebody at work opened this page beside any dossier: a list, an export, a refusal."""
    refused = status in (403, 404, 409, 410, 429)
    return endpoint in ACTIONS and endpoint not in OWN_LINE and (endpoint in WIDE or refused)


def is_about_a_dossier(action: Action) -> bool:
    """Whether it takes a dossier to decide."""
    return any(right.ties for right in rights_to(action))


def is_sensitive(endpoint: str) -> bool:
    """Whether posting this asks again who it is (`Right.fresh`)."""
    action = ACTIONS.get(endpoint)
    of_action = action is not None and any(right.fresh for right in rights_to(action))
    return endpoint in ALSO_SENSITIVE or (of_action and endpoint not in PROVES_ITSELF)
