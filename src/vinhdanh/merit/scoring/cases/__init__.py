"""Published scoring tables and rankings in the shared case format: described as tables, recomputed, every difference told."""
