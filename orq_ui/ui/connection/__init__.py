"""The Connection page: the host, the key, a test of both, and signing in."""
