"""5.4 (should): within a minute of leaving the IVR for a human, a human or the offer of a callback.

Each table reads: what happened (seconds after the customer asked for a human) → the step that decides it.
"""

import pytest

from pledgeline.contacts.core.rule import STEPS
from pledgeline.contacts.metrics.measures import with_rule_step
from tests.contact_table import ASKED, FOURTEEN, Row, ask, ask_one, contact, loaded

MICROSECOND = 0.000001


def step(row: Row, limit_s: float = 60) -> str:
    table, backend = loaded([row])
    (decided,) = backend.to_pyarrow(with_rule_step(table, limit_s)).to_pylist()
    counts = ask_one("human_or_callback_within", [row], limit_s=limit_s)
    assert [name for name in STEPS if counts[name]] == [decided["rule_step"]], "list and figures must agree"
    return decided["rule_step"]


@pytest.mark.parametrize(
    ("happened", "row"),
    [
        ("answered at 12", contact(answered=12)),
        ("answered exactly at the limit", contact(answered=60)),
        ("answered at once", contact(answered=0)),
        ("answered and offered: the human counts", contact(answered=50, offered=20)),
        ("answered, offers unknown", contact(answered=50, callback_offer="unknown")),
    ],
)
def test_met_by_answer(happened: str, row: Row) -> None:
    assert step(row) == "met_by_answer"


@pytest.mark.parametrize(
    ("happened", "row"),
    [
        ("offered at 50, answered at 95", contact(offered=50, answered=95)),
        ("offered at 55, hung up at 70: acceptance is not needed", contact(offered=55, left=70)),
        ("offered exactly at the limit", contact(offered=60, left=300)),
        ("offered at 35, accepted at 40", contact(offered=35, accepted=40)),
        (
            "accepted at 40 and no offer logged: it was offered by then",
            contact(accepted=40, callback_offer="offered", callback_offer_basis="accept_only"),
        ),
        (
            "taken out of the queue for a callback at 40, no other time known",
            contact(left=40, outcome="callback_accepted", callback_offer="offered"),
        ),
        ("offered at an unknown moment, left at 50: so by 50", contact(left=50, callback_offer="offered")),
    ],
)
def test_met_by_offer(happened: str, row: Row) -> None:
    assert step(row) == "met_by_offer"


@pytest.mark.parametrize(
    ("happened", "row"),
    [
        ("answered at 61, no offer made", contact(answered=61)),
        ("answered a microsecond late", contact(answered=60 + MICROSECOND, arrived_precision_ms=1)),
        ("hung up at 150, no offer made", contact(left=150)),
        ("offered at 75, accepted at 80", contact(offered=75, accepted=80)),
        ("offered a microsecond late", contact(offered=60 + MICROSECOND, left=90, arrived_precision_ms=1)),
        ("sent to another place at 90, no offer made", contact(left=90, outcome="overflow_out")),
    ],
)
def test_not_met(happened: str, row: Row) -> None:
    assert step(row) == "not_met"


@pytest.mark.parametrize(
    ("happened", "row"),
    [
        ("hung up at 30", contact(left=30)),
        ("hung up exactly at the limit", contact(left=60)),
        ("hung up at 30, offers unknown", contact(left=30, callback_offer="unknown")),
        ("sent to another place at 50", contact(left=50, outcome="overflow_out")),
    ],
)
def test_left_before_the_limit(happened: str, row: Row) -> None:
    assert step(row) == "left_before_limit"


@pytest.mark.parametrize(
    ("happened", "row"),
    [
        ("answered at 90, the feed logs no offers", contact(answered=90, callback_offer="unknown")),
        ("hung up at 90, the feed logs no offers", contact(left=90, callback_offer="unknown")),
        ("offered at an unknown moment, left at 90", contact(left=90, callback_offer="offered")),
        (
            "accepted at 80, known from the acceptance alone: when it was offered is not known",
            contact(accepted=80, offered=80, callback_offer_basis="accept_only"),
        ),
        ("still open, end unknown", contact()),
        (
            "times in whole minutes, answered in the same one or the next",
            contact(answered=60, arrived_precision_ms=60_000),
        ),
        ("times in whole minutes, left a minute later", contact(left=60, arrived_precision_ms=60_000)),
        ("times in whole minutes, answered two minutes later", contact(answered=120, arrived_precision_ms=60_000)),
    ],
)
def test_not_verifiable(happened: str, row: Row) -> None:
    assert step(row) == "not_verifiable"


