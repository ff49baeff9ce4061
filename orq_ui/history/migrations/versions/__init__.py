"""One module for each step; they are never changed once released."""
