"""Links that a mail carries: why it came, and no more digests. Signed, so that none can be made up."""

from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.http import Http404

from foundation.accounts.models import User
from foundation.outbox.mails import link_to
from notifications.models import Notice

WHY, DIGESTS = Signer(sep=".", salt="notifications.why"), Signer(sep=".", salt="notifications.digests")


def why_link(notice: Notice) -> str:
    """The page that says why a notice came; only its recipient opens it."""
    return link_to("portal-reminder", signed=WHY.sign(str(notice.uuid)))


def digests_link(user: User) -> str:
    """The page on which digests are refused, for readers and for mail programs (RFC 8058): whoever has it may."""
    return link_to("digests", signed=DIGESTS.sign(str(user.pk)))


def notice_of(signed: str) -> UUID:
    """The notice that a link names. Raises `Http404` for one that is not ours."""
    return UUID(_opened(WHY, signed))


def user_of(signed: str) -> int:
    """The account that a link names. Raises `Http404` for one that is not ours."""
    return int(_opened(DIGESTS, signed))


def _opened(signer: Signer, signed: str) -> str:
    try:
        return signer.unsign(signed)
    except BadSignature as error:
        raise Http404 from error
