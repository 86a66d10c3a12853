"""The third adapter: the terminal, where anybody can talk to the coach in a minute, with no token."""
