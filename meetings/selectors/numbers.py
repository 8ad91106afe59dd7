"""The number that a meeting's next decision would have: offered, never imposed, as meetings number as they please."""

import re

from meetings.models import Decision, Meeting


def next_number(meeting: Meeting) -> str:
    """`SOM-12/3` where SOM-12/2 is the last of the meeting's own series; /1 where there is none yet."""
    numbers = Decision.objects.filter(meeting=meeting).values_list("number", flat=True)
    own_series = re.compile(rf"{re.escape(meeting.code)}/([0-9]{{1,6}})")
    taken = [int(found[1]) for number in numbers if (found := own_series.fullmatch(number))]
    return f"{meeting.code}/{max(taken, default=0) + 1}"
