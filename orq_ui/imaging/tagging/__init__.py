"""A record inside a picture's own container, beside the image data and never in it."""
