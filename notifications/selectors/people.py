"""Who may be reminded of a request, and on which calendar: SQL that sweep and re-check have in common."""

ZONE = "CASE WHEN u.time_zone IS NULL OR u.time_zone = 'UTC' THEN p.time_zone ELSE u.time_zone END"
"""A person's own zone; an account that never named one (UTC) keeps the time of its participant."""
CALENDAR = f"p.code || '/' || ({ZONE}) || '/' || array_to_string(p.weekend_days, '')"
"""The key of a calendar, as `notifications.calendars` reads it."""
OF_PARTY = "p.code || '/' || p.time_zone || '/' || array_to_string(p.weekend_days, '')"
"""The calendar of the participant itself."""
IN_FORCE = """
    m.ended_at IS NULL AND m.expires_at IS NULL
    AND m.begins_on <= (%(now)s AT TIME ZONE 'UTC')::date
    AND (m.ends_on IS NULL OR m.ends_on > (%(now)s AT TIME ZONE 'UTC')::date)
    AND f.side = 'participant' AND u.is_active AND NOT u.is_service
    AND NOT EXISTS (SELECT 1 FROM outbox_bounce b WHERE b.address = lower(u.email) AND b.cleared_at IS NULL)
"""
"""A mandate `m` of an office `f` held by `u`, given by a letter: nobody is reminded under emergency access.

Who cannot be reached counts as nobody: an office that only they hold is vacant.
"""
SPEAKS = """
    CASE WHEN o.authority_id IS NULL
        THEN (m.authority_id IS NOT NULL AND a.state = 'in_force') OR (m.authority_id IS NULL AND NOT EXISTS (
            SELECT 1 FROM parties_authority x WHERE x.party_id = o.party_id AND x.state = 'on_hold'))
        ELSE m.authority_id = o.authority_id AND a.state = 'on_hold'
    END
"""
"""Who speaks for the participant of the request `o`: while it is on hold, each authority for itself alone."""
HELD = f"""
    JOIN parties_party p ON p.id = o.party_id
    JOIN parties_mandate m ON m.party_id = o.party_id
    JOIN parties_office f ON f.id = m.office_id
    JOIN accounts_user u ON u.id = m.user_id
    LEFT JOIN parties_authority a ON a.id = m.authority_id
    WHERE {IN_FORCE} AND {SPEAKS}
"""
"""From requests `o` to whoever holds an office of their participants."""
ASKED = """
    SELECT 1 FROM notifications_obligation o WHERE o.party_id = p.id AND o.closed_at IS NULL OFFSET 0
"""
"""Looked up for each participant (OFFSET 0): joined, it would read every open request."""
CALENDAR_OF_NOTICES = f"""
    SELECT n.id, {CALENDAR} FROM notifications_notice n
    JOIN notifications_obligation o ON o.id = n.obligation_id JOIN parties_party p ON p.id = o.party_id
    JOIN accounts_user u ON u.id = n.recipient_id WHERE o.id = ANY (%(these)s)
"""  # noqa: S608 -- made of our own constants
OFFICES_HELD = f"""
    SELECT o.id, array_agg(f.code) FROM notifications_obligation o {HELD} AND o.id = ANY (%(these)s) GROUP BY o.id
"""  # noqa: S608 -- as above
"""Of each request, the offices that somebody holds who may be reminded."""


def calendars(*, only_asked: bool) -> str:
    """Every calendar that a participant or somebody who acts for one lives by; of those with open requests only."""
    of_whom = f"WHERE EXISTS ({ASKED})" if only_asked else ""
    return f"""
        SELECT {CALENDAR} AS calendar
        FROM parties_party p JOIN parties_mandate m ON m.party_id = p.id AND m.ended_at IS NULL
        JOIN accounts_user u ON u.id = m.user_id {of_whom}
        UNION SELECT {OF_PARTY} FROM parties_party p {of_whom}
    """  # noqa: S608 -- made of our own constants
