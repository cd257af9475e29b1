"""Template tags of ``law``."""
