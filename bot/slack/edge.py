"""The edge: Slack's requests in, acknowledgements out. Bolt verifies, authorises and routes; we do the rest."""

from __future__ import annotations

import logging
from asyncio import Task
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.remembered import Remembered
from bot.slack import adapter
from bot.slack.adapter import Caller, Payload
from bot.slack.answers import (
    CLOSED_FORM,
    NOT_KEPT,
    OLD_BUTTON,
    OLD_FORM,
    ONLY_FILES,
    OVER_THERE,
    PROMPTS,
    app_and_team,
    done,
    errors,
    not_taken,
    refused,
    trigger,
)
from bot.slack.board import Board
from bot.slack.clients import PEOPLE_REMEMBERED, Clients
from bot.slack.coaching import WORKING, Coaching, elsewhere
from bot.slack.door import Door
from bot.slack.installs import Installs
from bot.slack.render import modal
from bot.work import Work
from dialogs.activity import Acted, Activity, ConversationReference
from dialogs.replies import Note
from dialogs.turn import Forget, Turn

log = logging.getLogger(__name__)

STATUS_AFTER = 0.5
"""Seconds after which a person sees that their note is being read."""
LONGEST_WORK = 60.0
MODAL_SECONDS = 2.2
"""How long a sent modal waits for its answer; Slack gives three seconds."""


