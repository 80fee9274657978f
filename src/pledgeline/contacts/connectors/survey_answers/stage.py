"""One delivery of survey answers: a row of the file becomes a row for each of its questions."""

from __future__ import annotations

from pledgeline.contacts.connectors.delimited.numbers import number
from pledgeline.contacts.connectors.delimited.records import RecordBuilder, shared_columns
from pledgeline.contacts.connectors.delimited.stage import Rows, leave_rejects, read_rows
from pledgeline.contacts.connectors.sql import cases, lit
from pledgeline.contacts.connectors.staged import leave
from pledgeline.contacts.connectors.survey_answers.profile import SurveyProfile
from pledgeline.contacts.core.connector import Duck, Staged, Staging


class SurveyBuilder(RecordBuilder):
    profile: SurveyProfile

    def more(self) -> None:
        """Points of question i in column p<i>, turned so that more is better."""
        for place, question in enumerate(self.profile.questions):
            text, scale, raw = self.text[question.column], question.scale, f"q{place}"
            if question.map is not None:
                read = cases((f"{text} = {lit(word)}", str(points)) for word, points in question.map.items())
            else:
                read = number(text, self.decimal_mark)
            self.layers.add({raw: f"CAST({read} AS DOUBLE)"})
            turned = raw if scale.best == "high" else f"{scale.lowest + scale.highest} - {raw}"
            self.layers.add({f"p{place}": turned})
            self.written.append(f"p{place}")
            self.refuse(f"{text} IS NOT NULL AND {raw} IS NULL", "points.unreadable", question.column, text)
            outside = f"{raw} NOT BETWEEN {scale.lowest} AND {scale.highest} OR {raw} <> round({raw})"
            self.refuse(outside, "points.outside_scale", question.column, text)
        moments = [self.moment(name) for name in (self.profile.asked_at, self.profile.answered_at) if name]
        first = self.profile.instants[self.profile.asked_at or self.profile.answered_at or ""]
        self.refuse(" AND ".join(f"{one} IS NULL" for one in moments), "time.missing", first.column or "")
        if not self.profile.lists_everyone_asked:
            silent = " AND ".join(f"p{place} IS NULL" for place in range(len(self.profile.questions)))
            self.refuse(silent, "answer.missing", self.profile.questions[0].column)


def stage(con: Duck, staging: Staging) -> Staged:
    """See `core/connector.py`. Raises Problem for a file that cannot be read at all; nothing is left then."""
    profile: SurveyProfile = staging.profile
    rows = read_rows(con, staging, profile, SurveyBuilder)
    _answers(con, staging, profile, rows)
    outside = leave_rejects(con, rows)
    staging.progress(1.0)
    return Staged(read=rows.count + outside)


def _answers(con: Duck, staging: Staging, profile: SurveyProfile, rows: Rows) -> None:
    builder: SurveyBuilder = rows.builder  # type: ignore[assignment]
    columns, join, native = shared_columns(con, staging, rows, "answer_key")
    points = [f"p{place}" for place in range(len(profile.questions))]
    parts = " UNION ALL ".join(
        f"SELECT *, {place} AS place, {one} AS points FROM {rows.source} WHERE refusal IS NULL"
        for place, one in enumerate(points)
    )
    answered = " OR ".join(f"r.{one} IS NOT NULL" for one in points)
    if profile.answered_at:
        answered += f" OR r.{builder.moment(profile.answered_at)} IS NOT NULL"

    def of_question(*values: str) -> str:
        return cases((f"r.place = {place}", value) for place, value in enumerate(values))

    questions = profile.questions
    leave(
        con,
        "staged_survey_answer",
        {
            **columns,
            "answer_key": f"{lit(staging.source_id + ':')} || {native} || ':' || "
            + of_question(*(lit(one.ask) for one in questions)),
            "question": of_question(*(lit(one.ask) for one in questions)),
            "scale_min": of_question(*(str(one.scale.lowest) for one in questions)),
            "scale_max": of_question(*(str(one.scale.highest) for one in questions)),
            "asked_at": builder.at(profile.asked_at),
            "answered_at": builder.at(profile.answered_at),
            "points": "r.points",
            "state": f"CASE WHEN r.points IS NOT NULL THEN 'answered' WHEN {answered} THEN 'skipped' "
            "ELSE 'no_answer' END",
            "silence_is_listed": str(profile.lists_everyone_asked).lower(),
            # A row of the file is accounted for once, however many questions it answers.
            "source_records": "CASE WHEN r.place = 0 THEN 1 ELSE 0 END",
        },
        f"({parts}) AS r{join}",
    )
