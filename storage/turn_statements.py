"""The statements of a turn: one to load, at most three to save."""

from __future__ import annotations

from storage.rows import OPEN_LIMIT
from storage.statement import Batch, Each, Statement

_LOAD = f"""
    SELECT 'key' AS part, key_id AS id, CASE WHEN active THEN 1 ELSE 0 END AS n, wrapped AS body
      FROM tenant_key WHERE tenant = :tenant
    UNION ALL
    SELECT 'person', id, version, state FROM person WHERE tenant = :tenant AND id = :person
    UNION ALL
    SELECT 'opportunity', id, version, body FROM (
      SELECT id, version, body FROM opportunity
       WHERE tenant = :tenant AND person = :person AND open
       ORDER BY touched_at DESC LIMIT {OPEN_LIMIT}) AS newest
    UNION ALL
    SELECT kind, activity, seq, body FROM outbox
     WHERE tenant = :tenant AND person = :person AND activity = :activity AND seq >= 0
"""

LOAD = Statement(_LOAD)
LOAD_EACH = Each({"tenant": "text", "person": "text", "activity": "text"}, _LOAD)

LOAD_MORE = Statement(
    sqlite="""
    SELECT id, version, body FROM opportunity
     WHERE tenant = :tenant AND person = :person AND id IN (SELECT value FROM json_each(:ids))""",
    postgres="""
    SELECT id, version, body FROM opportunity
     WHERE tenant = :tenant AND person = :person AND id = ANY(CAST(:ids AS text[]))""",
)

LOAD_ALL = Statement(
    sqlite="SELECT id, version, body FROM opportunity WHERE tenant = :tenant AND person = :person",
    postgres="SELECT id, version, body FROM opportunity WHERE tenant = :tenant AND person = :person",
)

KEYS = Statement(
    sqlite="""
    SELECT tenant, key_id, wrapped, active FROM tenant_key
     WHERE tenant IN (SELECT value FROM json_each(:tenants))""",
    postgres="""
    SELECT tenant, key_id, wrapped, active FROM tenant_key WHERE tenant = ANY(CAST(:tenants AS text[]))""",
)

ADD_KEY = Statement("""
    INSERT INTO tenant_key (tenant, key_id, wrapped, active, created_at)
    VALUES (:tenant, :key_id, :wrapped, true, :now)
""")

ADD_PERSON = Statement("""
    INSERT INTO person (tenant, id, version, touched_at, state) VALUES (:tenant, :person, 1, :now, :state)
    ON CONFLICT (tenant, id) DO NOTHING
""")

CHANGE_PERSON = Statement("""
    UPDATE person SET version = version + 1, touched_at = :now, state = :state
     WHERE tenant = :tenant AND id = :person AND version = :version
""")

CHANGE_PEOPLE = Batch(
    {"tenant": "text", "id": "text", "version": "bigint", "touched_at": "timestamptz", "state": "bytea"},
    """UPDATE person AS p SET version = p.version + 1, touched_at = r.touched_at, state = r.state
      FROM {rows} WHERE p.tenant = r.tenant AND p.id = r.id AND p.version = r.version""",
)

WITHDRAW = Statement("""
    UPDATE outbox SET state = 'cancelled', reason = 'removed', finished_at = :now, lease_until = NULL
     WHERE tenant = :tenant AND person = :person AND kind = 'message' AND finished_at IS NULL
""")
"""A row that is being sent is cancelled too: what its worker reports of it then changes nothing."""

TAKE_BACK = Statement("""
    DELETE FROM outbox
     WHERE tenant = :tenant AND person = :person AND activity = :activity AND seq = :seq
""")

OPPORTUNITY = {
    "tenant": "text",
    "person": "text",
    "id": "text",
    "version": "bigint",
    "open": "boolean",
    "touched_at": "timestamptz",
    "body": "bytea",
}

_INTO_OPPORTUNITY = f"INSERT INTO opportunity ({', '.join(OPPORTUNITY)})"
_IF_UNCHANGED = """
    ON CONFLICT (tenant, person, id) DO UPDATE
       SET version = excluded.version, open = excluded.open, touched_at = excluded.touched_at,
           body = excluded.body
     WHERE opportunity.version = excluded.version - 1
"""

PUT_OPPORTUNITIES = Batch(
    OPPORTUNITY,
    f"{_INTO_OPPORTUNITY} SELECT {', '.join(OPPORTUNITY)} FROM {{rows}} WHERE true {_IF_UNCHANGED}",
)

OUTBOX = {
    "tenant": "text",
    "person": "text",
    "activity": "text",
    "seq": "integer",
    "kind": "text",
    "conversation": "text",
    "platform": "text",
    "key": "text",
    "thread": "text",
    "due_at": "timestamptz",
    "expires_at": "timestamptz",
    "state": "text",
    "attempts": "integer",
    "claimed_by": "text",
    "lease_until": "timestamptz",
    "reason": "text",
    "created_at": "timestamptz",
    "finished_at": "timestamptz",
    "body": "bytea",
}

_INTO_OUTBOX = f"INSERT INTO outbox ({', '.join(OUTBOX)}, next_attempt_at, position)"
_MOVED = """
    ON CONFLICT (tenant, person, activity, seq) DO UPDATE
       SET conversation = excluded.conversation, platform = excluded.platform, due_at = excluded.due_at,
           expires_at = excluded.expires_at, state = excluded.state, reason = excluded.reason, attempts = 0,
           next_attempt_at = excluded.due_at, lease_until = NULL, claimed_by = NULL,
           finished_at = excluded.finished_at, body = excluded.body, position = excluded.position
     WHERE outbox.kind = 'wake' AND excluded.kind = 'wake'
"""
"""Only a wake may be written again; it has a new position then, by which a claim of it from before is known
(`outbox_statements.SETTLE_IN_PLACE`). Another row that is there already was put there by the same activity."""

_PUT = f"{_INTO_OUTBOX} SELECT {', '.join(OUTBOX)}, due_at"

_LAST_WAITING = """(SELECT coalesce(max(e.position), 0) FROM outbox e
     WHERE e.tenant = r.tenant AND e.conversation = r.conversation
       AND e.finished_at IS NULL AND e.kind = 'message')"""

PUT_OUTBOX = Batch(
    OUTBOX,
    sqlite=f"{_PUT}, {_LAST_WAITING} + r.seq + 1 FROM {{rows}} WHERE true {_MOVED}",
    postgres=f"{_PUT}, nextval('outbox_position') FROM {{rows}} ORDER BY n {_MOVED}",
)
"""The position is after all that waits in the conversation, which is all that its order needs."""
