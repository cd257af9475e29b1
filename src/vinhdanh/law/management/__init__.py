"""Management commands of ``law``."""
