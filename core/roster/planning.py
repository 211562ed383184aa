"""Comparing a workbook with the school as it stands."""

import asyncio
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core.roster.plan import ImportPlan
from core.roster.planning_classes import plan_classes, plan_departments
from core.roster.planning_posts import plan_posts
from core.roster.planning_pupils import plan_pupils
from core.roster.planning_staff import plan_teachers
from core.roster.school_file import read_school_file
from core.roster.standing import load_standing


async def plan_import(session: AsyncSession, workbook: bytes, *, now: datetime) -> ImportPlan:
    """What importing this file today would change, and its bad rows. Reads only; the session must see the whole school.

    Raises WorkbookRefused for a file that can't be imported at all.
    """
    file = await asyncio.to_thread(read_school_file, workbook)
    standing = await load_standing(session, now.date())
    plan = ImportPlan(now.date())
    plan_departments(file, standing, plan)
    teachers = plan_teachers(file, standing, plan, now=now)
    plan_classes(file, standing, plan)
    plan_pupils(file, standing, plan, now=now)
    plan_posts(file, standing, plan, teachers, now=now)
    plan.bad_rows = sorted([*plan.bad_rows, *file.bad_rows], key=lambda bad: bad.place)
    return plan
