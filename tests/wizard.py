"""Filling in a record page by page, from its answers: what a person does, with the names the pages really have."""

from __future__ import annotations

from typing import Any

from forms.question import Question
from forms.record_type import RecordType, Step
from forms.repeat import Repeat
from tests.pages import Page, Person
from tests.world import PASSWORD

STEPS_AT_MOST = 40


def field_name(question: Question, repeat: Repeat | None = None, item_id: str = "") -> str:
    """The name of a question's inputs on the page."""
    return f"{repeat.name}-{item_id}-{question.name}" if repeat else question.name


def fill_record(page: Page, record_type: RecordType, answers: dict[str, Any]) -> Page:
    """From any page of a record: fill in each step from the first on, and end at the page with everything.

    What is asked because of an answer on the same step (why an evaluation is late) is still open then, and has a link.
    """
    first = "/".join(page.path.split("/")[:3]) + f"/stap/{record_type.steps[0].slug}"
    page = _walk(page.person.get(first), record_type, answers)
    if page.all("//*[@id='problemen']//a"):
        page = page.person.get(page.all("//*[@id='problemen']//a/@href")[0].partition("?")[0])
        page = _walk(page, record_type, answers)
    return page


def _walk(page: Page, record_type: RecordType, answers: dict[str, Any]) -> Page:
    for _ in range(STEPS_AT_MOST):
        page = fill_step(page, step_of(page, record_type), answers).click("Bewaren en verder")
        if page.path.endswith("/nakijken"):
            return page
    raise AssertionError(f"still at {page.url} after {STEPS_AT_MOST} steps")


def step_of(page: Page, record_type: RecordType) -> Step:
    """The step that is shown."""
    step = record_type.step(page.path.rpartition("/")[2])
    assert step is not None
    return step


def fill_step(page: Page, step: Step, answers: dict[str, Any]) -> Page:
    """Fill in one step; what the answers do not have is left empty."""
    for item in step.items:
        if isinstance(item, Repeat) and not item.fixed:
            page = fit_items(page, item, [one["id"] for one in answers.get(item.name, [])])
    for item in step.items:
        if isinstance(item, Repeat):
            for one in answers.get(item.name, []):
                if one["id"] in page.hidden(item.name):
                    for question in item.of:
                        _fill(page, question, field_name(question, item, one["id"]), one.get(question.name))
        else:
            _fill(page, item, item.name, answers.get(item.name))
    return page


def fit_items(page: Page, repeat: Repeat, wanted: list[str]) -> Page:
    """Press the buttons until exactly the wanted items are on the page; a page without such a repeat is left alone."""
    if not page.all(f"//*[@id='{repeat.name}']"):
        return page
    while not set(wanted) <= set(page.hidden(repeat.name)):
        before = page.hidden(repeat.name)
        page = page.press("toevoegen", repeat.name)
        assert len(page.hidden(repeat.name)) == len(before) + 1, f"no {repeat.item} was added to {before}"
    for extra in [one for one in page.hidden(repeat.name) if one not in wanted]:
        page = page.press("verwijderen", f"{repeat.name}:{extra}")
        if not wanted and page.hidden(repeat.name):  # an empty first item is shown again where one is demanded
            return page
    return page


def _fill(page: Page, question: Question, name: str, stored: Any) -> None:
    if question.automatic or question.given or (name not in page.names() and stored is None):
        return
    if name in page.names():
        page.fill({name: question.posted(stored)})


def typeable(record_type: RecordType, answers: dict[str, Any]) -> dict[str, Any]:
    """Without what is given by the record before it in items that one makes oneself: there is nothing to type it in."""
    kept = dict(answers)
    for _, item in record_type.items():
        if isinstance(item, Repeat) and not item.fixed and item.name in kept:
            given = {question.name for question in item.of if question.given}
            kept[item.name] = [{n: v for n, v in one.items() if n not in given} for one in kept[item.name]]
    return kept


def normal(value: Any) -> Any:
    """Answers to compare: items by number, chosen values in any order; a week plan, which repeats itself, as it is."""
    if isinstance(value, dict):
        return {name: normal(one) for name, one in sorted(value.items())}
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return sorted((normal(one) for one in value), key=lambda item: (len(item["id"]), item["id"]))
    if isinstance(value, list) and len(set(value)) == len(value):
        return sorted(value)
    return value


def sign(page: Page, name: str, decision: str = "akkoord", status: int = 200, **more: str) -> Page:
    """On a page with the text: choose, type a name, and confirm."""
    return page.fill({"besluit": decision, "getypt": name, **more}).click("Bevestig", status)


def sign_in_account(person: Person, version_id: str, name: str, decision: str = "akkoord") -> Page:
    """Sign in one's own account."""
    page = sign(person.get(f"/versies/{version_id}/tekenen"), name, decision)
    assert page.h1 in ("Ondertekenen", "Werklijst") or page.path.endswith("/ronde")
    return page


def sign_at_table(host: Person, version_id: str, name: str, decision: str = "akkoord") -> Page:
    """The host hands the device to somebody, who signs and gives it back; the host goes on where it was."""
    page = host.get(f"/versies/{version_id}/ronde").click(f"Geef door aan {name}").click(f"Ik ben {name}")
    page = sign(page, name, decision).click("Geef het toestel terug aan")
    page = page.fill({"wachtwoord": PASSWORD}).click("Ga verder")
    assert page.path == f"/versies/{version_id}/ronde"
    return page
