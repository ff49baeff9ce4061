"""The servers that the history may be kept on, real ones that the test run starts for itself."""
