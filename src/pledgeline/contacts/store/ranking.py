"""Which version of a contact counts: SQL over what was delivered and what is held.

Almost every delivered contact is new and delivered once; those take the fast road and are never sorted. Only
*contested* keys (delivered twice, or held already) are compared, column by column:

- the same contents as a version delivered or held before → unchanged, nothing is written;
- otherwise a new version; the one with the greatest `source_updated_at` is current, among equals the one delivered
  last, so that an older version that arrives late is kept and never becomes current.
"""

from __future__ import annotations

from pledgeline.contacts.core.schema import CONTACT

# Where a row was found and what was flagged about it is not what it says.
_NOT_CONTENT = ("source_line", "source_records", "quality_flags")
STAGED = tuple(column.name for column in CONTACT.staged)
CONTENT = tuple(name for name in STAGED if name not in _NOT_CONTENT)


def columns(names: tuple[str, ...], prefix: str = "") -> str:
    return ", ".join(f'{prefix}"{name}"' for name in names)


def contested_keys(staged: str, held: str) -> str:
    """Keys that need ranking: (contact_key)."""
    return f"""
        SELECT contact_key FROM {staged} GROUP BY contact_key HAVING count(*) > 1
        UNION
        SELECT contact_key FROM {staged} SEMI JOIN {held} AS held USING (contact_key)
    """


def ranked(staged: str, held: str) -> str:
    """Every version, delivered or held, of the contested keys, with its fate.

    Columns: the staged ones, `is_fresh` (of this delivery), `held_version` (null for fresh rows), `version`,
    `is_current` after this delivery, `was_current` before it, and `fate`: accepted, superseded or unchanged
    (null for held rows).
    """
    content = columns(CONTENT)
    return f"""
        WITH everything AS (
            SELECT {columns(STAGED)}, true AS is_fresh, NULL::INTEGER AS held_version, false AS was_current
            FROM {staged} SEMI JOIN contested USING (contact_key)
            UNION ALL BY NAME
            SELECT {columns(STAGED)}, false AS is_fresh, version AS held_version, is_current AS was_current
            FROM {held} AS held SEMI JOIN contested USING (contact_key)
        ), told_apart AS (
            SELECT *, row_number() OVER (
                PARTITION BY {content} ORDER BY is_fresh, held_version, source_line
            ) AS telling
            FROM everything
        ), versions AS (
            SELECT *,
                row_number() OVER (
                    PARTITION BY contact_key
                    ORDER BY source_updated_at DESC NULLS LAST, is_fresh DESC, held_version DESC, source_line DESC
                ) AS place,
                coalesce(max(held_version) OVER (PARTITION BY contact_key), 0) + row_number() OVER (
                    PARTITION BY contact_key, is_fresh ORDER BY source_updated_at NULLS FIRST, source_line
                ) AS next_version,
                count(*) OVER (PARTITION BY contact_key, source_updated_at) > 1
                    AND source_updated_at IS NOT NULL AS disagrees
            FROM told_apart WHERE telling = 1
        )
        SELECT {columns(STAGED)}, is_fresh, held_version, was_current,
            CASE WHEN is_fresh THEN next_version ELSE held_version END AS version,
            place = 1 AS is_current,
            disagrees,
            CASE WHEN NOT is_fresh THEN NULL WHEN place = 1 THEN 'accepted' ELSE 'superseded' END AS fate
        FROM versions
        UNION ALL BY NAME
        SELECT {columns(STAGED)}, is_fresh, held_version, was_current, NULL::INTEGER AS version,
            false AS is_current, false AS disagrees, 'unchanged' AS fate
        FROM told_apart WHERE telling > 1 AND is_fresh
    """


def winners(batch: str, ingested_at_us: int) -> str:
    """The rows to append to `contact`: uncontested ones as version 1, fresh contested ones with their rank."""
    book = f"'{batch}' AS batch_id, make_timestamptz({ingested_at_us}) AS ingested_at"
    attributed = "coalesce(queue_in_at, human_requested_at, arrived_at) AS attributed_at"
    flags = "CASE WHEN disagrees THEN list_append(quality_flags, 'version_conflict') ELSE quality_flags END"
    others = columns(tuple(name for name in STAGED if name != "quality_flags"))
    return f"""
        SELECT {columns(STAGED)}, {attributed}, 1::INTEGER AS version, true AS is_current, {book}
        FROM staged_contact_kept ANTI JOIN contested USING (contact_key)
        UNION ALL BY NAME
        SELECT {others}, {flags} AS quality_flags, {attributed}, version::INTEGER AS version, is_current, {book}
        FROM ranked WHERE is_fresh AND fate <> 'unchanged'
    """


def as_new(staged: str, batch: str, ingested_at_us: int) -> str:
    """Every staged row as the first and current version: a plain projection that streams."""
    return f"""
        SELECT {columns(STAGED)}, coalesce(queue_in_at, human_requested_at, arrived_at) AS attributed_at,
            1::INTEGER AS version, true AS is_current, '{batch}' AS batch_id,
            make_timestamptz({ingested_at_us}) AS ingested_at
        FROM {staged}
    """
