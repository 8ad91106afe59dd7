"""The read endpoints of the reports app, by noun."""

from reports.api import consolidated, rounds

routes: list[tuple[str, type]] = [*rounds.routes, *consolidated.routes]
