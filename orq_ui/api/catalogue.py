"""The model catalogue: which models there are, and which are on their way out."""

from __future__ import annotations

from datetime import datetime

from orq_ui.api.response import Loose


class CatalogueModel(Loose):
    """One entry; ``id`` is ``provider/model``. Deprecated models are not listed, only found by id."""

    id: str
    name: str = ""
    description: str = ""
    endpoints: tuple[str, ...] = ()
    deprecated: bool = False
    deprecation: datetime | None = None
