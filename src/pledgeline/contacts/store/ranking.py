"""Which version of a contact counts: SQL over what was delivered and what is held.

Almost every delivered contact is new and delivered once; those take the fast road and are never sorted. Only
*contested* keys (delivered twice, or held already) are compared, column by column:

- the same contents as a version delivered or held before → unchanged, nothing is written;
- otherwise a new version; the one with the greatest `source_updated_at` is current, among equals the one delivered
  last, so that an older version that arrives late is kept and never becomes current.
"""

from __future__ import annotations

from pledgeline.contacts.core.schema import COMPLAINT, CONTACT, SURVEY_ANSWER, TableSchema

# Where a row was found and what was flagged about it is not what it says.
_NOT_CONTENT = ("source_line", "source_records", "quality_flags")
# The moment that decides which day and hour a record is counted in.
_ATTRIBUTED = {
    CONTACT.name: "coalesce(queue_in_at, human_requested_at, arrived_at)",
    SURVEY_ANSWER.name: "coalesce(asked_at, answered_at)",
    COMPLAINT.name: "received_at",
}


def attributed(table: TableSchema) -> str:
    """SQL of it, over the columns of the table."""
    return _ATTRIBUTED[table.name]


def staged_names(table: TableSchema) -> tuple[str, ...]:
    return tuple(column.name for column in table.staged)


def content(table: TableSchema) -> str:
    """The columns by which two versions are told apart."""
    return columns(tuple(name for name in staged_names(table) if name not in _NOT_CONTENT))


def columns(names: tuple[str, ...], prefix: str = "") -> str:
    return ", ".join(f'{prefix}"{name}"' for name in names)


def contested_keys(table: TableSchema, staged: str, held: str) -> str:
    """Keys that need ranking, in a column named like the table's key."""
    key = table.key[0]
    return f"""
        SELECT {key} FROM {staged} GROUP BY {key} HAVING count(*) > 1
        UNION
        SELECT {key} FROM {staged} SEMI JOIN {held} AS held USING ({key})
    """


def ranked(table: TableSchema, staged: str, held: str) -> str:
    """Every version, delivered or held, of the contested keys, with its fate.

    Columns: the staged ones, `is_fresh` (of this delivery), `held_version` (null for fresh rows), `version`,
    `is_current` after this delivery, `was_current` before it, and `fate`: accepted, superseded or unchanged
    (null for held rows).
    """
    key, names = table.key[0], columns(staged_names(table))
    return f"""
        WITH everything AS (
            SELECT {names}, true AS is_fresh, NULL::INTEGER AS held_version, false AS was_current
            FROM {staged} SEMI JOIN contested USING ({key})
            UNION ALL BY NAME
            SELECT {names}, false AS is_fresh, version AS held_version, is_current AS was_current
            FROM {held} AS held SEMI JOIN contested USING ({key})
        ), told_apart AS (
            SELECT *, row_number() OVER (
                PARTITION BY {content(table)} ORDER BY is_fresh, held_version, source_line
            ) AS telling
            FROM everything
        ), versions AS (
            SELECT *,
                row_number() OVER (
                    PARTITION BY {key}
                    ORDER BY source_updated_at DESC NULLS LAST, is_fresh DESC, held_version DESC, source_line DESC
                ) AS place,
                coalesce(max(held_version) OVER (PARTITION BY {key}), 0) + row_number() OVER (
                    PARTITION BY {key}, is_fresh ORDER BY source_updated_at NULLS FIRST, source_line
                ) AS next_version,
                count(*) OVER (PARTITION BY {key}, source_updated_at) > 1
                    AND source_updated_at IS NOT NULL AS disagrees
            FROM told_apart WHERE telling = 1
        )
        SELECT {names}, is_fresh, held_version, was_current,
            CASE WHEN is_fresh THEN next_version ELSE held_version END AS version,
            place = 1 AS is_current,
            disagrees,
            CASE WHEN NOT is_fresh THEN NULL WHEN place = 1 THEN 'accepted' ELSE 'superseded' END AS fate
        FROM versions
        UNION ALL BY NAME
        SELECT {names}, is_fresh, held_version, was_current, NULL::INTEGER AS version,
            false AS is_current, false AS disagrees, 'unchanged' AS fate
        FROM told_apart WHERE telling > 1 AND is_fresh
    """


def winners(table: TableSchema, batch: str, ingested_at_us: int) -> str:
    """The rows to append to the table: uncontested ones as version 1, fresh contested ones with their rank."""
    book = f"'{batch}' AS batch_id, make_timestamptz({ingested_at_us}) AS ingested_at"
    moment = f"{attributed(table)} AS attributed_at"
    key, names = table.key[0], staged_names(table)
    others = columns(tuple(name for name in names if name != "quality_flags"))
    if "quality_flags" in names:
        flags = "CASE WHEN disagrees THEN list_append(quality_flags, 'version_conflict') ELSE quality_flags END"
        others += f", {flags} AS quality_flags"
    return f"""
        SELECT {columns(names)}, {moment}, 1::INTEGER AS version, true AS is_current, {book}
        FROM staged_kept ANTI JOIN contested USING ({key})
        UNION ALL BY NAME
        SELECT {others}, {moment}, version::INTEGER AS version, is_current, {book}
        FROM ranked WHERE is_fresh AND fate <> 'unchanged'
    """


def as_new(table: TableSchema, staged: str, batch: str, ingested_at_us: int) -> str:
    """Every staged row as the first and current version: a plain projection that streams."""
    return f"""
        SELECT {columns(staged_names(table))}, {attributed(table)} AS attributed_at,
            1::INTEGER AS version, true AS is_current, '{batch}' AS batch_id,
            make_timestamptz({ingested_at_us}) AS ingested_at
        FROM {staged}
    """
