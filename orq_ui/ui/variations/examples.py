"""Ready-made bodies to start from, by title, in wire names.

The one that caches asks for the pictures themselves: links would die before the cache does.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

EXAMPLES = TypeAdapter(dict[str, dict[str, Any]]).validate_json(Path(__file__).with_suffix(".json").read_bytes())
