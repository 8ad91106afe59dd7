"""The endpoints of the reports app, by noun."""

from reports.api import answers, attachments, consolidated, contributions, outcomes, questions, rounds, templates

routes: list[tuple[str, type]] = [
    *rounds.routes,
    *templates.routes,
    *contributions.routes,
    *answers.routes,
    *attachments.routes,
    *questions.routes,
    *consolidated.routes,
    *outcomes.routes,
]
