"""Formats by language, read by Django."""
