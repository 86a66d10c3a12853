"""The statements of delivery: claim, settle, reap, hold, and where messages stand."""

from __future__ import annotations

from storage.statement import Batch, Each, Statement

ABANDONED = "abandoned"
"""The reason on a row whose worker let its lease run out: what it did with it, nobody knows."""

CLAIMED = """
    tenant, person, activity, seq, kind, platform, conversation, due_at, expires_at, attempts, body,
    reason, next_attempt_at
"""

_WAITS = "o.finished_at IS NULL AND o.state = 'due'"

_FIRST_OF_ITS_CONVERSATION = """
    (o.kind <> 'message' OR o.position = (
      SELECT e.position FROM outbox e
       WHERE e.tenant = o.tenant AND e.conversation = o.conversation
         AND e.finished_at IS NULL AND e.kind = 'message'
       ORDER BY e.position LIMIT 1))
"""
"""Compared with a subquery's one row rather than by NOT EXISTS, which PostgreSQL would turn into a join
over all that the tenant has waiting."""

PACE = "~"
"""The bucket's name for the turns that were taken at a platform; '' is the whole tenant's, held on its request."""

_HOLDS = (
    f"(b.channel = '{PACE}' AND b.available_at > :early OR b.channel <> '{PACE}' AND b.available_at > :now)"
)
"""Turns are planned ahead; what a platform asked for is kept to the instant."""

_NOT_HELD = f"""
    coalesce((SELECT max(CASE WHEN {_HOLDS} THEN 1 ELSE 0 END) FROM bucket b
       WHERE b.tenant = o.tenant AND b.platform = o.platform
         AND b.channel IN ('', '{PACE}', o.conversation)), 0) = 0
"""

_CLAIMABLE = f"{_WAITS} AND o.next_attempt_at <= :now AND {_FIRST_OF_ITS_CONVERSATION} AND {_NOT_HELD}"

_CLAIM = """
    UPDATE outbox SET state = 'claimed', claimed_by = :worker, lease_until = :lease, attempts = attempts + 1
"""

BACKLOG = Statement(f"""
    SELECT count(*) FROM (
      SELECT 1 FROM outbox o WHERE {_WAITS} AND o.next_attempt_at <= :now
       ORDER BY o.next_attempt_at LIMIT :limit) AS due
""")

CLAIM_OLDEST = Statement(
    sqlite=f"""{_CLAIM} WHERE rowid IN (
      SELECT o.rowid FROM outbox o WHERE {_CLAIMABLE} ORDER BY o.next_attempt_at LIMIT :limit)
    RETURNING {CLAIMED}""",
    postgres=f"""{_CLAIM} WHERE ctid = ANY(ARRAY(
      SELECT o.ctid FROM outbox o WHERE {_CLAIMABLE} ORDER BY o.next_attempt_at LIMIT :limit
         FOR UPDATE OF o SKIP LOCKED))
    RETURNING {CLAIMED}, ctid, position""",
)

CLAIM_OLDEST_CAPPED = Statement(
    sqlite=f"""{_CLAIM} WHERE rowid IN (
      SELECT at FROM (
        SELECT at, row_number() OVER (PARTITION BY tenant ORDER BY next_attempt_at) AS n FROM (
          SELECT o.rowid AS at, o.tenant, o.next_attempt_at FROM outbox o WHERE {_CLAIMABLE}
           ORDER BY o.next_attempt_at LIMIT :limit))
       WHERE n <= :cap)
    RETURNING {CLAIMED}""",
    postgres=f"""{_CLAIM} WHERE ctid = ANY(ARRAY(
      SELECT at FROM (
        SELECT at, row_number() OVER (PARTITION BY tenant ORDER BY next_attempt_at) AS n FROM (
          SELECT o.ctid AS at, o.tenant, o.next_attempt_at FROM outbox o WHERE {_CLAIMABLE}
           ORDER BY o.next_attempt_at LIMIT :limit FOR UPDATE OF o SKIP LOCKED) AS oldest) AS ranked
       WHERE n <= :cap))
    RETURNING {CLAIMED}, ctid, position""",
)
"""The oldest, but of each tenant no more than its platform takes in the time that one claim plans for."""

