"""Meetings for partner systems, by noun."""

from meetings.api import agenda, delegations, meetings, record, silence, texts

routes = [*meetings.routes, *agenda.routes, *record.routes, *delegations.routes, *texts.routes, *silence.routes]
