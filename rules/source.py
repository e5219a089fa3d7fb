"""What a rule is, and how a refusal names it to a person."""

from dataclasses import dataclass

from rules.rulebook import BUSINESS_RULES, Rule
from rules.rulebook_trajectory import TRAJECTORY_RULES

__all__ = ["RULES", "Problem", "Rule", "problem"]

RULES: dict[str, Rule] = {rule.id: rule for rule in (*BUSINESS_RULES, *TRAJECTORY_RULES)}


@dataclass(frozen=True)
class Problem:
    """One reason why something may not be done, in words for the person who tried.

    `message` is Dutch and says what to do; `source` names the text that asks it; `about` is the id of
    the party concerned, empty when the problem is about the record as a whole.
    """

    rule_id: str
    message: str
    source: str
    about: str = ""


def problem(rule_id: str, message: str, about: str = "") -> Problem:
    """A `Problem` with the source of its rule.

    :raises KeyError: when no such rule exists, which is a programmer's mistake.
    """
    return Problem(rule_id, message, RULES[rule_id].source, about)
