"""The Emulator page: what its models do, what it did, and how to point another client at it."""
