"""Template helps of people."""
