"""Texts for people: messages, dates, tables, JSON, and markup that is safe with others' words in it."""
