"""The user: an address, a name, a language, a time zone. No groups, no permission rows, no staff flag.

Beside it what its doors keep: how often one was tried, and the links that open it once.
"""

from typing import Any

from django.contrib.auth import get_backends
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from foundation.accounts.enums import Purpose
from foundation.base import Identified
from foundation.constraints import say
from foundation.kept import kept
from foundation.localized import LANGUAGE_NAMES
from foundation.zones import check_time_zone


class UserManager(BaseUserManager["User"]):
    """Makes users; the address is kept in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A new account; without a password it can only be entered by a single-use link."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, *_args: Any, **_fields: Any) -> "User":
        """Asked by `manage.py createsuperuser`: there are none. Raises `ValidationError`, which the command prints."""
        raise ValidationError("Nobody is a superuser here: manage.py break_glass is the only door.")

    def get_by_natural_key(self, username: str | None) -> "User":
        """Addresses are compared without regard to case."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, Identified):
    """A person, or a service account of a partner system. Rights come from mandates, asked through `has_perm`."""

    email = models.EmailField(_("e-mail address"), max_length=254)
    full_name = models.CharField(_("full name"), max_length=200)
    language = models.CharField(_("language"), max_length=2, choices=list(LANGUAGE_NAMES.items()), default="en")
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[check_time_zone])
    is_active = models.BooleanField(_("active"), default=True)
    is_service = models.BooleanField(_("service account"), default=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    last_closed_at = models.DateTimeField(_("last closed at"), null=True, blank=True, editable=False)
    """UTC; no session that began before then opens anything, also once the account is open again."""

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]
    is_superuser = False
    """Nobody is: `manage.py break_glass` is the only door."""

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ("full_name", "id")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name=say("one_account_per_address", _("There is already an account with this address."), field="email"),
            )
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    def get_full_name(self) -> str:
        """The name as Django's admin shows it."""
        return str(self)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session holds of the account it was opened for: its password, and when the account was last closed."""
        began = str(super()._get_session_auth_hash(secret))  # type: ignore[misc]  # -- unknown to the stubs
        if self.last_closed_at is None:
            return began
        return salted_hmac("accounts.closed", f"{began} {self.last_closed_at.isoformat()}", secret=secret).hexdigest()

    @property
    def is_staff(self) -> bool:
        """Whether the admin site opens: asked of the mandates in force, each time."""
        return self.has_perm("site.open_admin")

    def has_perm(self, permission: str, obj: models.Model | None = None) -> bool:
        """Ask every authentication backend; no active mandate, no right."""
        return self.is_active and any(
            backend.has_perm(self, permission, obj) for backend in get_backends() if hasattr(backend, "has_perm")
        )

    def has_perms(self, permissions: list[str], obj: models.Model | None = None) -> bool:
        """True when every permission is held."""
        return all(self.has_perm(permission, obj) for permission in permissions)

    def has_module_perms(self, app_label: str) -> bool:
        """The admin's index asks this per app; each list asks its own right again."""
        return self.is_staff and bool(app_label)


class Tries(models.Model):
    """How often one door was tried in the present window; `key` is a keyed hash: it names nobody and no place."""

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField()
    """UTC; from here on the count begins again at one."""

    class Meta:
        verbose_name = _("tries at a door")
        verbose_name_plural = _("tries at doors")
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.count} until {self.ends_at:%H:%M}"


@kept(
    fixed=("user", "purpose", "digest", "created_at", "expires_at"),
    once=("used_at",),
    removable='OLD."expires_at" <= now()',
)
class EntryLink(models.Model):
    """A link that lets its owner in once. Only the hash of its secret is kept; the mail has the secret."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose.choices)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    """When it was used, or made useless by the use of another."""

    class Meta:
        verbose_name = _("single-use link")
        verbose_name_plural = _("single-use links")
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.purpose} until {self.expires_at:%Y-%m-%d %H:%M}"
