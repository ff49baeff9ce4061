"""What every test of the project shares."""

from hypothesis import HealthCheck, settings

# Loaded machines draw slowly; that says nothing about the code. Derandomised, so that a red run stays red.
settings.register_profile(
    "orq-ui", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("orq-ui")
