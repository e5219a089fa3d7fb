"""Send, look, put back: the loop that the test and the long run share, with its count."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as with_seed

from tests.fuzzing import making, seeds, verdict
from tests.fuzzing.ground import EVERYBODY, Ground
from tests.fuzzing.seeds import Seed
from tests.fuzzing.sending import Answer, Asked, send
from tests.fuzzing.watch import Watch

WITH_AN_ID = re.compile(rb'(?:href|action|src)="(/[^"#?]*[0-9a-f]{20}[^"#?]*)')


@dataclass
class Count:
    """What was sent and what came of it; of each thing that is wrong the shortest request that showed it."""

    requests: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    endpoints: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)
    slowest: tuple[float, str] = (0.0, "")


@dataclass
class Attack:
    """One loop on one database."""

    ground: Ground
    watch: Watch
    count: Count = field(default_factory=Count)
    seen: dict[str, set[str]] = field(default_factory=dict)
    """Who -> the addresses with an id in them that stood on pages."""

    def try_it(self, asked: Asked) -> tuple[Answer, list[str]]:
        """Send one, and say what is wrong with what came of it."""
        answer = send(self.ground, asked)
        changed = self.watch.changed()
        others = self.watch.of_others(asked.who, changed)
        wrong = verdict.wrong(self.ground, asked, answer, changed, others)
        self.watch.put_back(always=self.count.requests % 300 == 299)
        self._note(asked, answer, wrong)
        return answer, wrong

    def forms(self) -> list[Seed]:
        """Open every page and look at what comes of it; gives the forms on them."""

        def look(asked: Asked) -> Answer:
            answer, _ = self.try_it(asked)
            self.seen.setdefault(asked.who, set()).update(one.decode() for one in WITH_AN_ID.findall(answer.body))
            return answer

        return seeds.forms(self.ground, look)

    def sweep(self, roles: int = len(EVERYBODY)) -> None:
        """Every route with what fits it, by so many of everybody in turn: who comes first differs by route."""
        for nr, seed in enumerate(seeds.routes(self.ground)):
            for turn in range(roles):
                self.try_it(seed.asked(EVERYBODY[(nr + turn) % len(EVERYBODY)]))

    def other_methods(self) -> None:
        """Every route with a method that it may not know, each in turn."""
        for nr, seed in enumerate(seeds.routes(self.ground)):
            asked = seed.asked(EVERYBODY[nr % len(EVERYBODY)])
            self.try_it(replace(asked, method=making.METHODS[nr % len(making.METHODS)]))

    def by_head(self, found: Sequence[Seed]) -> None:
        """Every form, filled in, with a method that needs no token and is to change nothing."""
        for seed in found:
            self.try_it(replace(seed.asked(seed.who), method="HEAD"))

    def fuzz(self, found: Sequence[Seed], examples: int, number: int | None = None) -> None:
        """So many requests as hypothesis makes them; `number` makes them others than those of another number."""
        strategy = making.requests(self.ground, [*seeds.routes(self.ground), *list(found) * 8])

        @settings(
            max_examples=examples,
            derandomize=number is None,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(strategy)
        def one(asked: Asked) -> None:
            self.try_it(asked)

        (one if number is None else with_seed(number)(one))()

    def said(self) -> str:
        """Everything that was wrong, each with how often and the shortest request that showed it."""
        told = self.count.wrong.most_common()
        return "\n".join(f"{often} x {one}\n      {self.count.examples[one]}" for one, often in told)

    def _note(self, asked: Asked, answer: Answer, wrong: list[str]) -> None:
        count = self.count
        count.requests += 1
        count.statuses[answer.status] += 1
        count.endpoints[f"{asked.endpoint} {answer.status}"] += 1
        count.slowest = max(count.slowest, (round(answer.seconds, 2), str(asked)[:400]))
        for one in wrong:
            key = f"{one} [{asked.endpoint}]"
            count.wrong[key] += 1
            known = count.examples.get(key)
            if known is None or len(repr(asked)) < len(known):
                count.examples[key] = repr(asked)
