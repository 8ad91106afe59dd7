"""Generated input in the default tests: the same cases each time, however busy the machine is."""

from hypothesis import HealthCheck, settings

SAME_EACH_TIME = settings(derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""What generates and judges slowly is the machine's affair; long runs of new cases are `make fuzz`."""
