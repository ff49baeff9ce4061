"""What the router did with a call and why, on every page that shows it."""
