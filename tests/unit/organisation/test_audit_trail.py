from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction

from pledgeline.organisation import queries
from pledgeline.organisation.actions import audit
from pledgeline.organisation.core.audit import GENESIS, Break, BreakKind
from pledgeline.organisation.models import AppendOnly, AuditEntry, AuditHead


def note(number: int = 1) -> int:
    with transaction.atomic():
        return audit.record(
            room="test", action="thing.done", subject=("thing", str(number)), by=None, data={"n": number}
        )


def run(statement: str) -> None:
    # A savepoint, so that the refusal leaves the test's own transaction usable on PostgreSQL.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def three_entries(db: None) -> None:
    for number in (1, 2, 3):
        note(number)


@pytest.fixture
def tamper(three_entries: None):
    """Does in the database what the guards refuse: what someone with the keys to the server could do."""

    def statement(sql: str) -> None:
        if connection.vendor == "sqlite":
            run('DROP TRIGGER "organisation_auditentry_no_update"')
            run('DROP TRIGGER "organisation_auditentry_no_delete"')
        else:
            run("ALTER TABLE organisation_auditentry DISABLE TRIGGER USER")
        run(sql)

    return statement


def test_an_untouched_trail_verifies(three_entries: None) -> None:
    chain = queries.verify_chain()
    assert chain.intact
    assert chain.length == 3
    assert (chain.length, chain.head) == queries.audit_head()


def test_an_empty_trail_verifies(db: None) -> None:
    assert queries.audit_head() == (0, GENESIS)
    assert queries.verify_chain().intact


def test_an_entry_holds_what_was_done_by_whom(cast) -> None:
    with transaction.atomic():
        seq = audit.record(
            room="test", action="service.changed", subject=("kind", "key"), by=cast.alice, data={"z": 1, "a": "守诺"}
        )
    entry = AuditEntry.objects.get(seq=seq)
    assert (entry.actor, entry.room, entry.action) == ("alice", "test", "service.changed")
    assert (entry.object_kind, entry.object_key) == ("kind", "key")
    assert entry.data == '{"a":"守诺","z":1}'
    assert entry.details() == {"a": "守诺", "z": 1}


def test_an_altered_entry_is_found(tamper) -> None:
    tamper("UPDATE organisation_auditentry SET actor = 'someone' WHERE seq = 2")
    assert queries.verify_chain().broken == Break(BreakKind.ALTERED, 2)


def test_a_removed_entry_is_found(tamper) -> None:
    tamper("DELETE FROM organisation_auditentry WHERE seq = 2")
    assert queries.verify_chain().broken == Break(BreakKind.MISSING, 2)


def test_a_removed_last_entry_is_found(tamper) -> None:
    tamper("DELETE FROM organisation_auditentry WHERE seq = 3")
    assert queries.verify_chain().broken == Break(BreakKind.SHORTENED, 3)


def test_an_entry_written_anew_with_a_matching_hash_is_found(tamper) -> None:
    forged = AuditEntry.objects.get(seq=2)
    forged.actor = "someone"
    tamper(f"UPDATE organisation_auditentry SET actor = 'someone', hash = '{forged.link().hash()}' WHERE seq = 2")
    assert queries.verify_chain().broken == Break(BreakKind.DETACHED, 3)


def test_a_trail_rewritten_from_some_point_on_disagrees_with_a_head_noted_earlier(three_entries: None) -> None:
    assert queries.verify_chain(noted_head=(2, AuditEntry.objects.get(seq=2).hash)).intact
    assert queries.verify_chain(noted_head=(2, "f" * 64)).broken == Break(BreakKind.SHORTENED, 4)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE organisation_auditentry SET actor = 'someone' WHERE seq = 1",
        "DELETE FROM organisation_auditentry WHERE seq = 3",
        "UPDATE organisation_audithead SET hash = 'x'",
        "UPDATE organisation_audithead SET seq = 9, hash = 'x'",
        "DELETE FROM organisation_audithead",
    ],
)
def test_the_database_itself_refuses_to_change_the_trail(three_entries: None, statement: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"):
        run(statement)


def test_the_database_itself_refuses_to_empty_the_trail(three_entries: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite knows no TRUNCATE; DELETE is refused by the test above")
    with pytest.raises(IntegrityError, match="append-only"):
        run("TRUNCATE organisation_auditentry")


def test_the_model_refuses_to_change_the_trail(three_entries: None) -> None:
    entry = AuditEntry.objects.get(seq=1)
    entry.actor = "someone"
    with pytest.raises(AppendOnly):
        entry.save()
    with pytest.raises(AppendOnly):
        entry.delete()
    with pytest.raises(AppendOnly):
        AuditEntry.objects.filter(seq=1).update(actor="someone")
    with pytest.raises(AppendOnly):
        AuditEntry.objects.all().delete()
    with pytest.raises(AppendOnly):
        AuditEntry.objects.bulk_update([entry], ["actor"])


def test_a_change_that_is_rolled_back_leaves_no_entry(db: None) -> None:
    def half_done() -> None:
        with transaction.atomic():
            note()
            raise LookupError

    with pytest.raises(LookupError):
        half_done()
    assert not AuditEntry.objects.exists()
    assert note() == 1


@pytest.mark.django_db(transaction=True)
def test_an_entry_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        audit.record(room="test", action="a.b", subject=("kind", "key"), by=None)


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_moment_make_one_unbroken_chain() -> None:
    def write(number: int) -> int:
        try:
            return note(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as writers:
        numbers = list(writers.map(write, range(40)))
    assert sorted(numbers) == list(range(1, 41))
    assert queries.verify_chain().intact
    assert AuditHead.objects.get().seq == 40


@pytest.mark.django_db(transaction=True)
def test_the_guards_are_back_after_a_test_with_real_transactions() -> None:
    note()
    with pytest.raises(IntegrityError, match="append-only"):
        run("DELETE FROM organisation_auditentry")
