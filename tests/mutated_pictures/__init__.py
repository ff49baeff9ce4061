"""Small pictures of every kind, damaged in every way, and all that the project does with a picture."""
