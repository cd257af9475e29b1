"""Scoring and ranking of units in cụm and khối: tables, rounds, sheets, appeals, votes, published rankings."""
