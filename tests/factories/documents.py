"""Works and their issued files, made by the services that make them in the product."""

from datetime import UTC, datetime

import factory

from documents.models import Document
from documents.services import issue_revision
from foundation.actors import system
from tests.states import kept

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class DocumentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Document

    title_en = factory.Sequence(lambda n: f"Paper {n}")
    title_fr = factory.LazyAttribute(lambda paper: f"{paper.title_en} (FR)")
    classification = "public"
    authentic_language = "en"


@kept
def issue(document, content=b"As it was agreed.", **given):
    values = {"language": "en", "media_type": "text/plain", "actor": system(NOW), "now": NOW, **given}
    return issue_revision(document, content=content, **values)
