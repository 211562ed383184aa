"""How the bot gets its updates and files."""

import re
from urllib.parse import urlsplit

from aiogram.methods import DeleteWebhook, GetFile, GetUpdates, GetWebhookInfo, SetWebhook

from simulator.telegram.errors import Json, bad_request, conflict
from simulator.telegram.methods.registry import answers
from simulator.telegram.world import World

LONGEST_POLL = 50
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


@answers(GetUpdates)
async def get_updates(world: World, call: GetUpdates) -> list[Json]:
    if world.webhook.url:
        raise conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
        )
    world.updates.allow(call.allowed_updates)
    if call.offset:
        world.updates.confirm(call.offset)
    limit = min(max(call.limit or 100, 1), 100)
    found = await world.updates.read(limit, min(max(call.timeout or 0, 0), LONGEST_POLL))
    return [update.body for update in found]


@answers(SetWebhook)
async def set_webhook(world: World, call: SetWebhook) -> bool:
    """Plain http is accepted, as by a Bot API server of one's own: a proxy may stand in front."""
    if not call.url:
        return await _without_webhook(world, bool(call.drop_pending_updates))
    address = urlsplit(call.url)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if call.secret_token is not None and not _SECRET.fullmatch(call.secret_token):
        long = len(call.secret_token) > 256
        raise bad_request(f"secret token {'is too long' if long else 'contains unallowed characters'}")
    world.updates.allow(call.allowed_updates)
    if call.drop_pending_updates:
        world.updates.forget()
    world.updates.interrupt("terminated by setWebhook request")
    await world.webhook.start(call.url, call.secret_token)
    return True


@answers(DeleteWebhook)
async def delete_webhook(world: World, call: DeleteWebhook) -> bool:
    return await _without_webhook(world, bool(call.drop_pending_updates))


async def _without_webhook(world: World, drop_pending: bool) -> bool:
    await world.webhook.stop()
    if drop_pending:
        world.updates.forget()
    return True


@answers(GetWebhookInfo)
def get_webhook_info(world: World, _: GetWebhookInfo) -> Json:
    return world.webhook.info()


@answers(GetFile)
def get_file(world: World, call: GetFile) -> Json:
    stored = world.files.to_download(call.file_id)
    return stored.to_api() | {"file_path": stored.path}
