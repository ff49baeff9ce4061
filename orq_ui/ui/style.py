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
@media (max-width: 640px) {
  /* On a phone the form is long: Send stays at hand below it. */
  .st-key-send-bar {
    position: fixed; left: 0; right: 0; bottom: 0; z-index: 50; width: auto; padding: 0.6rem 0.9rem;
    background: Canvas; border-radius: 0.75rem 0.75rem 0 0; box-shadow: 0 -0.25rem 1rem rgb(0 0 0 / 18%);
  }
  [data-testid="stMain"]:has(.st-key-send-bar) { padding-bottom: 9rem; }
}
.st-key-picture-paste, .st-key-send-follow, .st-key-home { display: none; }
.st-key-workbench [role="tablist"] { scroll-margin-top: 4rem; }
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
[class*="-icon-only"] button kbd { display: none; }
@media (hover: none) and (pointer: coarse) { button[kind] kbd { display: none; } }  /* There are no keys to press. */
/* A run is opened by clicking anywhere on its row, but for its star and its box. */
[class*="st-key-history-row-"], [class*="st-key-history-node-"], [class*="st-key-recent-"] {
  position: relative; padding: 0.55rem 0.75rem;
}
[class*="st-key-history-open-"], [class*="st-key-history-open-"] *:not(svg, path),
[class*="st-key-recent-"] [data-testid="stPageLink"],
[class*="st-key-recent-"] [data-testid="stPageLink"] *:not(svg, path) {
  position: static !important;
}
[class*="st-key-history-open-"] button::after, [class*="st-key-recent-"] [data-testid="stPageLink"] a::after {
  content: ""; position: absolute !important; inset: 0; cursor: pointer; border-radius: 0.5rem;
}
[class*="st-key-history-open-"] button:focus-visible::after { outline: 2px solid currentColor; outline-offset: -2px; }
[class*="st-key-history-pick-"], [class*="st-key-history-star-"] { position: relative; z-index: 1; }
[class*="st-key-history-row-"]:hover, [class*="st-key-history-node-"]:hover, [class*="st-key-recent-"]:hover {
  background: color-mix(in srgb, currentColor 4%, transparent);
}
[class*="st-key-history-row-"]:has(.orq-starred) [class*="st-key-history-star-"] button,
.st-key-history-head:has(.orq-starred) [class*="st-key-history-star-"] button { color: #d98a00; }
[class*="st-key-history-row-"]:has(.orq-starred) [class*="st-key-history-star-"] [data-testid="stIconMaterial"],
.st-key-history-head:has(.orq-starred) [class*="st-key-history-star-"] [data-testid="stIconMaterial"] { font-size: 0; }
[class*="st-key-history-row-"]:has(.orq-starred) [class*="st-key-history-star-"] [data-testid="stIconMaterial"]::before,
.st-key-history-head:has(.orq-starred) [class*="st-key-history-star-"] [data-testid="stIconMaterial"]::before {
  content: "\\2605"; font: 1.2rem/1 sans-serif;
}
[data-testid="stLayoutWrapper"]:has(> .st-key-history-selection) { position: sticky; bottom: 0.75rem; z-index: 5; }
.st-key-history-selection-bar { background: Canvas; box-shadow: 0 0.25rem 1rem rgb(0 0 0 / 18%); }
[class*="st-key-history-row-"]:has(input:checked) { background: color-mix(in srgb, #cc4a10 9%, transparent); }
.orq-run { display: flex; flex-wrap: wrap; align-items: center; gap: 0.35rem 1rem; min-width: 0; }
.orq-strip { display: flex; align-items: center; gap: 0.3rem; flex: 0 0 auto; min-width: 23.2rem; min-height: 56px; }
.orq-strip img, .orq-gap {
  width: 56px; height: 56px; object-fit: cover; border-radius: 0.35rem; display: block;
  background: color-mix(in srgb, currentColor 8%, transparent);
}
.orq-gap {
  display: inline-flex; align-items: center; justify-content: center; opacity: 0.6; background: none;
  border: 1px dashed color-mix(in srgb, currentColor 40%, transparent);
}
.orq-pair { display: grid; grid-template-columns: 1fr 1fr; gap: 0.3rem; }
.orq-side { position: relative; display: block; line-height: 0; }
.orq-letter {
  position: absolute; top: 0.35rem; left: 0.35rem; min-width: 1.35rem; padding: 0.1rem 0.3rem; border-radius: 0.3rem;
  text-align: center; font-size: 0.8rem; font-weight: 600; line-height: 1.3; color: #fff; background: rgb(0 0 0 / 62%);
}
.orq-pair img, .orq-pair .orq-gap {
  width: 100%; height: auto; max-height: 65vh; aspect-ratio: 1; object-fit: contain; font-size: 0.85rem;
  padding: 0; border-radius: 0.35rem; background: color-mix(in srgb, currentColor 6%, transparent);
}
.orq-tale { border-left: 3px solid #cc4a10; padding: 0.1rem 0 0.1rem 0.9rem; overflow-wrap: anywhere; }
.orq-tale p { margin: 0.25rem 0; }
.orq-arrow { opacity: 0.5; padding: 0 0.15rem; }
.orq-more { opacity: 0.7; font-size: 0.85rem; padding-left: 0.2rem; }
.orq-facts { flex: 1 1 18rem; min-width: 0; }
.orq-name { font-weight: 600; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.orq-line {
  display: flex; flex-wrap: wrap; align-items: center; gap: 0.1rem 0.9rem; font-size: 0.85rem; margin-top: 0.15rem;
}
.orq-line > * { overflow-wrap: anywhere; }
.orq-line > span:not(.orq-badge, .orq-tag, .orq-model) { opacity: 0.75; }
.orq-badge, .orq-tag { border-radius: 0.35rem; padding: 0.05rem 0.45rem; font-size: 0.8rem; line-height: 1.4; }
.orq-tag { background: color-mix(in srgb, currentColor 10%, transparent); font-weight: 400; }
.orq-badge { font-weight: 600; }
.orq-good { background: color-mix(in srgb, #2f9e6b 24%, transparent); }
.orq-bad { background: color-mix(in srgb, #c6413f 26%, transparent); }
.orq-odd { background: color-mix(in srgb, #e0a22b 30%, transparent); }
.orq-calm { background: color-mix(in srgb, currentColor 12%, transparent); }
.orq-head h2 { padding: 0 0 0.2rem; margin: 0; font-size: 1.35rem; overflow-wrap: anywhere; }
.orq-twig .orq-strip, [class*="st-key-recent-"] .orq-strip { min-width: 0; }
.orq-joint { opacity: 0.75; font-size: 0.85rem; flex: 0 0 auto; min-width: 4.2rem; }
@media (max-width: 640px) {
  .orq-strip { min-width: 0; }
  .orq-strip img, .orq-gap { width: 40px; height: 40px; }
  .orq-facts { flex-basis: 100%; }
}
/* A link that saves something looks like the buttons beside it. */
.orq-download {
  display: inline-flex; align-items: center; gap: 0.4rem; min-height: 2.5rem; padding: 0.25rem 0.75rem;
  border: 1px solid color-mix(in srgb, currentColor 16%, transparent); border-radius: 0.5rem;
  white-space: nowrap; font-size: 0.875rem; line-height: 1.6;
  color: inherit !important; text-decoration: none !important;
}
.orq-download:hover { border-color: currentColor; }
.orq-download:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
.orq-quiet { border-color: transparent; padding: 0.25rem 0; min-height: 0; }
.orq-quiet:hover { border-color: transparent; text-decoration: underline !important; }
.orq-icon { font-family: "Material Symbols Rounded"; font-size: 1.15rem; line-height: 1; font-weight: 400; }
</style>
"""


def apply_style() -> None:
    """Put the rules on the page."""
    st.html(_STYLE)
