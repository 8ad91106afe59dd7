"""What a participant reads of its reminders: all that were sent, why one came, and the way to want no digests."""

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from foundation.accounts.languages import speak_to
from foundation.accounts.models import User
from foundation.actors import Actor, actor_on
from notifications import links
from notifications.models import DigestRefusal
from notifications.selectors.log import reminders_by_the_mail_of, reminders_of
from notifications.services.pauses import refuse_digests, want_digests


@never_cache
@require_safe
def reminders(request: HttpRequest) -> HttpResponseBase:
    """What was sent and shown to the reader's participant, the newest first; staff have the workbench."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    actor = actor_on(request)
    if actor.reads_as_staff or not actor.worn:
        raise Http404
    return render(request, "notifications/reminders.html", {"reminders": reminders_of(actor)})


@never_cache
@require_safe
def why(request: HttpRequest, signed: str) -> HttpResponseBase:
    """Why a reminder came, and all else by its mail, to whom it came; it stays readable for who has left the office."""
    uuid = links.notice_of(signed)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    reminders = reminders_by_the_mail_of(request.user.pk, uuid)
    if not reminders:
        raise Http404
    return render(request, "notifications/why.html", {"reminders": reminders})


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def digests(request: HttpRequest, signed: str) -> HttpResponseBase:
    """No more digests, or digests again. Looking changes nothing, for scanners look; a mail program posts (RFC 8058).

    The link is the right: without a session there is nothing that another site could borrow.
    """
    user = get_object_or_404(User, pk=links.user_of(signed), is_active=True)
    speak_to(user, request)
    if request.method == "POST":
        now = timezone.now()
        change = want_digests if request.POST.get("again") else refuse_digests
        change(user, actor=Actor(kind="person", now=now, user_id=user.pk), now=now)
    refused = DigestRefusal.objects.filter(user=user).exists()
    return render(request, "notifications/digests.html", {"refused": refused, "done": request.method == "POST"})
