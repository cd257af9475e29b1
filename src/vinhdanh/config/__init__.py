"""Settings, addresses and the entry of the web server."""
