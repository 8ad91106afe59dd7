"""The sweep in one statement: looks at the requests whose time has come, makes the notices, says when to look next.

Moments follow `notifications.moments.moment_of`; a test compares the two over every change of clocks. A moment is
worked out once for all requests of one date (`MATERIALIZED`: a planner without statistics would do it for each row),
and no part reads a whole table.
"""

from notifications.selectors.people import CALENDAR, HELD, OF_PARTY, ZONE

WHICH_ARE_DUE = "true"
WHICH_ARE_NAMED = "o.id = ANY (%(these)s)"


def sweep_of(which: str) -> str:
    """The statement, over the open requests whose time has come and for which this holds."""
    return _SWEEP.replace("<which>", which)


_SWEEP = f"""
WITH looked AS (
    SELECT o.id, o.kind, o.party_id, o.authority_id, o.opened_at, o.due_at, o.offices, o.waits_until
    FROM notifications_obligation o
    WHERE o.closed_at IS NULL AND o.next_step_at <= %(now)s AND <which>
    ORDER BY o.next_step_at, o.id LIMIT %(limit)s
    FOR NO KEY UPDATE SKIP LOCKED
),
asked AS (SELECT * FROM looked o WHERE cardinality(o.offices) > 0 AND o.party_id IS NOT NULL),
rungs AS (
    SELECT s.id AS step_id, l.kind, s.anchor, s.offset_days, s.offices, s.channel, s.is_automatic,
        s.anchor = 'due' AND s.offset_days > 0 AS is_after,
        s.is_automatic AND s.channel <> 'portal' AS is_mail
    FROM notifications_ladderstep s JOIN notifications_ladder l ON l.id = s.ladder_id AND l.is_used
    WHERE s.is_used
),
held AS (
    SELECT o.id AS obligation_id, m.user_id, f.code AS office, {ZONE} AS zone, {CALENDAR} AS calendar
    FROM asked o {HELD}
),
reached AS MATERIALIZED (
    (SELECT DISTINCT ON (o.id, r.step_id, h.user_id)
        o.id AS obligation_id, r.step_id, h.user_id, h.office, h.zone, h.calendar
    FROM asked o JOIN rungs r ON r.kind = o.kind
    JOIN held h ON h.obligation_id = o.id AND h.office = ANY (r.offices)
    WHERE r.channel <> 'digest' OR NOT EXISTS (SELECT 1 FROM notifications_digestrefusal d WHERE d.user_id = h.user_id)
    ORDER BY o.id, r.step_id, h.user_id, h.office)
    UNION ALL
    SELECT o.id, r.step_id, NULL, NULL, p.time_zone, {OF_PARTY}
    FROM asked o JOIN rungs r ON r.kind = o.kind JOIN parties_party p ON p.id = o.party_id
),
moments AS MATERIALIZED (
    SELECT d.step_id, d.opened_at, d.due_at, d.calendar,
        CASE WHEN r.is_after OR first.opens_at < d.due_at THEN first.opens_at ELSE last.opens_at END AS moment
    FROM (
        SELECT DISTINCT t.step_id, o.opened_at, o.due_at, t.zone, t.calendar
        FROM reached t JOIN asked o ON o.id = t.obligation_id
    ) d
    JOIN rungs r ON r.step_id = d.step_id
    CROSS JOIN LATERAL (
        SELECT ((CASE r.anchor WHEN 'opened' THEN d.opened_at ELSE d.due_at END) AT TIME ZONE d.zone)::date
            + r.offset_days AS day
    ) counted
    LEFT JOIN LATERAL (
        SELECT w.opens_at FROM notifications_workingday w
        WHERE w.calendar = d.calendar AND w.day >= counted.day ORDER BY w.day LIMIT 1
    ) first ON true
    LEFT JOIN LATERAL (
        SELECT w.opens_at FROM notifications_workingday w
        WHERE w.calendar = d.calendar AND w.day <= (d.due_at AT TIME ZONE d.zone)::date AND w.opens_at < d.due_at
        ORDER BY w.day DESC LIMIT 1
    ) last ON true
),
fresh AS MATERIALIZED (
    SELECT t.obligation_id, t.user_id, t.office, t.calendar, o.party_id, o.due_at, o.waits_until, m.moment, r.*,
        NOT r.is_after AND o.due_at <= %(now)s AS too_late
    FROM reached t JOIN asked o ON o.id = t.obligation_id JOIN rungs r ON r.step_id = t.step_id
    JOIN moments m ON m.step_id = t.step_id AND m.opened_at = o.opened_at AND m.due_at = o.due_at
        AND m.calendar = t.calendar
    WHERE m.moment IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM notifications_notice n
        WHERE n.obligation_id = t.obligation_id AND n.step_id = t.step_id AND n.recipient_id = t.user_id
        AND (n.due_at = o.due_at OR (n.state IN ('prepared', 'queued', 'shown', 'sent')
            AND (r.anchor = 'opened' OR n.moment > m.moment - %(again)s)))
    )
),
ranked AS (
    SELECT f.*, row_number() OVER (
        PARTITION BY f.obligation_id, f.user_id, f.is_automatic, f.channel = 'portal'
        ORDER BY f.moment DESC, f.anchor = 'due' DESC, f.offset_days DESC, f.step_id DESC
    ) AS place
    FROM fresh f WHERE f.user_id IS NOT NULL AND f.moment <= %(now)s AND NOT f.too_late
),
ready AS (
    SELECT s.*, GREATEST(
        %(now)s,
        s.waits_until,
        (SELECT max(p.until) FROM notifications_pause p
            WHERE p.party_id = s.party_id AND (p.obligation_id IS NULL OR p.obligation_id = s.obligation_id)
            AND p.ended_at IS NULL AND p.since <= %(now)s),
        CASE WHEN s.is_mail THEN (SELECT w.opens_at FROM notifications_workingday w
            WHERE w.calendar = s.calendar AND w.day >= (%(now)s AT TIME ZONE 'UTC')::date - 1 AND w.closes_at > %(now)s
            ORDER BY w.day LIMIT 1) END,
        CASE WHEN s.is_mail THEN (SELECT CASE WHEN s.is_after OR max(n.made_at) + %(gap)s < s.due_at
                THEN max(n.made_at) + %(gap)s END FROM notifications_notice n
            WHERE n.recipient_id = s.user_id AND n.message_id IS NOT NULL AND n.made_at > %(now)s - %(gap)s) END
    ) AS free_at
    FROM ranked s WHERE s.place = 1
),
taken AS (
    SELECT s.obligation_id, s.step_id, s.user_id, s.office, s.due_at, s.moment,
        CASE WHEN NOT s.is_automatic THEN 'prepared' WHEN s.channel = 'portal' THEN 'shown' ELSE 'queued' END AS state
    FROM ready s WHERE s.free_at <= %(now)s
    UNION ALL
    SELECT w.obligation_id, w.step_id, w.user_id, w.office, w.due_at, w.moment, 'superseded'
    FROM ranked w JOIN ready s ON s.obligation_id = w.obligation_id AND s.user_id = w.user_id
        AND s.is_automatic = w.is_automatic AND (s.channel = 'portal') = (w.channel = 'portal')
    WHERE w.place > 1 AND s.free_at <= %(now)s
    UNION ALL
    SELECT f.obligation_id, f.step_id, f.user_id, f.office, f.due_at, f.moment, 'superseded'
    FROM fresh f WHERE f.user_id IS NOT NULL AND f.too_late
),
made AS (
    INSERT INTO notifications_notice
        (uuid, obligation_id, step_id, recipient_id, office, due_at, moment, made_at, state, withdrawn_because)
    SELECT gen_random_uuid(), t.obligation_id, t.step_id, t.user_id, t.office, t.due_at, t.moment, %(now)s, t.state, ''
    FROM taken t ORDER BY t.obligation_id, t.step_id, t.user_id
    ON CONFLICT DO NOTHING
),
ahead AS (
    SELECT f.obligation_id, f.moment AS at FROM fresh f WHERE f.moment > %(now)s
    UNION ALL SELECT s.obligation_id, s.free_at FROM ready s WHERE s.free_at > %(now)s
)
UPDATE notifications_obligation o
SET next_step_at = CASE WHEN n.at IS NOT NULL THEN LEAST(n.at, %(now)s + %(look)s) END
FROM (SELECT k.id, min(a.at) AS at FROM looked k LEFT JOIN ahead a ON a.obligation_id = k.id GROUP BY k.id) n
WHERE o.id = n.id
"""  # noqa: S608 -- made of our own constants
