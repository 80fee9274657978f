from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pledgeline.organisation.core.audit import GENESIS, Break, BreakKind, Link, canonical, verify


def link(seq: int, previous: str, **changes: object) -> Link:
    fields: dict[str, object] = {
        "seq": seq,
        "at": datetime(2026, 1, 1, tzinfo=UTC),
        "actor": "alice",
        "action": "thing.done",
        "room": "test",
        "object_kind": "thing",
        "object_key": "k",
        "data": "{}",
        "previous_hash": previous,
    }
    return Link(**{**fields, **changes, "seq": seq, "previous_hash": previous})  # type: ignore[arg-type]


def chain_of(length: int) -> list[tuple[Link, str]]:
    entries, head = [], GENESIS
    for seq in range(1, length + 1):
        one = link(seq, head, object_key=f"k{seq}")
        head = one.hash()
        entries.append((one, head))
    return entries


def test_canonical_text_does_not_depend_on_the_order_of_keys() -> None:
    assert canonical({"b": 1, "a": [1, 2]}) == canonical({"a": [1, 2], "b": 1}) == '{"a":[1,2],"b":1}'


def test_canonical_text_of_values_json_does_not_know() -> None:
    data = {
        "day": date(2026, 10, 1),
        "at": datetime(2026, 10, 1, 8, tzinfo=timezone(timedelta(hours=8))),
        "share": Decimal("0.80"),
        "codes": frozenset({"b", "a"}),
    }
    assert canonical(data) == (
        '{"at":"2026-10-01T00:00:00.000000+00:00","codes":["a","b"],"day":"2026-10-01","share":"0.80"}'
    )


@pytest.mark.parametrize("value", [float("nan"), float("inf"), datetime(2026, 1, 1)])  # noqa: DTZ001
def test_values_without_one_meaning_are_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"zone|not JSON compliant"):
        canonical({"value": value})


def test_objects_are_refused() -> None:
    with pytest.raises(TypeError, match="cannot hold"):
        canonical({"value": object()})


def test_the_hash_is_sha256_over_the_canonical_fields() -> None:
    written_out = (
        '{"action":"thing.done","actor":"alice","at":"2026-01-01T00:00:00.000000+00:00","data":"{}",'
        f'"object_key":"k","object_kind":"thing","previous_hash":"{GENESIS}","room":"test","seq":1}}'
    )
    assert link(1, GENESIS).hash() == hashlib.sha256(written_out.encode()).hexdigest()


@given(length=st.integers(1, 12), data=st.data())
def test_any_single_removal_or_swap_of_neighbours_breaks_the_chain(length: int, data: st.DataObject) -> None:
    entries = chain_of(length)
    head = (length, entries[-1][1])
    assert verify(entries, noted_head=head).intact
    gone = data.draw(st.integers(0, length - 1))
    assert not verify(entries[:gone] + entries[gone + 1 :], noted_head=head).intact
    if length > 1:
        at = data.draw(st.integers(0, length - 2))
        swapped = [*entries[:at], entries[at + 1], entries[at], *entries[at + 2 :]]
        assert not verify(swapped, noted_head=head).intact


@given(length=st.integers(1, 8), data=st.data())
def test_any_altered_field_is_found_at_its_place(length: int, data: st.DataObject) -> None:
    entries = chain_of(length)
    at = data.draw(st.integers(0, length - 1))
    field = data.draw(st.sampled_from(["actor", "action", "room", "object_kind", "object_key", "data"]))
    old, stored = entries[at]
    entries[at] = (link(old.seq, old.previous_hash, **{"object_key": old.object_key, field: "changed"}), stored)
    assert verify(entries).broken == Break(BreakKind.ALTERED, at + 1)
