"""The real servers that the test run starts for itself: PostgreSQL, S3, an OpenID provider."""
