"""Slack: its edge, its way of drawing, its way of sending. Nothing outside this package knows Slack."""
