"""Offers: what they hold, what they are worth now, and what the difference buys."""
