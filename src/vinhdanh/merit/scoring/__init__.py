"""Scoring and ranking of units: tables as data, two passes, exact decimals, everything explained. Pure."""