@pytest.mark.parametrize(
    ("happened", "row", "limit_s", "decided"),
    [
        ("answered 3 minutes later", contact(answered=180, arrived_precision_ms=60_000), 60, "not_met"),
        ("answered a minute later", contact(answered=60, arrived_precision_ms=60_000), 120, "met_by_answer"),
        ("offered a minute later", contact(offered=60, left=600, arrived_precision_ms=60_000), 120, "met_by_offer"),
        ("left a minute later", contact(left=60, arrived_precision_ms=60_000), 120, "left_before_limit"),
    ],
)
def test_coarse_times_decide_only_what_their_error_cannot_change(
    happened: str, row: Row, limit_s: int, decided: str
) -> None:
    assert step(row, limit_s) == decided


@pytest.mark.parametrize(
    ("happened", "row"),
    [
        ("an outbound call", contact(answered=5, kind="outbound")),
        ("a callback", contact(answered=5, kind="callback")),
        ("an e-mail", contact(answered=5, channel="email", **{"async": True})),
        ("a test call", contact(answered=5, test_or_excluded="probe")),
        ("left in the IVR", contact(left=5, outcome="abandoned_ivr")),
        ("helped by the bot", contact(left=5, outcome="bot_contained")),
        ("turned away: all lines taken", contact(left=5, outcome="blocked_full")),
        ("turned away: closed", contact(left=5, outcome="blocked_closed")),
        ("turned away: nobody there", contact(left=5, outcome="blocked_no_agents")),
        ("never asked for a human", contact(left=5, human_requested_at=None)),
    ],
)
def test_not_applicable(happened: str, row: Row) -> None:
    assert step(row) == "not_applicable"


def test_the_six_figures_of_the_fourteen_contacts() -> None:
    figures = ask_one("human_or_callback_within", FOURTEEN)
    assert {name: figures[name] for name in STEPS} == {
        "met_by_answer": 3,
        "met_by_offer": 3,
        "not_met": 5,
        "left_before_limit": 3,
        "not_verifiable": 0,
        "not_applicable": 0,
    }
    assert figures["n"] == 14
    shares = {name: round(100 * figures[name], 1) for name in ("lower", "km", "decided", "upper")}
    assert shares == {"lower": 42.9, "km": 52.0, "decided": 54.5, "upper": 64.3}


def test_hanging_up_just_before_the_limit_can_never_raise_the_lower_bound() -> None:
    ten_served = [contact(answered=10)] * 10
    figures = ask_one("human_or_callback_within", [*ten_served, *[contact(left=59)] * 10])
    assert (figures["decided"], figures["lower"], figures["upper"]) == (1.0, 0.5, 1.0)


def test_an_empty_period_is_no_data_and_neither_0_nor_100_percent() -> None:
    figures = ask_one("human_or_callback_within", [])
    assert figures.pop("n") == 0
    assert set(figures.values()) == {None}


def test_a_period_without_applicable_contacts_says_only_how_many_it_left_out() -> None:
    figures = ask_one("human_or_callback_within", [contact(answered=5, kind="outbound")] * 3)
    assert (figures.pop("n"), figures.pop("not_applicable")) == (0, 3)
    assert set(figures.values()) == {None}


def test_the_time_in_the_ivr_stands_beside_the_wait_and_is_no_part_of_it() -> None:
    rows = [contact(answered=50, ivr=40), contact(answered=50, ivr=20), contact(left=5, bot_ivr_ended_at=None)]
    figures = ask_one("human_or_callback_within", rows)
    assert (figures["met_by_answer"], figures["ivr_s_mean"]) == (2, 30.0)


def test_whole_second_contacts_within_a_second_of_the_limit_are_counted() -> None:
    near = [contact(answered=59), contact(answered=60), contact(left=61), contact(offered=60, answered=200)]
    clear = [contact(answered=58), contact(answered=62), contact(offered=10, answered=60)]
    finer = [contact(answered=60, arrived_precision_ms=1)]
    assert ask_one("human_or_callback_within", near + clear + finer)["within_1s_of_limit"] == 4 / 8


def test_only_the_current_version_of_a_contact_counts() -> None:
    versions = [
        contact(answered=90, contact_key="k", version=1, is_current=False),
        contact(answered=30, contact_key="k", version=2),
    ]
    assert ask_one("human_or_callback_within", versions)["lower"] == 1.0


def test_the_limit_is_a_parameter_of_the_promise() -> None:
    row = contact(answered=90, asked=ASKED)
    (thirty,) = ask("human_or_callback_within", [row], limit_s=30)
    (ninety,) = ask("human_or_callback_within", [row], limit_s="90")
    assert (thirty["lower"], ninety["lower"]) == (0.0, 1.0)
