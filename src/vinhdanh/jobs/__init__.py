"""Background work with a progress row and a heartbeat."""
