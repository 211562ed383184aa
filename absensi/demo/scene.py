"""The stage as the page shows it: who is there, in which order, the guide's steps and the hours to jump to."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, time
from functools import partial

from absensi.demo import wording
from absensi.demo import wording_names as names
from absensi.demo.clock import next_school_day, next_time
from absensi.demo.gate import NAME, READY
from absensi.demo.looking import FATHER, MOTHER, PASSER_BY
from absensi.demo.stage import LATE, MORNING, REPORT_DUE, Stage
from absensi.demo.steps import FRONT_GATE, LEADERSHIP_GROUP, NEWCOMER, STEPS, STRANGER, Place, Step
from absensi.sample_school import SCHOOL_NAME
from core.card_qr import card_qr
from core.cards import CardRow
from core.keycodes import spaced
from core.school_rules import school_rules
from core.vitals import vitals
from core.wording.gate import staff
from db.models import Role
from simulator import page
from simulator.page import Words


async def scene_of(stage: Stage, *, pace: float) -> page.Scene:
    """Everything the page needs to know of a stage that is set. The guide taps every `pace` seconds."""
    async with stage.house.transaction() as session:
        rules = await school_rules(session)
    return page.Scene(
        title=SCHOOL_NAME,
        telegram=stage.telegram,
        network=stage.network,
        modem=stage.modem,
        chats=chats(stage),
        phones=phones(stage),
        gate=_gate(stage),
        steps=[_step(replace(stage, pace=pace), step) for step in STEPS],
        jumps={
            "seven": page.Jump(names.AT_SEVEN, partial(_jump, stage, time(7), next_time)),
            "late": page.Jump(names.WHEN_LATE, partial(_jump, stage, LATE, next_time)),
            "report": page.Jump(names.AT_THE_REPORT, partial(_jump, stage, REPORT_DUE, next_time)),
            "next-day": page.Jump(names.NEXT_DAY, partial(_jump, stage, MORNING.time(), next_school_day)),
        },
        rupiah_per_part=rules.sms_price_rupiah,
        waiting=partial(_sms_waiting, stage),
    )


def chats(stage: Stage) -> Mapping[int, Words]:
    """Chats by id, in the order of the list."""
    cast = stage.cast
    listed = {cast.people[role].id: words for role, words in names.ROLES.items()}
    others = {
        cast.leadership.id: names.LEADERSHIP,
        cast.guardian.id: names.GUARDIAN,
        cast.newcomer.id: names.NEWCOMER,
        cast.stranger.id: names.STRANGER,
    }
    return listed | others


def phones(stage: Stage) -> Mapping[str, Words]:
    missing, sick = stage.cast.slips[0], stage.cast.slips[1]
    return {
        MOTHER: names.mother_of(missing.name),
        FATHER: names.father_of(sick.name),
        PASSER_BY: names.PASSER_BY,
    }


def _gate(stage: Stage) -> page.Gate:
    cards = stage.cast.cards
    return page.Gate(
        label={"id": NAME, "en": NAME},
        url=stage.gate.url,
        ready=READY,
        cards=[_card(card) for card in (cards.punctual, cards.tardy, cards.doubted, cards.teacher)],
        scanner=stage.gate.scanner,
        heard=stage.gate.hear,
    )


def _card(card: CardRow) -> page.Card:
    return page.Card(card.name, card.class_name or staff(), card.payload, card_qr(card.payload))


def _step(stage: Stage, step: Step) -> page.Step:
    return page.Step(
        title=_filled(stage, step.told.title),
        by_hand=_filled(stage, step.told.by_hand),
        look_for=_filled(stage, step.told.look_for),
        places=[_place(stage, place) for place in step.places],
        do=partial(step.do, stage),
        is_done=partial(step.is_done, stage),
    )


def _filled(stage: Stage, words: Words) -> Words:
    missing, sick = stage.cast.slips[0], stage.cast.slips[1]
    mother, father = names.mother_of(missing.name), names.father_of(sick.name)
    return {
        language: text.format(
            missing=missing.name,
            mother=mother[language],
            father=father[language],
            mother_code=spaced(missing.keycode),
            father_code=spaced(sick.keycode),
            notice=wording.plain_notice(sick.name),
            info=wording.info(),
            invitation=stage.cast.invitation,
            punctual=stage.cast.cards.punctual.name,
            tardy=stage.cast.cards.tardy.name,
            doubted=stage.cast.cards.doubted.name,
            typed_report=wording.typed_report(stage.cast.cards.doubted.name, sick.name),
        )
        for language, text in words.items()
    }


def _place(stage: Stage, place: Place) -> str:
    cast = stage.cast
    chats_by_place = {LEADERSHIP_GROUP: cast.leadership.id, STRANGER: cast.stranger.id, NEWCOMER: cast.newcomer.id}
    if isinstance(place, Role):
        return f"chat:{cast.people[place].id}"
    if place == FRONT_GATE:
        return page.GATE
    return f"chat:{chats_by_place[place]}" if place in chats_by_place else f"phone:{place}"


async def _jump(stage: Stage, at: time, when: Callable[[datetime, time], datetime]) -> None:
    await stage.move_clock(when(stage.clock(), at))


async def _sms_waiting(stage: Stage) -> int:
    async with stage.house.transaction() as session:
        return (await vitals(session, now=stage.clock())).sms_open
