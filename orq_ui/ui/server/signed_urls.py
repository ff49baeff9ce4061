"""Addresses of what the history keeps: good for one person in one browser, until signing out, and for nobody else."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from typing import Literal

from orq_ui.history import SOURCE
from orq_ui.ui.server.identity import Owner
from orq_ui.ui.services import services

PREFIX = "/app/static/history/"
"""`st.image` takes relative addresses only below /app/static; our route answers there first."""
Form = Literal["small", "whole", "save"]


def picture_address(owner: Owner, run_id: str, place: int, form: Form = "whole") -> str:
    """Where a run's picture is: as a thumbnail, as it came, or to be saved."""
    return f"{PREFIX}{run_id}/{place - SOURCE}/{form}/{seal(owner.id, owner.seat, run_id)}"


def zip_address(owner: Owner, run_ids: Sequence[str]) -> str:
    """Where runs are as one zip."""
    joined = ",".join(run_ids)
    return f"{PREFIX}{joined}/zip/{seal(owner.id, owner.seat, joined)}"


def seal(owner_id: str, seat: str, runs: str) -> str:
    """What only this server can have made for that person there. Raises HistoryUnavailable without a history."""
    text = "\n".join((owner_id, seat, runs))
    return hmac.new(services().history.secret(), text.encode(), hashlib.sha256).hexdigest()


def is_genuine(given: str, owner_id: str, seat: str, runs: str) -> bool:
    """Whether a seal is ours for these."""
    return hmac.compare_digest(given.encode(), seal(owner_id, seat, runs).encode())
