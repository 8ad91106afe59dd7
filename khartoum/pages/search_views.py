"""The search page: open to every reader, who finds what the reader may see."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from foundation.actors import actor_on
from khartoum.pages.search import KIND_NAMES, groups_for


class SearchForm(forms.Form):
    """The words asked for, and the one kind of things to look among, if one was chosen."""

    q = forms.CharField(
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "enterkeyhint": "search"}),
        help_text=_('Words in English, French or Arabic; "several words" for a phrase, -word to leave one out.'),
    )
    kind = forms.ChoiceField(
        choices=[("", ""), *KIND_NAMES.items()],
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": _("There is no such kind of thing to look among.")},
    )


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """What this reader finds for the words asked, grouped by kind; nothing is asked, nothing is found."""
    form = SearchForm(request.GET)
    if not form.is_valid():
        return render(request, "pages/search.html", {"form": form}, status=400)
    query, kind = form.cleaned_data["q"].strip(), form.cleaned_data["kind"]
    groups = groups_for(actor_on(request), query, kind=kind) if query else []
    context = {"form": form, "query": query, "groups": groups, "kind": kind, "kind_name": KIND_NAMES.get(kind, "")}
    return render(request, "pages/search.html", context)
