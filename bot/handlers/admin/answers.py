"""Which question is answered where: one look for the question, whatever it turns out to be about. Of Ya and Batal the
first takes the proposal; what comes after it hears that it came too late.
"""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from bot import question_filters as asked
from bot import questions as q
from bot.admin_callbacks import Settle
from bot.filters import administers
from bot.handlers.admin import announcing, classes, confirming, people, pupils, rules
from bot.keyboards import admin as keyboards
from bot.reply import Reply
from bot.wording.cancelling import cancelled


def router() -> Router:
    root = Router(name="admin answers")
    root.include_routers(_first(), _too_late())
    return root


def _first() -> Router:
    r = Router(name="admin answers taken")
    r.message.filter(administers, asked.answers)
    r.message.register(people.on_name, asked.about(q.AskName, of="person"))
    r.message.register(people.on_dates, asked.about(q.AskDates))
    r.message.register(pupils.on_name, asked.about(q.AskName, of="student"))
    r.message.register(rules.on_value, asked.about(q.AskRule))
    r.message.register(announcing.on_text, asked.about(q.AskAnnouncement))
    r.callback_query.filter(Settle.filter(), asked.takes)
    r.callback_query.register(on_no, Settle.filter(~F.yes))
    r.callback_query.register(people.on_give_confirmed, asked.about(q.GiveRole))
    r.callback_query.register(people.on_end_confirmed, asked.about(q.EndRole))
    r.callback_query.register(people.on_unlink_confirmed, asked.about(q.Unlink))
    r.callback_query.register(classes.on_leader_confirmed, asked.about(q.NameLeader))
    r.callback_query.register(pupils.on_number_confirmed, asked.about(q.WithdrawNumber))
    r.callback_query.register(pupils.on_reissue_confirmed, asked.about(q.Reissue))
    r.callback_query.register(rules.on_set_confirmed, asked.about(q.SetRule))
    r.callback_query.register(confirming.on_confirmed, asked.about(q.ChooseConfirming))
    return r


def _too_late() -> Router:
    r = Router(name="admin answers too late")
    r.callback_query.register(on_taken_before, Settle.filter())
    return r


async def on_no(_callback: CallbackQuery, reply: Reply) -> None:
    await reply.redraw(cancelled(), keyboards.back())


async def on_taken_before(_callback: CallbackQuery) -> None:
    raise q.AlreadyAnswered
