"""Registers on pages: taken away, handed in, looked at, and taken in whole or not at all."""

from __future__ import annotations

import io
import json
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.briefings import a_person, enrol

pytestmark = pytest.mark.django_db


def away(browser: Any, name: str, kind: str = "json") -> Any:
    answer = browser.get(reverse("register_file", args=[name, kind]))
    assert answer.status_code == 200
    return json.loads(answer.content) if kind == "json" else answer.content


def hand_in(browser: Any, name: str, content: Any, file: str = "list.json") -> Any:
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return browser.post(reverse("hand_in", args=[name]), {"file": SimpleUploadedFile(file, data)}, follow=True)


def a_centre(code: str, **changes: Any) -> dict[str, Any]:
    plain = {"code": code, "name_en": code, "name_zh": code, "kind": "outsourced", "zone": "Asia/Shanghai"}
    return {**plain, **changes}


def numbers(answer: Any) -> list[str]:
    """New, changed, unchanged, refused."""
    return [one.value for one in answer.context["stats"]]


def decide(browser: Any, answer: Any, decision: str) -> Any:
    return browser.post(reverse("hand_in_decide", args=[answer.context["kept"].pk, decision]), follow=True)


@pytest.mark.parametrize("kind", ["xlsx", "json"])
def test_what_was_taken_away_comes_back_and_changes_nothing(as_: Any, kind: str) -> None:
    alice = as_("alice")
    content = away(alice, "engagements", kind)
    answer = hand_in(alice, "engagements", content, f"engagements.{kind}")
    assert numbers(answer) == ["0", "0", "3", "0"]
    assert "Nothing would change" in answer.content.decode()
    assert not answer.context["may_accept"]


def test_the_look_names_new_changed_unchanged_and_refused_rows_and_changes_nothing(as_: Any) -> None:
    from pledgeline.organisation.models import AuditEntry, Centre

    alice = as_("alice")
    held = away(alice, "centres")
    held["rows"][0]["name_en"] = "Northern centre"
    held["rows"] += [a_centre("east"), a_centre("moon", zone="Moon/Tranquility"), a_centre("x", kind="floating")]
    before = AuditEntry.objects.count()
    answer = hand_in(alice, "centres", held)
    assert numbers(answer) == ["1", "1", "1", "2"]
    assert [(one["line"], one["field"]) for one in answer.context["refused"]] == [(4, "zone"), (5, "kind")]
    assert "Moon/Tranquility" in answer.context["refused"][0]["sentence"]
    page = answer.content.decode()
    assert "<del>North centre</del>" in page
    assert "<ins>Northern centre</ins>" in page
    assert not answer.context["may_accept"]
    assert sorted(Centre.objects.values_list("code", "name_en")) == [
        ("north", "North centre"),
        ("south", "South centre"),
    ]
    assert AuditEntry.objects.count() == before + 1  # that it was handed in


def test_a_file_with_a_refused_row_is_not_taken_in_even_if_somebody_insists(as_: Any) -> None:
    from pledgeline.organisation.models import Centre

    alice = as_("alice")
    held = away(alice, "centres")
    held["rows"] += [a_centre("east"), a_centre("moon", zone="Moon/Tranquility")]
    answer = decide(alice, hand_in(alice, "centres", held), "accept")
    assert "Moon/Tranquility" in answer.content.decode()
    assert Centre.objects.count() == 2


def test_an_accepted_file_is_taken_in_whole_and_decided_once(as_: Any) -> None:
    from pledgeline.organisation.models import AuditEntry, Centre

    alice = as_("alice")
    held = away(alice, "centres")
    held["rows"] = [{**held["rows"][0], "name_en": "Northern centre"}, a_centre("east")]
    look = hand_in(alice, "centres", held)
    assert "1 row of the register is not in the file" in look.content.decode()
    done = decide(alice, look, "accept")
    assert "1 created, 1 updated, 0 unchanged." in done.content.decode()
    assert dict(Centre.objects.values_list("code", "name_en")) == {
        "north": "Northern centre",
        "south": "South centre",
        "east": "east",
    }
    accepted = AuditEntry.objects.get(action="register.accepted")
    assert (accepted.actor, accepted.details()["created"]) == ("alice", 1)
    assert decide(alice, look, "accept").status_code == 404


def test_a_discarded_file_leaves_nothing_but_a_line_in_the_trail(as_: Any) -> None:
    from pledgeline.organisation.models import AuditEntry, Centre

    alice = as_("alice")
    look = hand_in(alice, "centres", {"rows": [a_centre("east")]})
    assert "nothing of it was taken in" in decide(alice, look, "discard").content.decode()
    assert Centre.objects.count() == 2
    assert AuditEntry.objects.filter(action="register.discarded").count() == 1


def test_when_the_register_changed_after_the_look_the_look_is_taken_anew(as_: Any) -> None:
    from pledgeline.organisation.actions import centres
    from pledgeline.organisation.models import Centre

    alice = as_("alice")
    look = hand_in(alice, "centres", {"rows": [a_centre("east", name_en="East")]})
    centres.register(code="east", name_en="Orient", name_zh="东", kind="in_house", zone="Asia/Shanghai", by=None)
    again = decide(alice, look, "accept")
    assert "The register was changed after you looked" in again.content.decode()
    assert numbers(again) == ["0", "1", "0", "0"]
    assert Centre.objects.get(code="east").name_en == "Orient"
    decide(alice, again, "accept")
    assert Centre.objects.get(code="east").name_en == "East"


