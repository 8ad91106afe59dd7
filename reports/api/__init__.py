"""The read endpoints of the reports app, by noun."""

routes: list[tuple[str, type]] = []
