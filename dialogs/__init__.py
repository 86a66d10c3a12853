"""Everything the coach knows and says. Pure: no await, no clock, no database, no network, no platform."""
