"""The same reads and writes as the pages, for other programs: OpenAPI 3.1, tokens with scopes."""
