"""The facts: ratings, awards, initiatives, discipline …, their import and completeness."""
