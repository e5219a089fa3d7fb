"""Saving one step of a record, by itself while somebody types or with a button, and what happens when two write.

A page says from which revision it was made, which page it is, and how often it posted; and it carries prints of the
answers as it showed them (forms/both.py). A save of which only the same page's own saves came in between is on top of
those; any other is merged, and what both changed is for a person to decide (ADR 0030).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from forms.both import Both, choose, item_of, merge
from forms.page import AnswerField, Posted, StepForm
from forms.record_type import Step
from forms.scope import Answers
from services import records
from services.platform import NotAllowed, NotFound, Platform, Who, local
from services.records import Draft
from store import accounts, record_saves
from store import records as kept
from store.record_saves import RecordSave
from store.records import Record


@dataclass(frozen=True, slots=True)
class Page:
    """What a posted page says of itself.

    `mark` is what only this page has, '' for one that does not say; `turn` counts its posts; `prints` are those of
    the answers it showed, by path; `choices` what was chosen where two had written, by path ('' for no choice).
    """

    revision: int
    mark: str = ""
    turn: int = 0
    prints: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)
    removes: str = ""
    """The item that this post removes: 'doelen/D1'."""


@dataclass(frozen=True, slots=True)
class Other:
    """Who saved in between ('' for oneself in another window), and when (UTC)."""

    name: str
    at: str


@dataclass(frozen=True)
class Kept:
    """A step that was saved: the record as it is now, the page that was posted, and what another changed in it."""

    record: Record
    form: StepForm
    look: Callable[[], Draft]
    taken: tuple[AnswerField, ...] = ()
    other: Other | None = None

    @cached_property
    def draft(self) -> Draft:
        """The record as its writer sees it now; a page that saves itself does not ask, and it takes time."""
        return self.look()


class BothWrote(Exception):
    """Somebody else saved the same answers. Nothing was saved; `form` has both texts, field by field.

    `undecided`: fields where a choice was asked before, and none was made.
    """

    def __init__(
        self, draft: Draft, form: StepForm, both: Both, other: Other, undecided: Sequence[AnswerField] = ()
    ) -> None:
        super().__init__(draft.record.id)
        self.draft, self.form, self.both, self.other, self.undecided = draft, form, both, other, undecided


Change = Callable[[Draft, StepForm, bool], Answers]
"""What the record becomes with this page: its answers, and an item more or less. True: the item is there already."""


def keep(platform: Platform, seen: Draft, step: Step, posted: Posted, page: Page, change: Change) -> Kept:
    """Save what is on a page, however incomplete; what did not change makes no new revision.

    :raises NotAllowed: when this person may not change the record now
    :raises BothWrote: when somebody else changed the same answers since
    """
    with platform.db.write():
        now = _now(platform, seen)
        why = records.why_not_editable(platform, seen.who, seen.file, now.record)
        if why:
            raise NotAllowed(why)
        since = _since(platform, now.record, page.revision)
        if _overtaken(seen.who, since, page):
            return Kept(now.record, now.form(step), lambda: now)
        alone = page.revision == now.record.revision or _all_own(seen.who, now.record, since, page)
        form = now.form(step, posted, keep_items=True)  # an item goes by its button, never because a page lacks it
        undecided = choose(form, page.choices)
        known = (
            page.prints or not alone
        )  # also on the newest revision: a script may not have shown what another changed
        both = merge(form, page.prints, _own_paths(seen.who, since, page)) if known else Both()
        both.open += [one for one in undecided if one not in both.open]
        other = _other(platform, seen.who, since, page, now.record)
        if not both.decided or _removes_what_changed(form, both, page):
            _show_both(platform, seen.who, both, [one for one in since if not _is_own(seen.who, one, page)], other)
            raise BothWrote(now, form, both, other, undecided)
        answers = change(now, form, alone and bool(since) and _has_more(form, posted))
        record = records.save(
            platform, seen.who, seen.file, now.record, answers, now.record.revision, page=page.mark, turn=page.turn
        )

    def look() -> Draft:
        return now if record is now.record else records.draft(platform, seen.who, seen.file, record)

    return Kept(record, form, look, tuple(both.taken), other if both.taken else None)


def news(platform: Platform, seen: Draft, page: Page) -> Other | None:
    """Who saved the record since a page was made from it, the last one; None when nobody else did."""
    if page.revision >= seen.record.revision:
        return None
    since = _since(platform, seen.record, page.revision)
    if _all_own(seen.who, seen.record, since, page):
        return None
    return _other(platform, seen.who, since, page, seen.record)


def _now(platform: Platform, seen: Draft) -> Draft:
    current = kept.record(platform.db, seen.record.id)
    if current is None:
        raise NotFound
    same = current.revision == seen.record.revision
    return seen if same else records.draft(platform, seen.who, seen.file, current)


def _since(platform: Platform, record: Record, revision: int) -> list[RecordSave]:
    return record_saves.since(platform.db, record.id, revision) if revision != record.revision else []


def _is_own(who: Who, save: RecordSave, page: Page) -> bool:
    return bool(page.mark) and save.page == page.mark and save.account_id == who.id


def _all_own(who: Who, record: Record, since: list[RecordSave], page: Page) -> bool:
    """Whether every save since is one of the same page: of an answer that got lost, or of a button pressed twice."""
    whole = bool(since) and len(since) == record.revision - page.revision
    return whole and all(_is_own(who, one, page) for one in since)


def _overtaken(who: Who, since: list[RecordSave], page: Page) -> bool:
    """Whether the same page posted something later that arrived first: this older text must not come on top of it."""
    return any(_is_own(who, one, page) and one.turn > page.turn for one in since)


def _has_more(form: StepForm, posted: Posted) -> bool:
    """Whether an item is stored that the page did not have: of a button to add one that was pressed twice."""
    return any(one.id not in posted.getlist(part.name) for part in form.repeats.values() for one in part.items)


def _own_paths(who: Who, since: list[RecordSave], page: Page) -> set[str]:
    last = {path: one for one in since for path in one.changed}
    return {path for path, one in last.items() if _is_own(who, one, page)}


def _other(platform: Platform, who: Who, since: list[RecordSave], page: Page, record: Record) -> Other:
    foreign = [one for one in since if not _is_own(who, one, page)]
    if foreign:
        return _named(platform, who, foreign[-1].account_id, foreign[-1].at)
    return _named(platform, who, record.changed_by, record.changed_at)


def _named(platform: Platform, who: Who, account_id: str, at: str) -> Other:
    account = accounts.account(platform.db, account_id) if account_id != who.id else None
    return Other(f"{account.voornaam} {account.familienaam}".strip() if account else "", at)


def _removes_what_changed(form: StepForm, both: Both, page: Page) -> bool:
    """Whether an item is to go of which another changed something that was not on the page."""
    return bool(page.removes) and any(one.path.startswith(f"{page.removes}/") for one in both.taken)


def _show_both(platform: Platform, who: Who, both: Both, since: list[RecordSave], other: Other) -> None:
    """Put the other's text beside each field that is concerned, with who wrote it and when."""
    last = {path: one for one in since for path in one.changed}
    for one in (*both.open, *both.taken):
        save = last.get(one.path)
        one.by = said(_named(platform, who, save.account_id, save.at) if save else other)
        one.theirs = one.question.text(one.object_data, one.scope)
        if one in both.open:
            one.clash = one.question.posted(one.object_data)


def said(other: Other) -> str:
    """Who and when, to begin a sentence with: 'Lieve Maes bewaarde om 14.02 uur'."""
    who = other.name or "U"
    return f"{who} bewaarde {'in een ander venster ' if not other.name else ''}om {local(other.at):%H.%M} uur"


def about(form: StepForm, one: AnswerField) -> str:
    """What a field is called in a sentence of the whole page: 'Doel 1: streefdatum'."""
    inside = item_of(form, one.path)
    return f"{inside[1].title}: {one.question.ask}" if inside else one.question.ask
