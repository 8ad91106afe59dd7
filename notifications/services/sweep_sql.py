"""The sweep in one statement: looks at the requests whose time has come, makes the notices, says when to look next.

Moments follow `notifications.moments.moment_of`; a test compares the two over every change of clocks. A moment is
worked out once for all requests of one date (`MATERIALIZED`: a planner without statistics would do it for each row),
and no part reads a whole table. A step is too late when its date has passed, or when a later one was taken before it
came into use.
"""

from notifications.selectors.people import CALENDAR, HELD, OF_PARTY, ZONE

WHICH_ARE_DUE = "true"
WHICH_ARE_NAMED = "o.id = ANY (%(these)s)"
FAR = 40
"""Days: a step that is counted from a day further ahead than this is not looked up yet. No holidays are as long."""
GOES_BY = """
    UPDATE notifications_notice n SET message_id = w.message
    FROM unnest(%s::bigint[], %s::bigint[]) w (notice, message) WHERE n.id = w.notice
"""


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
alike AS MATERIALIZED (
    SELECT o.kind, o.party_id, o.authority_id, o.opened_at, o.due_at, o.waits_until, array_agg(o.id) AS these
    FROM looked o WHERE cardinality(o.offices) > 0 AND o.party_id IS NOT NULL
    GROUP BY o.kind, o.party_id, o.authority_id, o.opened_at, o.due_at, o.waits_until
),
rungs AS MATERIALIZED (
    SELECT s.id AS step_id, l.kind, s.anchor, s.offset_days, s.offices, s.channel, s.is_automatic,
        s.anchor = 'due' AND s.offset_days > 0 AS is_after,
        s.is_automatic AND s.channel <> 'portal' AS is_mail
    FROM notifications_ladderstep s JOIN notifications_ladder l ON l.id = s.ladder_id AND l.is_used
    WHERE s.is_used
),
people AS MATERIALIZED (
    SELECT o.party_id, o.authority_id, m.user_id, f.code AS office, {ZONE} AS zone, {CALENDAR} AS calendar,
        (SELECT max(n.made_at) + %(gap)s FROM notifications_notice n WHERE n.recipient_id = m.user_id
            AND n.message_id IS NOT NULL AND n.made_at > %(now)s - %(gap)s) AS rested_at
    FROM (SELECT DISTINCT g.party_id, g.authority_id FROM alike g) o {HELD}
    UNION ALL
    SELECT g.party_id, g.authority_id, NULL, NULL, p.time_zone, {OF_PARTY}, NULL
    FROM (SELECT DISTINCT g.party_id, g.authority_id FROM alike g) g JOIN parties_party p ON p.id = g.party_id
),
teams AS MATERIALIZED (
    SELECT h.party_id, h.authority_id, h.zone, h.calendar,
        array_agg(h.user_id) AS users, array_agg(h.office) AS held, array_agg(h.rested_at) AS rested,
        (SELECT w.opens_at FROM notifications_workingday w
            WHERE w.calendar = h.calendar AND w.day >= (%(now)s AT TIME ZONE 'UTC')::date - 1 AND w.closes_at > %(now)s
            ORDER BY w.day LIMIT 1) AS at_work_from
    FROM people h GROUP BY h.party_id, h.authority_id, h.zone, h.calendar
),
moments AS MATERIALIZED (
    SELECT g.these, g.party_id, g.due_at, g.waits_until, c.users, c.held, c.rested, c.at_work_from, r.*,
        CASE WHEN on_day.is_far THEN 'infinity' WHEN r.is_after OR first.opens_at < g.due_at THEN first.opens_at ELSE (
            SELECT w.opens_at FROM notifications_workingday w
            WHERE w.calendar = c.calendar AND w.day <= (g.due_at AT TIME ZONE c.zone)::date
            AND w.opens_at < g.due_at ORDER BY w.day DESC LIMIT 1) END AS moment
    FROM alike g
    JOIN teams c ON c.party_id = g.party_id AND c.authority_id IS NOT DISTINCT FROM g.authority_id
    JOIN rungs r ON r.kind = g.kind
    CROSS JOIN LATERAL (
        SELECT c.day, c.day > (%(now)s AT TIME ZONE 'UTC')::date + {FAR} AS is_far FROM (SELECT r.offset_days
            + ((CASE r.anchor WHEN 'opened' THEN g.opened_at ELSE g.due_at END) AT TIME ZONE c.zone)::date AS day) c
    ) on_day
    LEFT JOIN LATERAL (
        SELECT w.opens_at FROM notifications_workingday w
        WHERE NOT on_day.is_far AND w.calendar = c.calendar AND w.day >= on_day.day ORDER BY w.day LIMIT 1
    ) first ON true
),
ways AS MATERIALIZED (
    SELECT t.*, h.user_id, h.office, h.rested_at
    FROM moments t CROSS JOIN LATERAL (
        SELECT DISTINCT ON (u.user_id) u.* FROM unnest(t.users, t.held, t.rested) AS u (user_id, office, rested_at)
        WHERE u.office = ANY (t.offices) AND (t.channel <> 'digest' OR NOT EXISTS (
            SELECT 1 FROM notifications_digestrefusal d WHERE d.user_id = u.user_id))
        ORDER BY u.user_id, u.office
    ) h
    WHERE t.moment <= %(now)s
),
fresh AS MATERIALIZED (
    SELECT this.obligation_id, w.*, (NOT w.is_after AND w.due_at <= %(now)s) OR EXISTS (
        SELECT 1 FROM notifications_notice n JOIN notifications_ladderstep s ON s.id = n.step_id
        WHERE n.obligation_id = this.obligation_id AND n.recipient_id = w.user_id AND n.due_at = w.due_at
        AND n.moment >= w.moment AND n.state IN ('prepared', 'queued', 'shown', 'sent')
        AND s.is_automatic = w.is_automatic AND (s.channel = 'portal') = (w.channel = 'portal')
        OFFSET 0
    ) AS too_late
    FROM ways w CROSS JOIN LATERAL unnest(w.these) AS this (obligation_id)
    WHERE NOT EXISTS (
        SELECT 1 FROM notifications_notice n
        WHERE n.obligation_id = this.obligation_id AND n.step_id = w.step_id AND n.recipient_id = w.user_id
        AND (n.due_at = w.due_at OR (n.state IN ('prepared', 'queued', 'shown', 'sent')
            AND (w.anchor = 'opened' OR n.moment > w.moment - %(again)s)))
        OFFSET 0
    )
),
ranked AS (
    SELECT f.*, row_number() OVER (
        PARTITION BY f.obligation_id, f.user_id, f.is_automatic, f.channel = 'portal'
        ORDER BY f.moment DESC, f.anchor = 'due' DESC, f.offset_days DESC, f.step_id DESC
    ) AS place
    FROM fresh f WHERE NOT f.too_late
),
free AS (
    SELECT s.*, CASE WHEN s.place = 1 THEN GREATEST(
        %(now)s,
        s.waits_until,
        (SELECT max(p.until) FROM notifications_pause p
            WHERE p.party_id = s.party_id AND (p.obligation_id IS NULL OR p.obligation_id = s.obligation_id)
            AND p.ended_at IS NULL AND p.since <= %(now)s),
        CASE WHEN s.is_mail THEN s.at_work_from END,
        CASE WHEN s.is_mail AND (s.is_after OR s.rested_at < s.due_at) THEN s.rested_at END
    ) END AS from_then_on
    FROM ranked s
),
ready AS MATERIALIZED (
    SELECT s.*, max(s.from_then_on) OVER (
        PARTITION BY s.obligation_id, s.user_id, s.is_automatic, s.channel = 'portal'
    ) AS free_at
    FROM free s
),
taken AS (
    SELECT s.obligation_id, s.step_id, s.user_id, s.office, s.due_at, s.moment,
        CASE WHEN s.place > 1 THEN 'superseded' WHEN NOT s.is_automatic THEN 'prepared'
            WHEN s.channel = 'portal' THEN 'shown' ELSE 'queued' END AS state
    FROM ready s WHERE s.free_at <= %(now)s
    UNION ALL
    SELECT f.obligation_id, f.step_id, f.user_id, f.office, f.due_at, f.moment, 'superseded'
    FROM fresh f WHERE f.too_late
),
made AS (
    INSERT INTO notifications_notice
        (uuid, obligation_id, step_id, recipient_id, office, due_at, moment, made_at, state, withdrawn_because)
    SELECT gen_random_uuid(), t.obligation_id, t.step_id, t.user_id, t.office, t.due_at, t.moment, %(now)s, t.state, ''
    FROM taken t ORDER BY t.obligation_id, t.step_id, t.user_id
    ON CONFLICT DO NOTHING
),
ahead AS (
    SELECT unnest(w.these) AS obligation_id, w.at
    FROM (SELECT t.these, min(t.moment) AS at FROM moments t WHERE t.moment > %(now)s GROUP BY t.these) w
    UNION ALL SELECT s.obligation_id, s.free_at FROM ready s WHERE s.free_at > %(now)s
)
UPDATE notifications_obligation o
SET next_step_at = CASE WHEN n.at IS NOT NULL THEN LEAST(n.at, %(now)s + %(look)s) END
FROM (SELECT k.id, min(a.at) AS at FROM looked k LEFT JOIN ahead a ON a.obligation_id = k.id GROUP BY k.id) n
WHERE o.id = n.id
"""  # noqa: S608 -- made of our own constants
