"""The way in by Telegram: invitations for each role, used up, expired, withdrawn, guessed at; and the way out."""

from datetime import timedelta

from sqlalchemy import select

from bot import menus
from core import accounts
from core.invitations import GUESSES_PER_DAY, VALID_FOR, invite, withdraw_invitation
from core.keycodes import read_keycode
from core.wording.roles import ROLES
from db.models import AuditEntry, Role, RoleGrant, TelegramAccount
from db.models import Person as SchoolPerson
from simulator.telegram import Person
from tests.flows.day import later
from tests.flows.house import House
from tests.flows.looking import answered, count_of, eventually
from tests.school import HOMEROOM, SECRETARY, STRANGER

IS_LINKED = (TelegramAccount.telegram_id == STRANGER, TelegramAccount.unlinked_at.is_(None))
OF_A_CLASS = {Role.HOMEROOM_TEACHER, Role.CLASS_PRESIDENT, Role.CLASS_SECRETARY}
NEW = 5000


async def invited(house: House, role: Role = Role.COUNSELOR, person: str | None = None) -> str:
    """A fresh code, as `absensi invite` prints it."""
    school_class = house.school.x_rpl_1
    async with house.transaction() as session:
        return await invite(
            session,
            role,
            now=house.clock(),
            person=await session.scalar(select(SchoolPerson).where(SchoolPerson.name == person)) if person else None,
            school_class_id=school_class.id if role in OF_A_CLASS else None,
            department_id=school_class.department_id if role is Role.DEPARTMENT_HEAD else None,
        )


async def test_each_role_is_taken_up_by_its_link(house: House) -> None:
    for number, role in enumerate(Role):
        person = house.telegram.user(f"Orang {number}", id=NEW + number)
        await person.open_link(f"https://t.me/absensi_bot?start={await invited(house, role)}")
        welcome = await person.wait_for("Selamat datang")
        assert f"Anda terdaftar sebagai {ROLES[role]}" in welcome.text
        assert ("X RPL 1" in welcome.text) is (role in OF_A_CLASS)
        await person.send("/start")
        await person.wait_for(f"Halo Orang {number} ({ROLES[role]}")
    assert await count_of(house, TelegramAccount.telegram_id >= NEW) == len(Role)


async def test_a_code_can_be_typed_as_people_type(house: House) -> None:
    asing, code = house.person(STRANGER), await invited(house, Role.CLASS_SECRETARY)
    while read_keycode(f"start {code[:5]}") is None:  # once in 27 times that reads like a slip's letters
        code = await invited(house, Role.CLASS_SECRETARY)
    await asing.send(f"/start  {code[:5].lower()}-{code[5:]} ")
    await asing.wait_for("sekretaris kelas X RPL 1")
    await asing.send("/lapor")
    await asing.wait_for("Laporan X RPL 1")


async def test_an_invitation_for_a_person_in_the_schools_file_links_that_person(house: House) -> None:
    async with house.transaction() as session:
        session.add(SchoolPerson(name="Ibu Sri Wahyuni, S.Pd.", created_at=house.clock()))
    code = await invited(house, Role.COUNSELOR, "Ibu Sri Wahyuni, S.Pd.")
    await house.person(STRANGER).send(f"/start {code}")
    await house.person(STRANGER).wait_for("Selamat datang, Ibu Sri Wahyuni, S.Pd.")


async def test_a_code_works_once(house: House) -> None:
    code, late = await invited(house), house.telegram.user("Terlambat", id=NEW)
    await house.person(STRANGER).send(f"/start {code}")
    await house.person(STRANGER).wait_for("Selamat datang")
    await late.send(f"/start {code}")
    await late.wait_for("sudah dipakai")
    assert await count_of(house, TelegramAccount.telegram_id == NEW) == 0


