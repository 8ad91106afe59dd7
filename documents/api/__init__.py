"""Documents for partner systems: what a work is, what was issued of it in which language, and the bytes."""

from documents.api import revisions, works
from documents.api.works import DocumentSerializer, ExpressionSerializer, RevisionSerializer

__all__ = ["DocumentSerializer", "ExpressionSerializer", "RevisionSerializer", "routes"]

routes = [*works.routes, *revisions.routes]
