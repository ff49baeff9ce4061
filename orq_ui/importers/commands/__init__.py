"""Readers of command lines: curl and its like, as bash, cmd and PowerShell quote them."""
