"""The number that a meeting's next decision would have: offered, never imposed, as meetings number as they please."""

import re

from meetings.models import Decision, Meeting


def next_number(meeting: Meeting) -> str:
    """`MIN-4/2` where MIN-4/1 is the last of the meeting's own series; /1 where there is none yet."""
    series = series_of(meeting)
    numbers = Decision.objects.filter(meeting=meeting).values_list("number", flat=True)
    own_series = re.compile(rf"{re.escape(series)}/([0-9]{{1,6}})")
    taken = [int(found[1]) for number in numbers if (found := own_series.fullmatch(number))]
    return f"{series}/{max(taken, default=0) + 1}"


def series_of(meeting: Meeting) -> str:
    """What the numbers of a meeting begin with: as they do already, else as its kind numbers, else its code."""
    own = Decision.objects.filter(meeting=meeting, number__contains="/").order_by("-pk").first()
    return own.number.partition("/")[0] if own else _of_its_kind(meeting) or meeting.code


def _of_its_kind(meeting: Meeting) -> str:
    """`MIN-4` for the fourth where the third numbered MIN-3/1; nothing where another meeting is named so."""
    if meeting.ordinal is None:
        return ""
    of_kind = Decision.objects.filter(meeting__kind=meeting.kind_id, meeting__ordinal__isnull=False)
    for number, ordinal in of_kind.order_by("-decided_on", "-pk").values_list("number", "meeting__ordinal"):
        if numbered := re.fullmatch(rf"(|.*[^0-9]){ordinal}/.*", number):
            series = f"{numbered[1]}{meeting.ordinal}"
            return "" if _names_another(series, meeting) else series
    return ""


def _names_another(series: str, meeting: Meeting) -> bool:
    others = Meeting.objects.exclude(pk=meeting.pk)
    return others.filter(code=series).exists() or others.filter(decisions__number__startswith=f"{series}/").exists()
