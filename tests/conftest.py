"""What all tests share: settings of the playground under test, Hypothesis' profile, one server's services."""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, is_hypothesis_test, settings

from tests.services.disks import fast_folder

if TYPE_CHECKING:
    from orq_ui.ui.services import Services

# The playground under test: an emulator on a port of its own that waits for nothing, and no key from outside.
os.environ["ORQ_UI_EMULATOR_PORT"] = "0"
os.environ["ORQ_UI_EMULATOR_TIME_SCALE"] = "0"
# Its history is this test process's own and removed with it.
FOLDER = tempfile.mkdtemp(prefix="orq-ui-tests-", dir=fast_folder())
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
os.environ["ORQ_UI_DATABASE_URL"] = f"sqlite:///{FOLDER}/history.db"
os.environ["ORQ_UI_BLOB_URL"] = f"{FOLDER}/pictures"
for name in ("ORQ_API_KEY", "ORQ_UI_ALLOWED_HOSTS"):
    os.environ.pop(name, None)
# Where pytest puts `tmp_path`.
os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", fast_folder())

# Loaded machines draw slowly; that says nothing about the code. Derandomised, so that a red run stays red.
settings.register_profile(
    "orq-ui", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("orq-ui")


def pytest_collection_finish() -> None:
    """Exempt what collection made from garbage collection: it lives to the end, and each full pass would walk it."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave property tests out of the coverage: they run the same lines hundreds of times, slowly when traced."""
    for item in items:
        if isinstance(item, pytest.Function) and is_hypothesis_test(item.obj):
            item.add_marker("no_cover")


@pytest.fixture(scope="session")
def services() -> Iterator[Services]:
    """Provide the services of one server, where pages and routes find them."""
    # Only here: most tests need nothing of Streamlit.
    from orq_ui.settings import Settings
    from orq_ui.ui.services import Services, serving

    made = Services.create(Settings())
    with serving(made):
        yield made
    made.close()