async def test_the_own_link_pressed_again_is_a_start_and_no_wrong_guess(house: House) -> None:
    code, asing = await invited(house), house.person(STRANGER)
    await asing.send(f"/start {code}")
    await asing.wait_for("Selamat datang")
    await asing.open_link(f"https://t.me/absensi_bot?start={code}")
    await asing.wait_for(f"Halo Orang Asing ({ROLES[Role.COUNSELOR]})")
    assert await count_of(house, AuditEntry.act == "invitation_refused") == 0
    async with house.transaction() as session:
        [account] = await session.scalars(select(TelegramAccount).where(*IS_LINKED))
        await accounts.unlink(session, account.person_id, now=house.clock())
    await asing.send(f"/start {code}")
    await asing.wait_for("sudah dipakai")


async def test_a_code_can_be_typed_without_the_command_and_is_limited_alike(house: House) -> None:
    asing, code = house.person(STRANGER), await invited(house)
    for number in range(GUESSES_PER_DAY):
        await asing.send(f"WRXNG-{number % 8 + 2:09}".replace("0", "A"))
    await answered(asing, GUESSES_PER_DAY)
    await asing.send(code)
    await asing.wait_for("Terlalu banyak percobaan")
    honest = house.telegram.user("Jujur", id=NEW)
    await honest.send(f"{code[:5].lower()} {code[5:]}")
    await honest.wait_for("Selamat datang")
    await honest.send(code)
    await honest.wait_for("tidak kami mengerti")


async def test_of_two_who_come_at_once_one_gets_in(house: House) -> None:
    code, people = await invited(house), [house.telegram.user(f"Orang {n}", id=NEW + n) for n in range(6)]
    for person in people:
        await person.send(f"/start {code}")
    heard = [(await person.wait_for(lambda _: True)).text for person in people]
    assert sorted("Selamat datang" in text for text in heard) == [False] * 5 + [True]
    assert await count_of(house, TelegramAccount.telegram_id >= NEW) == 1


async def test_an_expired_code_and_a_withdrawn_one_are_refused_alike(house: House) -> None:
    asing, expired = house.person(STRANGER), await invited(house)
    await later(house, VALID_FOR + timedelta(seconds=1))
    withdrawn = await invited(house)
    async with house.transaction() as session:
        assert await withdraw_invitation(session, withdrawn, now=house.clock())
    for number, code in enumerate((expired, withdrawn, "NEVERGIVEN2345"), 1):
        await asing.send(f"/start {code}")
        assert len(set(await answered(asing, number))) == 1
    assert await count_of(house, *IS_LINKED) == 0


async def test_after_too_many_wrong_codes_the_right_one_has_to_wait_a_day(house: House) -> None:
    asing, code = house.person(STRANGER), await invited(house)
    for number in range(GUESSES_PER_DAY):
        await asing.send(f"/start WRONG{number}")
    await answered(asing, GUESSES_PER_DAY)
    await asing.send(f"/start {code}")
    await asing.wait_for("Terlalu banyak percobaan")
    assert await count_of(house, *IS_LINKED) == 0
    await later(house, timedelta(days=1, minutes=1))
    await asing.send(f"/start {code}")
    await asing.wait_for("Selamat datang")


async def test_one_persons_guesses_are_not_anothers(house: House) -> None:
    asing, honest = house.person(STRANGER), house.telegram.user("Jujur", id=NEW)
    for number in range(GUESSES_PER_DAY + 1):
        await asing.send(f"/start WRONG{number}")
    await asing.wait_for("Terlalu banyak percobaan")
    await honest.send(f"/start {await invited(house)}")
    await honest.wait_for("Selamat datang")


async def test_start_again_changes_nothing(house: House) -> None:
    ratna, grants = house.person(HOMEROOM), await count_of(house, RoleGrant.id > 0)
    for _ in range(3):
        await ratna.send("/start")
        await ratna.wait_for("Halo Bu Ratna (wali kelas X RPL 1)")
    await ratna.send("/start WRONGCODE")
    await ratna.wait_for("tidak berlaku")
    await ratna.send("/hari_ini")
    await ratna.wait_for("X RPL 1")
    assert await count_of(house, RoleGrant.id > 0) == grants
    assert await count_of(house, TelegramAccount.telegram_id == HOMEROOM) == 1


