"""What the address of a list may ask: what the list offers as filters and nothing else."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest


class AsksByItsFilters(admin.ModelAdmin):
    """Django lets whoever sees a list ask about every column of its table: a hash of a password, a draft's version."""

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """A filter that is offered, with a value that the database can be asked for."""
        offered = (str(one[0] if isinstance(one, list | tuple) else one) for one in self.get_list_filter(request))
        is_offered = any(f"{lookup}__".startswith(f"{path}__") for path in offered)
        return is_offered and "\0" not in str(value) and super().lookup_allowed(lookup, value, request)
