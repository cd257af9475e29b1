"""Commands of ``administration``."""
