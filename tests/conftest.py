"""What every test of the project shares."""

import os

from hypothesis import HealthCheck, settings

# The playground under test: an emulator on a port of its own that waits for nothing, and no key from outside.
os.environ["ORQ_UI_EMULATOR_PORT"] = "0"
os.environ["ORQ_UI_EMULATOR_TIME_SCALE"] = "0"
for name in ("ORQ_API_KEY", "ORQ_UI_ALLOWED_HOSTS"):
    os.environ.pop(name, None)

# Loaded machines draw slowly; that says nothing about the code. Derandomised, so that a red run stays red.
settings.register_profile(
    "orq-ui", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("orq-ui")
