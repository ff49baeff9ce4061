"""Readers of code: TypeScript, Python and PowerShell as one syntax tree, and the calls that it makes."""
