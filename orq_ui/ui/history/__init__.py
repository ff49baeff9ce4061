"""The History page: the list and what is done with it, one run whole, two runs side by side."""
