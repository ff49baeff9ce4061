"""The few rules that the theme cannot say."""

from __future__ import annotations

import streamlit as st

_STYLE = """
<style>
@media (min-width: 900px) {
  /* The workbench stays in view beside a long form. */
  [data-testid="stColumn"]:has(.st-key-workbench) {
    position: sticky; top: 4.5rem; align-self: flex-start; max-height: calc(100vh - 5.5rem); overflow-y: auto;
  }
}
@media (max-width: 899px) {
  [data-testid="stHorizontalBlock"]:has(> [data-testid="stColumn"] .st-key-workbench) { flex-direction: column; }
  [data-testid="stHorizontalBlock"] > [data-testid="stColumn"]:has(.st-key-workbench),
  [data-testid="stHorizontalBlock"] > [data-testid="stColumn"]:has(.st-key-composer) { width: 100%; flex: 1 1 100%; }
}
.st-key-picture-paste { display: none; }
/* A sample is chosen by clicking anywhere on it, not on its name alone. */
[class*="st-key-picture-card-of-"] { position: relative; }
[class*="st-key-picture-sample-"], [class*="st-key-picture-sample-"] *:not(svg, path) { position: static !important; }
[class*="st-key-picture-sample-"] button::after {
  content: ""; position: absolute !important; inset: 0; cursor: pointer;
}
[class*="st-key-picture-card-of-"]:hover img { filter: brightness(1.06); }
[class*="st-key-picture-card-of-"] [data-testid="stElementToolbar"] { display: none; }
/* What is set in a folded section, on the right of its header. */
[class*="st-key-variations-section-"] { position: relative; }
[class*="st-key-variations-summary-"] {
  position: absolute; top: 0.45rem; right: 0.9rem; max-width: 60%; width: auto; pointer-events: none; text-align: right;
}
[class*="st-key-variations-summary-"] p { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
/* A large view fits the window, whatever the picture's shape. */
[role="dialog"] [data-testid="stImageContainer"] img { max-height: 70vh; object-fit: contain; }
/* A button that shows its icon only keeps its name for screen readers. */
[class*="-icon-only"] button [data-testid="stMarkdownContainer"] {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
}
</style>
"""


def apply_style() -> None:
    """Put the rules on the page."""
    st.html(_STYLE)
