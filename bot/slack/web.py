"""Slack's addresses on our own web application, and the opposite way for development: Socket Mode."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.adapter import Caller
from bot.slack.edge import SlackEdge
from bot.slack.installs import ManyWorkspaces
from bot.slack.states import SignedStates

log = logging.getLogger(__name__)

EVENTS, INSTALL, REDIRECT = "/slack/events", "/slack/install", "/slack/oauth_redirect"
LARGEST_REQUEST = 1024 * 1024
SCOPES = (
    "app_mentions:read",
    "assistant:write",
    "chat:write",
    "commands",
    "files:write",
    "im:history",
    "im:write",
    "users:read",
)
"""What the app asks for; the manifest gives the reason of each."""


@dataclass(frozen=True, slots=True)
class OAuth:
    """How a workspace installs the app."""

    client_id: str
    client_secret: str
    authorize_url: str | None = None
    redirect_url: str | None = None


def routes(edge: SlackEdge, flow: AsyncOAuthFlow | None = None) -> list[web.RouteDef]:
    """What to add to the web application."""

    async def events(request: web.Request) -> web.StreamResponse:
        if (request.content_length or 0) > LARGEST_REQUEST:
            return web.Response(status=413)
        return await to_aiohttp_response(await edge.dispatch(await to_bolt_request(request)))

    made = [web.post(EVENTS, events)]
    if flow is not None:
        installing = flow

        async def install(request: web.Request) -> web.StreamResponse:
            return await to_aiohttp_response(
                await installing.handle_installation(await to_bolt_request(request))
            )

        async def redirect(request: web.Request) -> web.StreamResponse:
            return await to_aiohttp_response(await installing.handle_callback(await to_bolt_request(request)))

        made += [web.get(INSTALL, install), web.get(REDIRECT, redirect)]
    return made


def oauth_flow(
    oauth: OAuth, client: AsyncWebClient, installs: ManyWorkspaces, states: SignedStates, edge: SlackEdge
) -> AsyncOAuthFlow:
    """Bolt's installation flow over our own stores. Who installed the app is greeted at once."""

    async def installed(args: AsyncSuccessArgs) -> BoltResponse:
        made = args.installation
        tenant = made.enterprise_id if made.is_enterprise_install else made.team_id or made.enterprise_id
        if tenant and made.user_id:
            await edge.greet(Caller(tenant, made.user_id))
        return await args.default.success(args)

    async def failed(args: AsyncFailureArgs) -> BoltResponse:
        log.info("not installed: %s", args.reason)
        return await args.default.failure(args)

    return AsyncOAuthFlow(
        client=client,
        logger=log,
        settings=AsyncOAuthSettings(
            client_id=oauth.client_id,
            client_secret=oauth.client_secret,
            scopes=SCOPES,
            redirect_uri=oauth.redirect_url,
            install_path=INSTALL,
            redirect_uri_path=REDIRECT,
            authorization_url=oauth.authorize_url,
            installation_store=installs,
            state_store=states,
            callback_options=AsyncCallbackOptions(success=installed, failure=failed),
        ),
    )


def socket_mode(edge: SlackEdge, app_token: str, client: AsyncWebClient) -> AsyncSocketModeHandler:
    """Slack over a websocket that we open, for a machine without a public address. In production use HTTP."""
    return AsyncSocketModeHandler(edge.app, app_token, web_client=client, logger=log)
