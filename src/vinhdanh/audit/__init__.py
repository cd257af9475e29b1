"""Row history, the chained event log, who saw sensitive pages."""
