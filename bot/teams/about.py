"""The page that a Teams app must name: what the coach is, what it keeps, and on what terms. Short, and true."""

from __future__ import annotations

from typing import Final

from aiohttp import web

PATH: Final = "/about"

PAGE: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Delta, the interview coach</title>
<style>body{font:1.05rem/1.6 system-ui,sans-serif;max-width:38rem;margin:3rem auto;padding:0 1rem;color:#1f2937}
h1,h2{color:#1f3a5f}</style></head><body>
<h1>Δ Delta, the interview coach</h1>
<p>Questions worth asking before an interview, a debrief after it, and a verdict on whether a place asks “did we ship
something?” or “did we make a difference?”. When offers come: pay now beside what the work makes of you. Say “help” to
the bot and it tells you what makes sense next.</p>
<h2 id="privacy">What is kept</h2>
<p>What you tell the bot, and nothing else: it sees your private chat with it, and messages in which it is mentioned. It
is encrypted at rest with a key of your organisation's own and is never written to a log. “export” gives you all of it;
“forget” deletes one opportunity, or everything, at once and for good. Other members of your organisation are shown
nothing that you did not post after a preview. If the workspace belongs to an employer, the employer may be able to
read messages in it. Answers are read on the machine that runs the service; where its operator has switched on a second
reader elsewhere, the bot names it and asks you first. Nothing is sold, and nothing is used to train anything.</p>
<h2 id="terms">On what terms</h2>
<p>Delta is a bot. It coaches before and after interviews, never during one. It is no lawyer and no financial adviser;
its verdicts are readings of what you told it, and it says how sure it is. It comes without warranty, under the MIT
licence. Whoever runs this service is your contact for everything else.</p>
</body></html>
"""


async def _about(request: web.Request) -> web.Response:
    return web.Response(
        text=PAGE, content_type="text/html", headers={"Cache-Control": "public, max-age=3600"}
    )


def routes() -> list[web.RouteDef]:
    """What to add to the web application."""
    return [web.get(PATH, _about)]
