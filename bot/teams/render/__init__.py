"""Every reply as Teams does it best: Adaptive Cards 1.5 that replace themselves, and plain messages."""

from bot.teams.render.draw import draw as draw
