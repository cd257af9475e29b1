"""Vinh Danh: emulation and commendation, decided by the law."""

__version__ = "0.1.0"
