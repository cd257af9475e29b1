"""The verbs of administration: accounts, roles, sessions."""
