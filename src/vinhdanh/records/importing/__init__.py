"""Bringing in files: read, looked over in a grid, saved whole or not at all, undone whole.

``layout`` where a file's columns stand · ``reading`` file → rows · ``walking`` rows → typed values, problems and drafts of records ·
``matching`` rows → people · ``checking`` writes problems to the rows · ``saving`` · ``undoing``.
"""
