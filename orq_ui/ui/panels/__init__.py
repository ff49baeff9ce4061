"""What pages are made of: each panel draws one part of the screen from the session."""
