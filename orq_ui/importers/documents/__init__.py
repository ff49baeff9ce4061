"""Readers of documents: JSON, YAML, TOML, pages, HTTP messages, and what other tools export."""
