"""Checking a list of nominations: every name judged in the derived order, the list as a whole held against its caps."""
