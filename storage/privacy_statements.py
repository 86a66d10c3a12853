"""The statements of forgetting: what is deleted, and what is left of a message until it is blanked."""

from __future__ import annotations

from storage.statement import Batch, Statement

_LOOKED_AT = "activity, seq, kind, key, thread, platform_ref, body, finished_at IS NOT NULL"

OUTBOX_OF_PERSON = Statement(f"SELECT {_LOOKED_AT} FROM outbox WHERE tenant = :tenant AND person = :person")

TAKE_FORGOTTEN = Statement(f"""
    DELETE FROM outbox WHERE tenant = :tenant AND person = :person AND kind = 'forgotten' RETURNING {_LOOKED_AT}
""")

UNBLANKED = Statement("""
    SELECT tenant, person FROM outbox WHERE kind = 'forgotten' ORDER BY tenant, person LIMIT :limit
""")
"""Of whom places were left by a process that ended between keeping a turn and blanking what it had forgotten."""

KEY = {"tenant": "text", "person": "text", "activity": "text", "seq": "integer"}
_SAME = " AND ".join(f"o.{name} = r.{name}" for name in KEY)

DELETE_ROWS = Batch(
    KEY,
    f"DELETE FROM outbox WHERE ({', '.join(KEY)}) IN (SELECT {', '.join(KEY)} FROM {{rows}})",
)

LEAVE_PLACE = Batch(
    {**KEY, "kind": "text", "body": "bytea"},
    f"UPDATE outbox AS o SET kind = r.kind, body = r.body FROM {{rows}} WHERE {_SAME}",
)

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
