"""Charts as plain data: a ledger or a policy in, a specification out."""
