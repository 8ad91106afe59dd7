"""Nobody is a superuser: no column, flag or command gives a right; mandates alone do."""

import pytest
from django.contrib import admin
from django.contrib.auth import get_backends
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from foundation.accounts.models import User
from parties.backends import STAFF_PERMISSIONS
from tests.factories.parties import UserFactory, actor_as
from tools.places import ROOT

FLAGS = ("is_superuser", "is_staff", "is_admin")


@pytest.fixture
def by_hand(transactional_db, test_databases):
    """What whoever rules the database could do at its prompt: add the flags other systems have, and set them."""
    user = UserFactory()
    with test_databases.connect(connection.settings_dict["NAME"]) as prompt:
        for flag in FLAGS:
            prompt.execute(f"ALTER TABLE accounts_user ADD COLUMN {flag} boolean NOT NULL DEFAULT true")
    return User.objects.get(pk=user.pk)


def workbench_pages():
    """Every list and every empty form of the workbench."""
    for model in admin.site._registry:
        for page in ("changelist", "add"):
            yield reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}")


@pytest.mark.django_db(transaction=True)
def test_superuser_made_by_hand_in_the_database_opens_nothing(by_hand, client):
    pages = [reverse("admin:index"), *workbench_pages()]

    client.force_login(by_hand)
    answers = {client.get(page).status_code for page in pages}

    assert answers == {302}
    assert not by_hand.is_staff
    assert not any(by_hand.has_perm(name) for name in STAFF_PERMISSIONS)
    for hat in ("participant", "presidency", "secretariat"):
        assert actor_as(by_hand, hat).held == ()


@pytest.mark.django_db
def test_flag_on_the_object_itself_gives_nothing_in_any_backend():
    user = UserFactory()
    user.is_superuser = True

    assert not any(user.has_perm(name) for name in STAFF_PERMISSIONS)
    assert not any(backend.has_perm(user, name) for backend in get_backends() for name in STAFF_PERMISSIONS)
    assert "is_superuser" not in {field.name for field in User._meta.get_fields()}


@pytest.mark.django_db
def test_command_that_makes_superusers_names_the_one_door():
    with pytest.raises(CommandError, match="break_glass is the only door"):
        call_command("createsuperuser", "--noinput", "--email=a@example.org", "--full_name=Amal")

    assert not User.objects.exists()


def test_no_code_of_ours_asks_whether_somebody_is_a_superuser():
    rooms = [
        path for path in ROOT.iterdir() if (path / "__init__.py").is_file() and path.name not in {"tests", "tools"}
    ]
    asking = [
        str(path.relative_to(ROOT))
        for room in rooms
        for path in room.rglob("*.py")
        if "is_superuser" in path.read_text() and "migrations" not in path.parts
    ]

    assert asking == ["foundation/accounts/models.py"]
