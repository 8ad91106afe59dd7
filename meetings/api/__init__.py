"""Meetings for partner systems, by noun."""

from meetings.api import delegations, meetings, record, silence, texts

routes = [*meetings.routes, *record.routes, *delegations.routes, *texts.routes, *silence.routes]
