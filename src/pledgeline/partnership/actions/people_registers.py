"""Ideas, thanks and ratings handed in again. What stands already stays; a line that says otherwise is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from pledgeline.kernel.problem import Problem
from pledgeline.partnership.actions import ideas, mirror, recognition
from pledgeline.partnership.core.quarter import Quarter
from pledgeline.partnership.models import Idea, MirrorRating, Recognition
from pledgeline.partnership.queries import people_registers as registers
from pledgeline.ui.sheets import Imported, Row

Counts = dict[str, int]
_NEEDED = {
    registers.IDEAS.name: ("number", "centre", "side", "text", "sent_on", "due_on"),
    registers.RECOGNITIONS.name: ("number", "centre", "side", "thanked", "text", "day"),
    registers.RATINGS.name: ("centre", "quarter", "item", "score", "day"),
}


def _written(name: str, write: Callable[[Row, Any], str], rows: Sequence[Row], by: Any) -> Imported:
    counts: Counts = {"created": 0, "updated": 0, "unchanged": 0}
    for row in rows:
        try:
            for field in _NEEDED[name]:
                if row[field] is None:
                    raise Problem("partnership.missing", field=field)
            counts[write(row, by)] += 1
        except Problem as problem:
            raise problem.at(line=row.line) from problem
    return Imported(**counts)


def _idea(row: Row, by: Any) -> str:
    found = Idea.objects.filter(number=row["number"]).first()
    done = "unchanged"
    if found is None:
        found = ideas.send(
            centre=row["centre"],
            side=row["side"],
            text=row["text"],
            signed=row["signed"] or "",
            by=by,
            reply_days=(row["due_on"] - row["sent_on"]).days,
            number=row["number"],
            at=_noon(row["sent_on"]),
        )
        done = "created"
    elif not _same(found, row, ("centre", "side", "text", "signed", "sent_on", "due_on")):
        raise Problem("partnership.record_is_fixed", field="number")
    if row["outcome"] is None and found.answered_on is None:
        return done
    if found.answered_on is not None:
        if not _same(found, row, ("outcome", "answer_en", "answer_zh", "answered_on")):
            raise Problem("partnership.record_is_fixed", field="outcome")
        return done
    ideas.answer(
        number=found.number,
        outcome=row["outcome"],
        answer_en=row["answer_en"] or "",
        answer_zh=row["answer_zh"] or "",
        by=by,
        at=_noon(row["answered_on"]) if row["answered_on"] is not None else None,
    )
    return "updated" if done == "unchanged" else done


def _thanks(row: Row, by: Any) -> str:
    found = Recognition.objects.select_related("created_by").filter(number=row["number"]).first()
    if found is not None:
        given_by = found.created_by.username if found.created_by else None
        if given_by != row["by"] or not _same(found, row, ("centre", "side", "thanked", "text", "day")):
            raise Problem("partnership.record_is_fixed", field="number")
        return "unchanged"
    giver = get_user_model().objects.filter(username=row["by"]).first() if row["by"] else None
    if row["by"] and giver is None:
        raise Problem("people.unknown", field="by", username=row["by"])
    recognition.thank(
        centre=row["centre"],
        side=row["side"],
        thanked=row["thanked"],
        text=row["text"],
        by=giver,
        number=row["number"],
        at=_noon(row["day"]),
    )
    return "created"


def _rating(row: Row, by: Any) -> str:
    quarter = Quarter.read(row["quarter"])
    found = MirrorRating.objects.filter(centre=row["centre"], quarter=row["quarter"], item=row["item"]).first()
    if found is not None:
        if not _same(found, row, ("score", "comment", "day")):
            raise Problem("rating.rated", field="item", quarter=row["quarter"])
        return "unchanged"
    scores = {row["item"]: (row["score"], row["comment"] or "")}
    mirror.rate(centre=row["centre"], quarter=quarter, scores=scores, by=by, at=_noon(row["day"]))
    return "created"


def _same(record: Any, row: Row, names: Sequence[str]) -> bool:
    return all((getattr(record, name) or None) == (row[name] or None) for name in names)


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def _as_it_left(rows: Sequence[Row], by: Any) -> Imported:
    """Results of a pulse are no record that a file could change: what says the same is left alone, all else refused."""
    standing = registers.export_rows(registers.PULSES.name)
    for row in rows:
        if dict(row) not in standing:
            raise Problem("pulse.never_taken_in", line=row.line)
    return Imported(unchanged=len(rows))


WRITERS: Mapping[str, Callable[[Sequence[Row], Any], Imported]] = {
    registers.IDEAS.name: lambda rows, by: _written(registers.IDEAS.name, _idea, rows, by),
    registers.RECOGNITIONS.name: lambda rows, by: _written(registers.RECOGNITIONS.name, _thanks, rows, by),
    registers.RATINGS.name: lambda rows, by: _written(registers.RATINGS.name, _rating, rows, by),
    registers.PULSES.name: _as_it_left,
}
