"""Tests of the workbook and its reader."""
