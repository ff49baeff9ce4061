"""The Variations page: compose a request, send it, look at the result."""