async def test_one_account_can_hold_two_roles(house: House) -> None:
    ratna = house.person(HOMEROOM)
    await ratna.send(f"/start {await invited(house, Role.DUTY_TEACHER)}")
    await ratna.wait_for("Selamat datang, Bu Ratna")
    await ratna.send("/start")
    await ratna.wait_for("Halo Bu Ratna (wali kelas X RPL 1, guru piket)")
    await ratna.send("/belum_lapor")
    await ratna.wait_for("3 dari 3 kelas")


async def test_a_new_phone_takes_the_place_of_the_old_one(house: House) -> None:
    ratna, new = house.person(HOMEROOM), house.telegram.user("HP baru", id=NEW)
    await new.send(f"/start {await invited(house, Role.HOMEROOM_TEACHER, 'Bu Ratna')}")
    await new.wait_for("Selamat datang, Bu Ratna")
    await ratna.send("/hari_ini")
    await ratna.wait_for("sudah diundang")
    assert await count_of(house, RoleGrant.role == Role.HOMEROOM_TEACHER) == 2


async def test_who_is_unlinked_is_a_stranger_from_then_on(house: House) -> None:
    dewi = house.person(SECRETARY)
    await dewi.send("/lapor")
    await dewi.wait_for("Laporan X RPL 1")
    async with house.transaction() as session:
        [account] = await session.scalars(select(TelegramAccount).where(TelegramAccount.telegram_id == SECRETARY))
        assert await accounts.unlink(session, account.person_id, now=house.clock())
    await dewi.press("NIHIL")
    assert "diundang" in (await dewi.wait_for_toast()).text
    for words in ("/lapor", "/hari_ini", "/siswa budi", "📝 Lapor"):
        await dewi.send(words)
        await dewi.wait_for("sudah diundang")
    assert await count_of(house, AuditEntry.act == "unlink") == 1


async def test_a_role_that_is_withdrawn_shows_nothing_more(house: House) -> None:
    ratna = house.person(HOMEROOM)
    async with house.transaction() as session:
        [account] = await session.scalars(select(TelegramAccount).where(TelegramAccount.telegram_id == HOMEROOM))
        assert await accounts.withdraw_role(session, account.person_id, Role.HOMEROOM_TEACHER, now=house.clock()) == 1
    await ratna.send("/hari_ini")
    await ratna.wait_for("Tidak ada siswa yang bisa Anda lihat")
    await ratna.send("/start")
    await ratna.wait_for("tanpa tugas saat ini")


async def test_telegrams_menu_and_the_keys_follow_the_roles(house: House) -> None:
    ratna = house.person(HOMEROOM)
    assert {command["command"] for command in house.person(STRANGER).commands} == {"start"}
    await eventually(lambda: _knows(ratna, "lapor"), "the menu of a homeroom teacher")
    async with house.transaction() as session:
        [account] = await session.scalars(select(TelegramAccount).where(TelegramAccount.telegram_id == HOMEROOM))
        await accounts.grant(session, account.person_id, Role.OFFICER, now=house.clock())
        await accounts.withdraw_role(session, account.person_id, Role.HOMEROOM_TEACHER, now=house.clock())
    ratna.mark_read()
    await menus.look(house.transaction, house.clock)
    await ratna.wait_for("berubah: petugas pemindai")
    assert ["📝 Lapor"] not in ratna.keyboard
    await eventually(lambda: _knows(ratna, "lapor", not_any_more=True), "no reporting any more")
    async with house.transaction() as session:
        await accounts.unlink(session, account.person_id, now=house.clock())
    await menus.look(house.transaction, house.clock)
    await eventually(lambda: _knows(ratna, "bantuan", not_any_more=True), "a stranger's menu")


async def _knows(person: Person, command: str, *, not_any_more: bool = False) -> bool:
    return any(known["command"] == command for known in person.commands) is not not_any_more


async def test_a_stranger_hears_one_polite_sentence(house: House) -> None:
    asing = house.person(STRANGER)
    everything = "/lapor /hari_ini /belum_lapor /siswa@absensi_bot /rekap /bantuan /grup_pimpinan /start /x halo"
    for number, words in enumerate(everything.split(), 1):
        await asing.send(words)
        assert (await answered(asing, number))[-1].startswith("Bot ini untuk warga sekolah yang sudah diundang.")
