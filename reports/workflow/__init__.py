"""The workflow tables of the reports app, by noun."""

from reports.workflow.comments import COMMENT
from reports.workflow.consolidated import REPORT
from reports.workflow.contributions import CONTRIBUTION
from reports.workflow.handed import HANDED
from reports.workflow.joint import JOINT
from reports.workflow.queries import QUERY
from reports.workflow.rounds import ROUND

__all__ = ["COMMENT", "CONTRIBUTION", "HANDED", "JOINT", "QUERY", "REPORT", "ROUND"]
