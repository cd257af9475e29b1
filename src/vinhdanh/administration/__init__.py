"""Administration: accounts, invitations, roles given on units, delegation, sessions, and the pages of the event log."""
