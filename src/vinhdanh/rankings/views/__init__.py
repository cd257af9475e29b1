"""The pages of scoring, one module for each kind of work."""
