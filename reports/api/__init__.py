"""The endpoints of the reports app, by noun."""

from reports.api import answers, consolidated, contributions, questions, rounds

routes: list[tuple[str, type]] = [
    *rounds.routes,
    *contributions.routes,
    *answers.routes,
    *questions.routes,
    *consolidated.routes,
]