_HAS_DUE = f"""
           CASE WHEN coalesce((SELECT 1 FROM outbox o WHERE {{of_walked}} AND {_WAITS} {{in_order}} LIMIT 1), 0) = 0
                THEN 0
                ELSE 1 - coalesce((SELECT 1 FROM bucket b
                        WHERE b.tenant = walk.tenant AND b.channel IN ('', '{PACE}') AND {_HOLDS} LIMIT 1), 0)
           END
"""

_OF_TENANT = "o.tenant >= {tenant} AND (o.tenant, o.next_attempt_at) <= ({tenant}, CAST(:now AS timestamptz))"
_IN_ORDER = "ORDER BY o.tenant, o.next_attempt_at"
"""What is due of one tenant, for PostgreSQL: as a range of the index of tenants, in that index's order, which no other
index has. Were it an equality, a planner whose statistics are of a time when nothing was waiting would believe any
index to be as good, and read the whole queue for each tenant."""

WALK_TENANTS = Statement(
    sqlite=f"""
    WITH RECURSIVE walk(tenant, n) AS (
      SELECT (SELECT min(f.tenant) FROM outbox f WHERE f.finished_at IS NULL AND f.tenant > :after), 1
      UNION ALL
      SELECT (SELECT min(f.tenant) FROM outbox f WHERE f.finished_at IS NULL AND f.tenant > walk.tenant),
             n + 1
        FROM walk WHERE walk.tenant IS NOT NULL AND n < :steps)
    SELECT walk.tenant, {_HAS_DUE.format(of_walked="o.tenant = walk.tenant AND o.next_attempt_at <= :now", in_order="")}
      FROM walk WHERE walk.tenant IS NOT NULL""",
    postgres=f"""
    WITH RECURSIVE walk(tenant, first, n) AS (
      (SELECT f.tenant, f.next_attempt_at, 1 FROM outbox f WHERE f.finished_at IS NULL AND f.tenant > :after
        ORDER BY f.tenant, f.next_attempt_at LIMIT 1)
      UNION ALL
      SELECT f.tenant, f.next_attempt_at, n + 1
        FROM walk CROSS JOIN LATERAL (
          SELECT f.tenant, f.next_attempt_at FROM outbox f WHERE f.finished_at IS NULL AND f.tenant > walk.tenant
           ORDER BY f.tenant, f.next_attempt_at LIMIT 1) AS f
       WHERE n < :steps)
    SELECT walk.tenant, CASE WHEN walk.first > :now THEN 0 ELSE
           {_HAS_DUE.format(of_walked=_OF_TENANT.format(tenant="walk.tenant"), in_order=_IN_ORDER)} END
      FROM walk""",
)
"""The next tenants in order that have anything unfinished, and whether any of it could be claimed: it is due, and
no platform asked for patience. Each step is one look into the index: it jumps over the tenant's other rows."""

CLAIM_OF_TENANTS = Statement(
    sqlite=f"""{_CLAIM} WHERE rowid IN (
      SELECT picked.rowid FROM json_each(:tenants) AS t CROSS JOIN outbox AS picked ON picked.rowid IN (
        SELECT o.rowid FROM outbox o WHERE o.tenant = t.value AND {_CLAIMABLE}
         ORDER BY o.next_attempt_at LIMIT :quota)
      LIMIT :limit)
    RETURNING {CLAIMED}""",
    postgres=f"""{_CLAIM} WHERE ctid = ANY(ARRAY(
      SELECT picked.at FROM unnest(CAST(:tenants AS text[])) AS t(tenant) CROSS JOIN LATERAL (
        SELECT o.ctid AS at FROM outbox o
         WHERE {_OF_TENANT.format(tenant="t.tenant")} AND {_CLAIMABLE}
         {_IN_ORDER} LIMIT :quota FOR UPDATE OF o SKIP LOCKED) AS picked
      LIMIT :limit))
    RETURNING {CLAIMED}, ctid, position""",
)

