"""The statements of forgetting: what is deleted, and what is left of a message until it is blanked."""

from __future__ import annotations

from storage.statement import Batch, Statement

_LOOKED_AT = "activity, seq, kind, key, thread, platform_ref, body, finished_at IS NOT NULL"

_OUTBOX_OF_PERSON = f"SELECT {_LOOKED_AT} FROM outbox WHERE tenant = :tenant AND person = :person"

OUTBOX_OF_PERSON = Statement(
    sqlite=_OUTBOX_OF_PERSON,
    postgres=f"{_OUTBOX_OF_PERSON} ORDER BY tenant, person, activity, seq FOR UPDATE",
)
"""Nobody marks a message as sent between this look and what is done after it."""

_TO_BLANK = """
    o.kind = 'forgotten' AND o.next_attempt_at <= :now AND (o.lease_until IS NULL OR o.lease_until <= :now)
    AND NOT EXISTS (SELECT 1 FROM bucket b
       WHERE b.tenant = o.tenant AND b.platform = o.platform AND b.channel IN ('', :channel)
         AND b.available_at > :now)
"""

MAY_BLANK = Statement(f"SELECT 1 FROM outbox o WHERE {_TO_BLANK} ORDER BY o.tenant, o.person LIMIT 1")

_CLAIM_FORGOTTEN = """
    UPDATE outbox SET claimed_by = :worker, lease_until = :lease, attempts = attempts + 1
"""
_FEW_OF_EACH_TENANT = """
      SELECT at FROM (
        SELECT at, n, row_number() OVER (ORDER BY n) AS nth FROM (
          SELECT at, row_number() OVER (PARTITION BY tenant ORDER BY next_attempt_at) AS n FROM (
            {waiting}) AS waiting) AS ranked
         WHERE n <= :cap) AS few
       WHERE nth <= :limit
"""
_WAITING = f"""
            SELECT o.{{at}} AS at, o.tenant, o.next_attempt_at FROM outbox o WHERE {_TO_BLANK}
             ORDER BY o.tenant, o.person
"""
_CLAIMED = "tenant, person, activity, seq, platform, due_at, attempts, platform_ref, body"

CLAIM_FORGOTTEN = Statement(
    sqlite=f"""{_CLAIM_FORGOTTEN} WHERE rowid IN (
      {_FEW_OF_EACH_TENANT.format(waiting=_WAITING.format(at="rowid"))}) RETURNING {_CLAIMED}""",
    postgres=f"""{_CLAIM_FORGOTTEN} WHERE ctid = ANY(ARRAY(
      {_FEW_OF_EACH_TENANT.format(waiting=_WAITING.format(at="ctid") + "FOR UPDATE OF o SKIP LOCKED")}))
      RETURNING {_CLAIMED}""",
)
"""What waits to be blanked is little, and looked at as a whole, so that no tenant stands in front of another."""

_PLACE = {"tenant": "text", "person": "text", "platform_ref": "text"}
_FORGOTTEN_THERE = "o.kind = 'forgotten' AND " + " AND ".join(f"o.{name} = r.{name}" for name in _PLACE)

DROP_BLANKED = Batch(
    _PLACE,
    f"""DELETE FROM outbox WHERE kind = 'forgotten'
       AND ({", ".join(_PLACE)}) IN (SELECT {", ".join(_PLACE)} FROM {{rows}})""",
)

BLANK_AGAIN = Batch(
    {**_PLACE, "retry_at": "timestamptz"},
    f"""UPDATE outbox AS o SET next_attempt_at = r.retry_at, lease_until = NULL FROM {{rows}}
     WHERE {_FORGOTTEN_THERE}""",
)

PULL_BACK_FORGOTTEN = Statement("""
    UPDATE outbox SET next_attempt_at = :now, lease_until = NULL
     WHERE kind = 'forgotten' AND (next_attempt_at > :far OR lease_until > :far)
""")

