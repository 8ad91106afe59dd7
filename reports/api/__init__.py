"""The read endpoints of the reports app, by noun."""

from reports.api import consolidated

routes: list[tuple[str, type]] = [*consolidated.routes]