HINDERED = Each(
    {
        "tenant": "text",
        "conversation": "text",
        "platform": "text",
        "now": "timestamptz",
        "soon": "timestamptz",
    },
    f"""
    SELECT 1 WHERE (SELECT 1 FROM outbox e
       WHERE e.tenant = :tenant AND e.conversation = :conversation
         AND e.finished_at IS NULL AND e.kind = 'message' LIMIT 1) IS NOT NULL
     OR (SELECT 1 FROM bucket b
       WHERE b.tenant = :tenant AND b.platform = :platform
         AND (b.channel = '{PACE}' AND b.available_at > :soon
              OR (b.channel = '' OR b.channel = :conversation) AND b.available_at > :now) LIMIT 1) IS NOT NULL
""",
)
"""Whether a message has to wait: something older is unfinished in its conversation, or a platform asked for patience,
or has taken more turns than are planned ahead. Not by EXISTS, for which PostgreSQL would read all that waits."""

_NEXT_SLOT = "ON CONFLICT (tenant, platform, channel) DO UPDATE SET available_at ="

RESERVE = Statement(
    sqlite=f"""
    INSERT INTO bucket (tenant, platform, channel, available_at)
    SELECT t.value, p.value, '{PACE}', strftime('%Y-%m-%d %H:%M:%f000', julianday(:now) + s.value / 86400.0)
      FROM json_each(:tenants) AS t
      JOIN json_each(:platforms) AS p ON p.key = t.key JOIN json_each(:seconds) AS s ON s.key = t.key
     WHERE true
    {_NEXT_SLOT} strftime('%Y-%m-%d %H:%M:%f000', julianday(max(bucket.available_at, :now))
                          + julianday(excluded.available_at) - julianday(:now))
    RETURNING tenant, platform, available_at""",
    postgres=f"""
    INSERT INTO bucket (tenant, platform, channel, available_at)
    SELECT r.tenant, r.platform, '{PACE}', CAST(:now AS timestamptz) + r.seconds * interval '1 second'
      FROM unnest(CAST(:tenants AS text[]), CAST(:platforms AS text[]), CAST(:seconds AS float8[]))
        AS r(tenant, platform, seconds)
     ORDER BY r.tenant, r.platform
    {_NEXT_SLOT} greatest(bucket.available_at, CAST(:now AS timestamptz))
                 + (excluded.available_at - CAST(:now AS timestamptz))
    RETURNING tenant, platform, available_at""",
)
"""Takes turns at the platform: moves the instant from which the tenant is free again, for all workers at once."""

_MARK = """
    UPDATE outbox AS o
       SET state = :state, reason = coalesce(:reason, o.reason),
           platform_ref = coalesce(r.platform_ref, o.platform_ref),
           next_attempt_at = coalesce(r.retry_at, o.next_attempt_at),
           finished_at = :finished_at, lease_until = NULL
      FROM {rows}
     WHERE o.state = 'claimed' AND o.claimed_by = :worker AND o.attempts = r.attempts
"""
_OUTCOME = {"attempts": "integer", "platform_ref": "text", "retry_at": "timestamptz"}

SETTLE = Batch(
    {
        **_OUTCOME,
        "tenant": "text",
        "person": "text",
        "activity": "text",
        "seq": "integer",
        "due_at": "timestamptz",
    },
    f"""{_MARK} AND o.due_at = r.due_at
       AND o.tenant = r.tenant AND o.person = r.person AND o.activity = r.activity AND o.seq = r.seq""",
)
"""Fenced: a claim whose lease ran out, or whose wake was moved meanwhile, changes nothing."""

