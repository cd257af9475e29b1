"""Verdicts on pages: a person, a unit, the whole sector."""
