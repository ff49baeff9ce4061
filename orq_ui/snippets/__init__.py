"""One wire as code: a bash script, three Python files and a TypeScript module, each ready to run."""

from orq_ui.api.camel_case import as_typescript, from_typescript
from orq_ui.snippets.languages import LANGUAGES, Language, render

__all__ = ["LANGUAGES", "Language", "as_typescript", "from_typescript", "render"]