class SlackEdge:
    """Everything that Slack can ask of us, behind one Bolt app."""

    def __init__(
        self,
        coaching: Coaching,
        board: Board,
        work: Work,
        clients: Clients,
        installs: Installs,
        signing_secret: str,
    ) -> None:
        self._coaching = coaching
        self._board = board
        self._clients = clients
        self._installs = installs
        self._greeted: Remembered[tuple[str, str], bool] = Remembered(PEOPLE_REMEMBERED)
        self.work = work

        async def authorize(
            enterprise_id: str | None, team_id: str | None, user_id: str | None
        ) -> AuthorizeResult | None:  # Bolt goes by the names of a plain function's arguments
            return await installs.authorize(enterprise_id, team_id, user_id)

        self.app = AsyncApp(
            signing_secret=signing_secret,
            client=clients.client(None),
            authorize=authorize,  # type: ignore[arg-type]  # None is Bolt's word for "not installed"
            attaching_conversation_kwargs_enabled=False,
            attaching_function_token_enabled=False,
            logger=_bolts_own_log(),
        )
        self.app.middleware(Door(self._answer))
        self.app.error(not_taken)

    async def dispatch(self, request: AsyncBoltRequest) -> BoltResponse:
        """One request of Slack's, answered."""
        return await self.app.async_dispatch(request)

    async def _answer(self, body: Payload) -> BoltResponse | None:
        """What to answer to a request of any kind; None to one that we do not know."""
        if body.get("command") == adapter.COMMAND:
            return await self._command(body)
        match body.get("type"):
            case "event_callback":
                return await self._event(body)
            case "block_actions":
                return await self._action(body)
            case "view_submission":
                return await self._submitted(body)
            case "shortcut" | "message_action":
                return await self._shortcut(body)
        return None

    # -- events ----------------------------------------------------------------------------------------------

    async def _event(self, body: Payload) -> BoltResponse:
        event = body.get("event") or {}
        match event.get("type"):
            case "message":
                return await self._message(body)
            case "app_mention":
                return await self._mentioned(body)
            case "app_home_opened":
                return await self._home_opened(body)
            case "app_uninstalled":
                return await self._removed(body)
            case "tokens_revoked":
                return await self._removed(body) if (event.get("tokens") or {}).get("bot") else done()
        log.info("ignored: event %s", str(event.get("type"))[:60])
        return done()

    async def _mentioned(self, body: Payload) -> BoltResponse:
        caller, event = adapter.caller_of_event(body), body["event"]

        async def answered() -> Turn | None:
            turn = await self._coaching.play(caller, lambda p: adapter.from_mention(body, self._now(), p))
            where = caller.channel(str(event["channel"]), event.get("thread_ts") or event.get("ts"))
            await self._coaching.point(turn, where, *app_and_team(body))
            return turn

        return await self._once(self.work.begin(answered()))

    async def _message(self, body: Payload) -> BoltResponse:
        caller = adapter.caller_of_event(body)
        event = body["event"]
        if event.get("user") and adapter.only_files(body):
            to = caller.private(event.get("thread_ts"))
            self.work.begin(self._coaching.say(to, Note(ONLY_FILES)))
            return done()
        thread = event.get("thread_ts") or event.get("ts")
        return await self._play(
            caller,
            lambda profile: adapter.from_message(body, self._now(), profile),
            status=(str(event.get("channel")), str(thread)) if thread else None,
        )

    async def _play(self, caller: Caller, build: Any, status: tuple[str, str] | None = None) -> BoltResponse:
        task = self.work.begin(self._coaching.play(caller, build))
        answer = await self._once(task)
        if status is not None and not task.done():
            self.work.begin(self._show_status(task, caller, *status))
        return answer

    async def _once(self, task: Task[Any]) -> BoltResponse:
        """The acknowledgement of an event: a failure in the first moment is Slack's to repeat."""
        failed = await self.work.within(task) and task.exception() is not None
        return BoltResponse(status=500, body="") if failed else done()

    async def _show_status(self, task: Any, caller: Caller, channel: str, thread: str) -> None:
        if await self.work.within(task, STATUS_AFTER):
            return
        try:
            await self._coaching.status(caller, channel, thread, WORKING)
            await self.work.within(task, LONGEST_WORK)
            await self._coaching.status(caller, channel, thread, "")
        except Exception as error:
            log.info("no status shown: %s", type(error).__name__)

    async def _home_opened(self, body: Payload) -> BoltResponse:
        caller = adapter.caller_of_event(body)
        if body["event"].get("tab") == "home":
            self.work.begin(self._board.opened(caller))
            return done()
        self.work.begin(self._prompts(caller, str(body["event"].get("channel"))))
        return await self.greet(caller)

    async def greet(self, caller: Caller) -> BoltResponse:
        """First contact; known people are left in peace without a look at the database."""
        who = (caller.tenant, caller.person)
        if who in self._greeted:
            return done()
        answer = await self._play(caller, lambda profile: adapter.arrived(caller, self._now(), profile))
        if answer.status == 200:
            self._greeted[who] = True
        return answer

    def kept(self, turn: Turn) -> None:
        """A turn was kept: who had everything forgotten is a stranger again, to be welcomed."""
        if turn.forget == Forget():
            self._greeted.pop((turn.person.tenant, turn.person.id), None)

    async def _prompts(self, caller: Caller, channel: str) -> None:
        try:
            client = await self._clients.of(caller.tenant, caller.team)
            await client.assistant_threads_setSuggestedPrompts(
                channel_id=channel, prompts=[dict(prompt) for prompt in PROMPTS]
            )
        except Exception as error:
            log.info("no prompts: %s", type(error).__name__)

    async def _removed(self, body: Payload) -> BoltResponse:
        """Removed by the workspace, or its token revoked: everything of theirs goes, and nothing is sent. Slack says
        both, and says them again where it did not hear from us in time."""
        tenant = adapter.caller_of_event(body).tenant
        if not await self._installs.remove(tenant, adapter.happened(body, self._now())):
            log.info("not removed: %s", tenant)
            return done()
        self._clients.forget(tenant)
        self._board.forget(tenant)
        for who in [who for who in self._greeted if who[0] == tenant]:
            del self._greeted[who]
        log.info("removed: %s", tenant)
        return done()

    # -- commands, buttons, shortcuts ------------------------------------------------------------------------

    async def _command(self, body: Payload) -> BoltResponse:
        caller = adapter.caller_of_command(body)

        async def answered() -> None:
            turn = await self._coaching.play(caller, lambda p: adapter.from_command(body, self._now(), p))
            await self._coaching.open_answer(caller, turn, caller.private(), trigger(body))

        await self.work.within(self.work.begin(answered()))
        ours = self._clients.known_room(caller.tenant, caller.person)
        return done() if body.get("channel_id") == ours else done(elsewhere(*app_and_team(body)))

    async def _action(self, body: Payload) -> BoltResponse:
        await self.work.within(self.work.begin(self._pressed(body)))
        return done()

    async def _pressed(self, body: Payload) -> None:
        caller = adapter.caller_of_interaction(body)
        to = adapter.where_pressed(body, caller)
        async with self._coaching.owning_up(to):
            await self._act(body, caller, to)

    async def _act(self, body: Payload, caller: Caller, to: ConversationReference) -> None:
        activity = adapter.from_action(body, self._now(), await self._coaching.profile(caller))
        if isinstance(activity, adapter.Ignored):
            log.info("ignored: %s", activity.reason)
            if activity.reason.startswith("unknown"):
                await self._coaching.say(to, Note(OLD_BUTTON))
            return
        form = await self._coaching.form(activity)
        if form is not None and trigger(body):
            await self._coaching.open(caller, form, activity.reference, to, trigger(body))
        elif isinstance(activity.event, Acted) and activity.event.act.name == "form.open":
            await self._coaching.say(to, Note(CLOSED_FORM))
        else:
            turn = await self._coaching.handle(activity)
            await self._coaching.open_answer(caller, turn, to, trigger(body))
            await self._coaching.point(turn, to, *app_and_team(body))

    async def _shortcut(self, body: Payload) -> BoltResponse:
        caller = adapter.caller_of_interaction(body)
        task = self.work.begin(self._cut_short(body, caller))
        await self.work.within(task)
        if body.get("type") == "message_action":
            self.work.begin(self._whisper(task, body, caller))
        return done()

    async def _cut_short(self, body: Payload, caller: Caller) -> Turn | None:
        """A debrief begun from anywhere is a modal: the private conversation may not be in sight."""
        to = caller.private()
        async with self._coaching.owning_up(to):
            activity = adapter.from_shortcut(body, self._now(), await self._coaching.profile(caller))
            form = None
            if isinstance(activity, Activity) and body.get("callback_id") == adapter.DEBRIEF_SHORTCUT:
                form = await self._coaching.form(activity)
            if form is None or not trigger(body):
                return await self._coaching.play(caller, lambda _: activity)
            await self._coaching.open(caller, form, to, to, trigger(body))
        return None

    async def _whisper(self, task: Task[Turn | None], body: Payload, caller: Caller) -> None:
        """Says in the channel, to the person alone, where the note went."""
        if await task is None:
            return
        channel = (body.get("channel") or {}).get("id")
        if channel and not channel.startswith("D"):
            await self._coaching.say(caller.channel(channel, None), Note(OVER_THERE))

    # -- modals ----------------------------------------------------------------------------------------------

    async def _submitted(self, body: Payload) -> BoltResponse:
        caller = adapter.caller_of_interaction(body)
        state = (body["view"].get("state") or {}).get("values") or {}
        task = self.work.begin(
            self._coaching.play(caller, lambda profile: adapter.from_submission(body, self._now(), profile))
        )
        if not await self.work.within(task, MODAL_SECONDS):
            self.work.begin(self._refuse_late(task))
            return done()
        if task.exception() is not None:
            return errors({next(iter(state), "_"): NOT_KEPT})
        turn = task.result()
        if turn is None:
            await self._coaching.say(caller.private(), Note(OLD_FORM))
        wrong = refused(turn)
        problems = modal.problems(wrong[1], state) if wrong is not None else {}
        return errors(problems) if problems else done()

    async def _refuse_late(self, task: Task[Turn | None]) -> None:
        """Too late for the modal: what was wrong is said in a message."""
        wrong = refused(await task)
        if wrong is None:
            return
        to = wrong[0]
        plain = ConversationReference(
            to.platform, to.tenant, to.conversation, to.person, to.thread, to.shared
        )
        await self._coaching.say(plain, wrong[1])

    def _now(self) -> Any:
        return self._coaching.clock.now()


def _bolts_own_log() -> logging.Logger:
    """Bolt warns of settings that it finds in the environment and does not use. Its errors are wanted."""
    own = logging.getLogger("slack_bolt.delta")
    own.setLevel(logging.ERROR)
    return own
