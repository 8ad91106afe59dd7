"""A filter by a moment, whatever offset it is written with."""

from datetime import UTC, datetime
from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django_filters.fields import IsoDateTimeField


class MomentField(IsoDateTimeField):
    """ISO 8601 with any offset of RFC 3339, of which PostgreSQL reads sixteen hours; in UTC from here on."""

    def to_python(self, value: Any) -> datetime | None:
        """The moment in UTC.

        Raises ValidationError for what is no moment, or none that the calendar has.
        """
        moment: datetime | None = super().to_python(value)
        try:
            return moment and moment.astimezone(UTC)
        except OverflowError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


class MomentFilter(django_filters.IsoDateTimeFilter):
    """Compares with a moment."""

    field_class = MomentField