KEY = {"tenant": "text", "person": "text", "activity": "text", "seq": "integer"}
_SAME = " AND ".join(f"o.{name} = r.{name}" for name in KEY)

DELETE_ROWS = Batch(
    KEY,
    f"DELETE FROM outbox WHERE ({', '.join(KEY)}) IN (SELECT {', '.join(KEY)} FROM {{rows}})",
)

FORGET_PLACE = Batch(
    {**KEY, "next_attempt_at": "timestamptz", "body": "bytea"},
    f"""UPDATE outbox AS o
       SET kind = 'forgotten', key = NULL, thread = NULL, body = r.body, due_at = :now,
           next_attempt_at = r.next_attempt_at, attempts = 0, claimed_by = NULL, lease_until = NULL
      FROM {{rows}} WHERE {_SAME}""",
)
"""Nothing new is drawn in its place or in its thread."""

_LEFT = {
    **KEY,
    "conversation": "text",
    "platform": "text",
    "due_at": "timestamptz",
    "platform_ref": "text",
    "body": "bytea",
}

LEAVE_POSTED = Batch(
    _LEFT,
    f"""INSERT INTO outbox ({", ".join(_LEFT)},
        kind, state, attempts, position, created_at, next_attempt_at, finished_at)
    SELECT {", ".join(_LEFT)}, 'forgotten', 'sent', 0, 0, due_at, due_at, due_at FROM {{rows}} WHERE true
    ON CONFLICT (tenant, person, activity, seq) DO NOTHING""",
)
"""Where a message stands that was posted while it was forgotten: its row is gone."""

_AS_FOUND = f"{_SAME} AND o.finished_at < :before"

DELETE_FINISHED = Batch(
    {**KEY, "kind": "text"},
    f"""DELETE FROM outbox WHERE ({", ".join(KEY)}) IN (
      SELECT {", ".join(f"o.{name}" for name in KEY)} FROM {{rows}}, outbox AS o
       WHERE {_AS_FOUND} AND o.kind = r.kind)""",
)

LEAVE_STANDING = Batch(
    {**KEY, "body": "bytea"},
    f"""UPDATE outbox AS o SET kind = 'standing', body = r.body FROM {{rows}}
     WHERE {_AS_FOUND} AND o.kind = 'message' AND o.body IS NOT NULL""",
)
"""These two purge only what still is as it was found: a wake may have been set again since, a message forgotten."""

LEAVE_PLACE = Batch(
    {**KEY, "body": "bytea"},
    f"UPDATE outbox AS o SET kind = 'standing', body = r.body FROM {{rows}} WHERE {_SAME}",
)

EMPTY_ROWS = Batch(KEY, f"UPDATE outbox AS o SET body = NULL FROM {{rows}} WHERE {_SAME}")

DELETE_OPPORTUNITY = Statement("""
    DELETE FROM opportunity WHERE tenant = :tenant AND person = :person AND id = :opportunity
""")

DELETE_OPPORTUNITIES = Statement("DELETE FROM opportunity WHERE tenant = :tenant AND person = :person")

REWRITE_PERSON = Statement("""
    UPDATE person SET version = version + 1, state = :state
     WHERE tenant = :tenant AND id = :person AND version = :version
""")

DELETE_PERSON = Statement("DELETE FROM person WHERE tenant = :tenant AND id = :person")

DELETE_PERSON_UNCHANGED = Statement("""
    DELETE FROM person WHERE tenant = :tenant AND id = :person AND version = :version
""")

EVERYBODY = Statement("SELECT id, version, state FROM person WHERE tenant = :tenant")

PEOPLE = Statement("SELECT count(*) FROM person WHERE tenant = :tenant")

DELETE_TENANT = tuple(
    Statement(f"DELETE FROM {table} WHERE tenant = :tenant")
    for table in ("tenant_key", "person", "opportunity", "outbox", "bucket", "installation")
)
