"""Copies of an office's data: one zip that both databases can write and read."""
