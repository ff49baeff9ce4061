"""The Explain page: what the router would do with the request in the form."""
