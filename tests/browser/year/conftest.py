"""A year in front of a browser: the server's clock is set to the day of each step, and the nine requirements are judged
after it, over the same quarter each time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import time_machine

from tests.briefings import a_person, enrol
from tests.deliveries import row, write
from tests.partnerships import manager_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

REQUIREMENTS = ("4", "4.inform", "4.a", "4.b", "4.c", "4.e", "1.part1", "3.1", "1.scope")
FIRST, AFTER = date(2026, 1, 1), date(2026, 4, 1)
CENTRE, SERVICE = "south", "cards"
# With their lead. Of five, what was understood in January would no longer be shown in the middle of February.
TEAM = 6
SHORT = {"not_demonstrated": "–", "not_met": "not met", "met": "met", "not_applicable": "n/a"}


class Year:
    """The pages, opened by one person after another, and the table step × verdict as it grows."""

    def __init__(self, open_page: Callable[..., Page], url: str, cast: Any, folder: Path, clock: ExitStack) -> None:
        self.cast, self._url = cast, url
        self._open, self._folder, self._clock = open_page, folder, clock
        self.table: list[tuple[date, str, dict[str, str]]] = []
        self.today = FIRST
        self._pages: dict[str, Page] = {}

    def on(self, day: date) -> None:
        """The morning of `day`, ten o'clock in Shanghai, for the server; the browser keeps its own clock."""
        self._clock.close()
        self.today, self._pages = day, {}
        self._clock.enter_context(
            time_machine.travel(datetime(day.year, day.month, day.day, 2, tzinfo=UTC), tick=False)
        )

    def url(self, path: str) -> str:
        return self._url + path

    def page(self, who: str, path: str) -> Page:
        """Everybody signs in once a day: a session does not last from one step of the year to the next."""
        if who not in self._pages:
            self._pages[who] = self._open(path, who=who)
        else:
            self._pages[who].goto(self.url(path))
        return self._pages[who]

    def deliver(self, *, first: date, days: int, in_time: int, late: int) -> None:
        """The centre's telephone system delivers `days` days: so many answered after 10 s, so many after 90 s."""
        from pledgeline.contacts.actions import deliveries

        rows = []
        for n in range(days):
            day = (first + timedelta(days=n)).isoformat()
            for number in range(in_time + late):
                answered = "10:00:20" if number < in_time else "10:01:40"
                rows.append(row(f"c{day}-{number}", answered=answered).replace("2026-01-05", day))
        path = write(self._folder / f"{first.isoformat()}.csv", rows)
        receipt = deliveries.ingest(path=path, profile="csv-cn", centre=CENTRE)
        assert receipt.rejected == 0

    def verdicts(self) -> dict[str, str]:
        from pledgeline.assurance import queries
        from pledgeline.assurance.actions import assessments
        from pledgeline.kernel.interval import Period

        made = assessments.run(period=Period(FIRST, AFTER), centres=(CENTRE,), services=(SERVICE,), by=self.cast.alice)
        found = {one["id"]: one["verdict"] for one in queries.assessment_json(made)["requirements"]}
        return {name: found[name] for name in REQUIREMENTS}

    def judged(self, step: str, moved: Mapping[str, str]) -> None:
        """After `step`, the verdicts in `moved` are new, and all others are what they were."""
        before = self.table[-1][2] if self.table else {}
        now = self.verdicts()
        self.table.append((self.today, step, now))
        assert {name: now[name] for name in now if now[name] != before.get(name)} == dict(moved), f"\n{self.as_text()}"

    def as_text(self) -> str:
        head = f"{'day':8}{'step':52}" + "".join(f"{name:>10}" for name in REQUIREMENTS)
        lines = [
            f"{day:%d %b}  {step:52}" + "".join(f"{SHORT[now[name]]:>10}" for name in REQUIREMENTS)
            for day, step, now in self.table
        ]
        return "\n".join([head, *lines])


@pytest.fixture
def year(open_page: Callable[..., Page], live_server: Any, cast: Any, lake: Any, tmp_path: Path) -> Iterator[Year]:
    """Cora manages `south`, Carol leads a team of five there; nothing else is recorded but who serves whom."""
    object.__setattr__(cast, "cora", manager_of(CENTRE, cast))
    enrol(CENTRE, *(a_person(f"s{n}") for n in range(1, TEAM)))
    enrol(CENTRE, a_person("lead", name="Carol", duty="team_lead", username="carol"))
    with ExitStack() as clock:
        yield Year(open_page, live_server.url, cast, tmp_path, clock)
