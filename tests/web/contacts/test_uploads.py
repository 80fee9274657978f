"""A file's way through the web: handed in, looked at, decided about, taken in by the worker."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_tasks_db.models import DBTaskResult

from pledgeline.contacts.actions import uploads
from pledgeline.contacts.models import Receipt, Upload
from pledgeline.organisation.models import AuditEntry
from tests.deliveries import HEADER, NORTH, row

TASKS = {"look_at": uploads.look_at, "take_in": uploads.take_in}


def csv(rows: Any = NORTH, encoding: str = "gb18030") -> bytes:
    return ("\n".join([HEADER, *rows]) + "\n").encode(encoding)


def hand_in(
    browser: Any, content: bytes, *, name: str = "calls.csv", centre: str = "north", profile: str = "csv-cn"
) -> Any:
    fields = {"centre": centre, "profile": profile, "file": SimpleUploadedFile(name, content)}
    return browser.post("/data/upload/", fields)


def work() -> list[str]:
    """What the worker does: every order that waits, in turn."""
    done = []
    for order in DBTaskResult.objects.ready():
        name = order.task_path.rpartition(".")[2]
        TASKS[name].call(*order.args_kwargs["args"])
        order.delete()
        done.append(name)
    return done


def files(home: Path) -> list[str]:
    folder = home / "uploads"
    return sorted(path.name for path in folder.iterdir() if path.is_file()) if folder.exists() else []


@pytest.fixture
def handed_in(as_: Any, lake: Any) -> Upload:
    """Bob has handed in North's file, and the worker has looked at it."""
    assert hand_in(as_("bob"), csv()).status_code == 302
    assert work() == ["look_at"]
    return Upload.objects.get()


def test_nothing_is_taken_in_before_somebody_says_so(as_: Any, handed_in: Upload) -> None:
    page = as_("bob").get(f"/data/uploads/{handed_in.pk}/")
    look = page.context["look"]
    assert (look.read, look.accepted, look.rejected) == (8, 6, 2)
    assert look.steps == {
        "met_by_answer": 1,
        "met_by_offer": 1,
        "left_before_limit": 1,
        "not_verifiable": 1,
        "not_applicable": 2,
    }
    assert not Receipt.objects.exists()


def test_the_preview_shows_lines_as_delivered_beside_what_they_become(as_: Any, handed_in: Upload) -> None:
    page = as_("bob").get(f"/data/uploads/{handed_in.pk}/").content.decode()
    assert NORTH[0] in page
    assert "north.csv-cn:anna" in page
    assert "2026-01-05 10:00:30" in page
    assert "First human connected to the customer." in page
    assert "=HYPERLINK(1)" in page
    assert "Unknown outcome" in page


def test_one_line_in_a_foreign_encoding_leaves_the_others_readable(as_: Any, lake: Any) -> None:
    rows = [row(f"c{number}", answered="10:00:30") for number in range(30)]
    hand_in(as_("bob"), csv(rows) + row("x", service="业务").encode("utf-16-le") + b"\n")
    work()
    page = as_("bob").get(f"/data/uploads/{Upload.objects.get().pk}/")
    assert page.context["look"].pairs[0].delivered == rows[0]