def test_a_row_that_is_there_twice_and_a_formula_are_refused_with_their_place(as_: Any) -> None:
    alice = as_("alice")
    answer = hand_in(alice, "centres", {"rows": [a_centre("east"), a_centre("east", name_en="East")]})
    assert [(one["line"], one["field"]) for one in answer.context["refused"]] == [(2, "code")]
    book = openpyxl.load_workbook(io.BytesIO(away(alice, "centres", "xlsx")))
    book.active["B2"] = "=1+1"
    file = io.BytesIO()
    book.save(file)
    answer = hand_in(alice, "centres", file.getvalue(), "centres.xlsx")
    assert answer.status_code == 422
    assert "centres.xlsx, line 2, name_en: This cell holds a formula." in answer.content.decode()


def test_more_rows_than_a_page_takes_go_to_the_command_line(as_: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from pledgeline.web import hand_ins

    monkeypatch.setattr(hand_ins, "MOST_ROWS", 2)
    answer = hand_in(as_("alice"), "centres", {"rows": [a_centre(f"c{n}") for n in range(3)]})
    assert answer.status_code == 422
    assert "pledgeline register import centres" in answer.content.decode()


def test_after_twenty_refused_rows_the_look_stops_and_says_so(as_: Any) -> None:
    answer = hand_in(as_("alice"), "centres", {"rows": [a_centre(f"c{n}", kind="floating") for n in range(25)]})
    assert numbers(answer)[3] == "20"
    assert "There may be more of them." in answer.content.decode()


# --- who may ------------------------------------------------------------------------------------------------------

ORGANISATION = ["centres", "services", "engagements"]
OF_PERSONS = ["people", "rosters", "shift_covers"]
CAMPAIGNS = ["campaigns", "campaign_contacts"]


@pytest.mark.parametrize(
    ("person", "takes", "hands_in"),
    [
        ("alice", ORGANISATION + CAMPAIGNS, ORGANISATION + CAMPAIGNS),
        ("mia", ORGANISATION + CAMPAIGNS + OF_PERSONS[1:], ORGANISATION + CAMPAIGNS + OF_PERSONS[1:]),
        ("adam", ORGANISATION + CAMPAIGNS + OF_PERSONS, ORGANISATION + OF_PERSONS),
        ("dan", ORGANISATION + CAMPAIGNS, []),
        ("eve", ORGANISATION + CAMPAIGNS, []),
        ("bob", OF_PERSONS[1:], OF_PERSONS[1:]),
        ("carol", OF_PERSONS[1:], OF_PERSONS[1:]),
    ],
)
def test_each_role_takes_away_and_hands_in_what_is_its_business(
    as_: Any, person: str, takes: list[str], hands_in: list[str]
) -> None:
    browser = as_(person)
    rows = [row for _room, of in browser.get(reverse("registers")).context["rooms"] for row in of]
    known = {*ORGANISATION, *OF_PERSONS, *CAMPAIGNS}
    assert {row["name"] for row in rows} & known == set(takes)
    assert {row["name"] for row in rows if row["may_hand_in"]} & known == set(hands_in)
    for name in known:
        kept = {"rows": []}
        status = 404 if name not in takes else 200
        assert browser.get(reverse("register", args=[name])).status_code == status
        assert browser.get(reverse("register_file", args=[name, "json"])).status_code == status
        if name not in hands_in:
            assert hand_in(browser, name, kept).status_code == (404 if name not in takes else 403)


def test_a_centre_takes_away_its_own_people_only(as_: Any) -> None:
    enrol("north", a_person("n01"))
    enrol("south", a_person("s1"))
    assert [row["code"] for row in away(as_("bob"), "rosters")["rows"]] == ["n01"]
    assert [row["code"] for row in away(as_("mia"), "rosters")["rows"]] == ["n01", "s1"]


def test_to_a_centre_another_centre_reads_like_one_that_does_not_exist(as_: Any) -> None:
    from pledgeline.briefing.models import Member

    bob = as_("bob")
    columns = {"services": [], "channels": [], "language": None, "duty": None, "shift": None, "joined_on": "2026-01-01"}
    row = {"code": "p1", "name": "P", "left_on": None, "username": None, **columns}
    said = []
    for centre in ("south", "nowhere"):
        answer = hand_in(bob, "rosters", {"rows": [{"centre": centre, **row}]})
        (one,) = answer.context["refused"]
        said.append((one["line"], one["field"], one["sentence"].replace(centre, "…")))
        decide(bob, answer, "accept")
    assert said[0] == said[1]
    assert Member.objects.count() == 0


def test_what_somebody_handed_in_exists_for_nobody_else(as_: Any) -> None:
    look = hand_in(as_("alice"), "centres", {"rows": [a_centre("east")]})
    code = look.context["kept"].pk
    for other in ("mia", "adam", "bob"):
        assert as_(other).get(reverse("handed_in", args=[code])).status_code == 404
        assert as_(other).post(reverse("hand_in_decide", args=[code, "accept"])).status_code == 404


def test_every_register_says_who_may_hand_it_in() -> None:
    import rules

    from pledgeline.web.registers import offered

    lacking = {name: one.handed_in_by for name, one in offered().items() if not rules.perm_exists(one.handed_in_by)}
    assert lacking == {}, "name the permission in web/registers.py"
