"""Processes and edges: settings, the web application, the adapters, reminders, delivery and the command line."""
