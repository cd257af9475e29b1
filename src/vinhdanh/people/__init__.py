"""People, posts, memberships, transfers, merges; roles and scopes."""
