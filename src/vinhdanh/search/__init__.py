"""Finding people, units, decisions and initiatives without diacritics and with a typing slip."""
