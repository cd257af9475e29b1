"""Acts, provisions, the office's own rules, the pages of rules."""
