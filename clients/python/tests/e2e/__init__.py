"""The package against the real server, in real web servers."""