SETTLE_IN_PLACE = Batch(
    {**_OUTCOME, "at": "tid", "position": "bigint"},
    f"{_MARK} AND o.ctid = r.at AND o.position = r.position",
)
"""The same where PostgreSQL said at the claim in which place of the table the row is: half the work. It is there still,
unless it was written again meanwhile; that no other row has taken its place, its position says."""

_EXPIRED = (
    "o.finished_at IS NULL AND o.state = 'claimed' AND o.next_attempt_at <= :now AND o.lease_until <= :now"
)
_RELEASE = f"""
    UPDATE outbox SET state = 'due', claimed_by = NULL, lease_until = NULL, reason = '{ABANDONED}'
"""

REAP = Statement(
    sqlite=f"{_RELEASE} WHERE rowid IN (SELECT o.rowid FROM outbox o WHERE {_EXPIRED})",
    postgres=f"""{_RELEASE} WHERE ctid = ANY(ARRAY(
      SELECT o.ctid FROM outbox o WHERE {_EXPIRED} FOR UPDATE OF o SKIP LOCKED))""",
)

_NO_MOMENT_FROM_NOW = "next_attempt_at > :far AND finished_at IS NULL"

REAP_AFTER_JUMP = Statement(f"""{_RELEASE}
    WHERE finished_at IS NULL AND state = 'claimed' AND (lease_until <= :now OR lease_until > :far)
""")
"""A lease that ends later than any lease can was written by a clock that was ahead."""

PULL_BACK = Statement(f"""
    UPDATE outbox SET next_attempt_at = :now WHERE kind = 'message' AND {_NO_MOMENT_FROM_NOW}
""")
"""What a person waits for was to go out at once, or after an hour at most: the clock that said later was ahead."""

DROP_BUCKETS = Statement(f"""
    DELETE FROM bucket
     WHERE available_at <= :now OR available_at > :far OR (channel = '{PACE}' AND available_at > :soon)
""")

NEXT_DUE = Statement(f"""
    SELECT o.next_attempt_at FROM outbox o
     WHERE {_WAITS} AND {_FIRST_OF_ITS_CONVERSATION}
       AND NOT EXISTS (SELECT 1 FROM bucket b WHERE b.tenant = o.tenant AND b.platform = o.platform
                          AND b.channel IN ('', '{PACE}', o.conversation)
                          AND b.available_at > :now AND b.available_at > o.next_attempt_at)
     ORDER BY o.next_attempt_at LIMIT 1
""")

NEXT_AVAILABLE = Statement(f"""
    SELECT min(b.available_at) FROM bucket b
     WHERE b.available_at > :now AND EXISTS (
       SELECT 1 FROM outbox o WHERE o.tenant = b.tenant AND {_WAITS} AND o.next_attempt_at < b.available_at)
""")

HOLD = Statement("""
    INSERT INTO bucket (tenant, platform, channel, available_at) VALUES (:tenant, :platform, :channel, :until)
    ON CONFLICT (tenant, platform, channel) DO UPDATE SET available_at = excluded.available_at
     WHERE bucket.available_at < excluded.available_at
""")

_STANDING = """
    SELECT activity, seq, kind, platform_ref, body FROM outbox
     WHERE tenant = :tenant AND person = :person AND key = :key
       AND state = 'sent' AND platform_ref IS NOT NULL AND body IS NOT NULL
     ORDER BY finished_at DESC, {stored} DESC LIMIT 1
"""

_HELD = f"""
    SELECT tenant, platform, channel, available_at FROM bucket WHERE channel <> '{PACE}' AND tenant
"""

HELD = Statement(
    sqlite=f"{_HELD} IN (SELECT value FROM json_each(:tenants))",
    postgres=f"{_HELD} = ANY(CAST(:tenants AS text[]))",
)

STANDING = Each(
    {"tenant": "text", "person": "text", "key": "text"},
    sqlite=_STANDING.format(stored="rowid"),
    postgres=_STANDING.format(stored="position"),
)
"""The newest with that key. The order of storing decides only where two were sent at the same instant."""