def test_an_accepted_file_is_taken_in_and_its_copy_removed(
    as_: Any, handed_in: Upload, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    browser = as_("bob")
    address = f"/data/uploads/{handed_in.pk}/"
    assert browser.post(f"{address}accept/").status_code == 302
    assert browser.get(address).context["working"]
    with django_capture_on_commit_callbacks(execute=True):
        assert work() == ["take_in"]
    page = browser.get(address)
    receipt = Receipt.objects.get()
    assert f"/data/receipts/{receipt.code}/" in page.content.decode()
    assert (receipt.accepted, receipt.rejected, receipt.file_name, receipt.opened_by.username) == (
        6,
        2,
        "calls.csv",
        "bob",
    )
    assert files(tmp_path) == []
    actions = AuditEntry.objects.filter(room="contacts").order_by("seq").values_list("action", flat=True)
    assert list(actions) == ["upload.received", "upload.accepted", "receipt.closed"]


def test_a_discarded_file_leaves_nothing(
    as_: Any, handed_in: Upload, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    assert len(files(tmp_path)) == 2
    with django_capture_on_commit_callbacks(execute=True):
        as_("bob").post(f"/data/uploads/{handed_in.pk}/discard/")
    assert files(tmp_path) == []
    assert work() == []
    assert not Receipt.objects.exists()
    assert AuditEntry.objects.filter(action="upload.discarded").count() == 1


def test_of_two_who_decide_at_once_one_is_told(as_: Any, handed_in: Upload) -> None:
    as_("bob").post(f"/data/uploads/{handed_in.pk}/accept/")
    answer = as_("mia").post(f"/data/uploads/{handed_in.pk}/discard/", follow=True)
    assert "Somebody has already decided" in answer.content.decode()
    assert Upload.objects.get().state == Upload.State.ACCEPTED


def test_the_progress_part_asks_again_only_while_there_is_work(as_: Any, handed_in: Upload) -> None:
    browser, address = as_("bob"), f"/data/uploads/{handed_in.pk}/"
    part = browser.get(address, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert "hx-trigger" not in part.content.decode()
    assert "HX-Trigger" in part.headers
    browser.post(f"{address}accept/")
    part = browser.get(address, headers={"HX-Request": "true"})
    assert 'hx-trigger="every 1s"' in part.content.decode()
    assert '<meta http-equiv="refresh"' in browser.get(address).content.decode()


# --- who ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["alice", "carol", "dan", "eve"])
def test_those_who_only_read_cannot_upload(as_: Any, handed_in: Upload, name: str) -> None:
    browser = as_(name)
    assert hand_in(browser, csv()).status_code == 403
    assert browser.get(f"/data/uploads/{handed_in.pk}/").status_code == 403
    assert browser.post(f"/data/uploads/{handed_in.pk}/accept/").status_code == 403


def test_a_centres_manager_hands_in_for_the_own_centre_only(as_: Any, lake: Any) -> None:
    answer = hand_in(as_("bob"), csv(), centre="south")
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["centre"]
    assert not Upload.objects.exists()


def test_another_centres_upload_is_not_found(as_: Any, lake: Any) -> None:
    hand_in(as_("mia"), csv([row("x", answered="10:00:30")]), centre="south")
    upload = Upload.objects.get()
    browser = as_("bob")
    assert browser.get(f"/data/uploads/{upload.pk}/").status_code == 404
    assert browser.post(f"/data/uploads/{upload.pk}/discard/").status_code == 404
    assert "calls.csv" not in browser.get("/data/upload/").content.decode()


def test_a_get_decides_nothing(as_: Any, handed_in: Upload) -> None:
    for decision in ("accept", "discard"):
        assert as_("bob").get(f"/data/uploads/{handed_in.pk}/{decision}/").status_code == 405


# --- rubbish ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "profile", "said"),
    [
        (b"a,b\n1,2\n", "csv-cn", "The file has no column"),
        (b"\x00" * 400, "csv-cn", "The file has no column"),
        (b"\x1f\x8b\x08\x00 packed", "csv-cn", "packed"),
        (b"PK\x03\x04 not a zip", "csv-cn", "damaged"),
        (b"this is no log\n", "queue-log", "No line of this file is a queue_log line"),
        (b'[{"ContactId": "1", ', "amazon-connect", "breaks off"),
    ],
)
def test_rubbish_is_refused_with_one_clear_sentence(
    as_: Any,
    lake: Any,
    content: bytes,
    profile: str,
    said: str,
    tmp_path: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:
    browser = as_("bob")
    hand_in(browser, content, profile=profile)
    with django_capture_on_commit_callbacks(execute=True):
        work()
    upload = Upload.objects.get()
    assert upload.state == Upload.State.FAILED
    assert said in browser.get(f"/data/uploads/{upload.pk}/").content.decode()
    assert files(tmp_path) == []
    assert not Receipt.objects.exists()


@pytest.mark.parametrize("profile", ["../../../../etc/passwd", "/etc/passwd", "nosuch", ""])
def test_a_profile_is_never_taken_for_a_path(as_: Any, lake: Any, profile: str) -> None:
    answer = hand_in(as_("bob"), csv(), profile=profile)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["profile"]


def test_an_empty_file_is_refused_at_once(as_: Any, lake: Any) -> None:
    answer = hand_in(as_("bob"), b"")
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["file"]


def test_a_file_beyond_the_limit_is_refused_and_not_kept(as_: Any, lake: Any, settings: Any, tmp_path: Path) -> None:
    settings.PLEDGELINE_MAX_UPLOAD_BYTES = 1024
    answer = hand_in(as_("bob"), csv() + b"x" * 2_000_000)
    assert answer.status_code == 422
    assert "larger than" in str(answer.context["form"].errors["file"])
    assert files(tmp_path) == []
    assert not Upload.objects.exists()


def test_a_name_with_folders_in_it_is_only_a_name(as_: Any, lake: Any, tmp_path: Path) -> None:
    hand_in(as_("bob"), csv(), name="..\\..\\evil\x07.csv")
    upload = Upload.objects.get()
    assert upload.file_name == "evil.csv"
    assert files(tmp_path) == [str(upload.pk)]


# --- worker -------------------------------------------------------------------------------------------------------


def test_a_fault_in_the_program_is_told_and_nothing_is_changed(
    as_: Any, lake: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(uploads, "look", broken)
    hand_in(as_("bob"), csv())
    work()
    page = as_("bob").get(f"/data/uploads/{Upload.objects.get().pk}/").content.decode()
    assert "fault in the program" in page


def test_a_worker_that_starts_takes_up_what_another_left(as_: Any, handed_in: Upload) -> None:
    as_("bob").post(f"/data/uploads/{handed_in.pk}/accept/")
    DBTaskResult.objects.all().delete()
    Upload.objects.update(state=Upload.State.RUNNING, step="rank", share_done=0.7)
    assert uploads.resume() == 1
    assert work() == ["take_in"]
    assert Upload.objects.get().state == Upload.State.DONE


def test_an_order_too_many_does_no_harm(as_: Any, handed_in: Upload) -> None:
    as_("bob").post(f"/data/uploads/{handed_in.pk}/accept/")
    work()
    uploads.take_in.call(str(handed_in.pk))
    uploads.look_at.call(str(handed_in.pk))
    assert Receipt.objects.count() == 1


def test_what_nobody_decided_about_is_forgotten(
    as_: Any, handed_in: Upload, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    Upload.objects.update(uploaded_at=handed_in.uploaded_at - uploads.FORGOTTEN_AFTER * 2)
    with django_capture_on_commit_callbacks(execute=True):
        hand_in(as_("bob"), csv(), name="next.csv")
    handed_in.refresh_from_db()
    assert handed_in.state == Upload.State.DISCARDED
    assert files(tmp_path) == [str(Upload.objects.get(file_name="next.csv").pk)]


def test_a_profile_of_the_centres_own_can_be_chosen_again(as_: Any, lake: Any, cast: Any, tmp_path: Path) -> None:
    from pledgeline.contacts import profiles
    from pledgeline.contacts.actions import deliveries
    from tests.deliveries import write

    own = tmp_path / "own.yaml"
    own.write_text(profiles.path_of("csv-cn").read_text("utf-8").replace("name: csv-cn", "name: north-own"), "utf-8")
    deliveries.ingest(path=write(tmp_path / "first.csv", NORTH[:1]), profile=str(own), centre="north")
    own.unlink()
    hand_in(as_("bob"), csv(), profile="north-own")
    work()
    upload = Upload.objects.get()
    assert as_("bob").get(f"/data/uploads/{upload.pk}/").context["look"].accepted == 6
    # For a centre that never delivered with it, it does not exist.
    answer = hand_in(as_("mia"), csv(), centre="south", profile="north-own")
    assert list(answer.context["form"].errors) == ["profile"]
