"""Notices on a person's desk."""
