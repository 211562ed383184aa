"""The school's rules and the SMS texts: grouped, one at a time, the new value typed and confirmed."""

from datetime import datetime
from html import escape

from aiogram import F, Router
from aiogram.types import CallbackQuery, ForceReply, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.admin_callbacks import OpenRule, OpenRules, OpenSection, ResetRule, Section
from bot.keyboards import admin as keyboards
from bot.keyboards import admin_rules as rule_keyboards
from bot.questions import AskRule, SetRule
from bot.reply import Reply
from bot.wording import admin_rules as wording
from core import sms_templates
from core.actors import Actor
from core.confirmation_choices import monthly_cost
from core.confirmations import Confirm
from core.errors import BadRule, NotFound
from core.rule_limits import as_typed, limits_of
from core.school_rules import SchoolRules, allowed_value, reset_rule, rule_shown, school_rules, set_rule
from core.sms_budget import sms_today
from core.sms_templates import Sample


def router() -> Router:
    r = Router(name="admin rules")
    r.callback_query.register(on_section, OpenSection.filter(F.section == Section.RULES))
    r.callback_query.register(on_group, OpenRules.filter())
    r.callback_query.register(on_rule, OpenRule.filter())
    r.callback_query.register(on_reset, ResetRule.filter())
    return r


async def on_section(_callback: CallbackQuery, reply: Reply) -> None:
    await reply.redraw(wording.groups(), rule_keyboards.groups())


async def on_group(_callback: CallbackQuery, callback_data: OpenRules, session: AsyncSession, reply: Reply) -> None:
    if callback_data.group >= len(wording.GROUPS):
        raise NotFound
    name, keys = wording.GROUPS[callback_data.group]
    await reply.redraw(wording.group(name), rule_keyboards.group(keys, await school_rules(session)))


async def on_rule(
    _callback: CallbackQuery, callback_data: OpenRule, session: AsyncSession, now: datetime, reply: Reply
) -> None:
    """Its way back to the default first, then the question, which takes the keyboard."""
    key = callback_data.key
    limits_of(key)
    rules = await school_rules(session)
    shown = _sample(key, getattr(rules, key), rules)
    page = (
        wording.sms_text_page(key, rules, shown)
        if shown is not None
        else wording.rule_page(key, rules, await sms_today(session, now=now))
    )
    if getattr(rules, key) != SchoolRules.model_fields[key].default:
        await reply.redraw(wording.changed_from_default(key), rule_keyboards.reset(key))
    markup = ForceReply(input_field_placeholder=wording.title(key))
    await reply.ask(page, markup, AskRule(key=key))


async def on_value(message: Message, question: AskRule, session: AsyncSession, now: datetime, reply: Reply) -> None:
    key, rules = question.key, await school_rules(session)
    value = allowed_value(key, as_typed(key, message.text or ""), rules)
    before = rule_shown(getattr(rules, key))
    text = wording.confirm_set(key, before, value, _sample(key, value, rules))
    if (key, value) == ("check_in_confirmation", Confirm.SMS):
        cost = await monthly_cost(session, rules, Confirm.SMS, on=now.date())
        text = f"{text}\n\n{wording.monthly_cost(cost)}"
    await reply.ask(text, keyboards.confirm(), SetRule(key=key, value=value))


async def on_set_confirmed(
    _callback: CallbackQuery, question: SetRule, session: AsyncSession, actor: Actor, now: datetime, reply: Reply
) -> None:
    try:
        await set_rule(session, question.key, question.value, now=now, by=actor.person_id)
    except BadRule:  # another rule was changed since it was asked
        await reply.redraw(escape(wording.bad_value(question.key)), keyboards.back())
        return
    await reply.redraw(wording.rule_set(question.key, question.value), keyboards.back())


async def on_reset(
    _callback: CallbackQuery,
    callback_data: ResetRule,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    limits_of(callback_data.key)
    try:
        await reset_rule(session, callback_data.key, now=now, by=actor.person_id)
    except BadRule:
        await reply.redraw(escape(wording.bad_value(callback_data.key)), keyboards.back())
        return
    await reply.redraw(wording.rule_reset(callback_data.key), keyboards.back())


def _sample(key: str, template: str, rules: SchoolRules) -> Sample | None:
    if key not in sms_templates.DEFAULTS:
        return None
    return sms_templates.sample(key, template, school=rules.school_name, price=rules.sms_price_rupiah)
