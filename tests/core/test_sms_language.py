"""What guardians' messages mean. Today is Monday 23 November 2026."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.keycodes import new_keycode, spaced
from core.sms_language import (
    AbsenceNotice,
    CheckStatus,
    FreeText,
    Help,
    MistypedKeycode,
    NoticeReason,
    PublicInfo,
    Register,
    Stop,
    child_named,
    understand,
)
from core.sms_language.days import EARLIEST, LATEST, LONGEST

MONDAY = date(2026, 11, 23)
S, I = NoticeReason.SICK, NoticeReason.EXCUSED  # noqa: E741 - the letters on paper


def day(number: int, month: int = 11) -> date:
    return date(2026, month, number)


TODAY_ONLY = (MONDAY, MONDAY)

ABSENCES = [
    # keywords, however they are typed
    ("SAKIT", S, TODAY_ONLY),
    ("sakit. budi demam", S, TODAY_ONLY),
    ("SAKIT#BUDI", S, TODAY_ONLY),
    ("SAKITBUDI", S, TODAY_ONLY),
    ("Skt budi panas", S, TODAY_ONLY),
    ("sakiiit budi", S, TODAY_ONLY),
    ("Sakit.Budi Santoso kls X RPL 1", S, TODAY_ONLY),
    ("  *SAKIT*  Budi,  muntah2  ", S, TODAY_ONLY),
    ("ＳＡＫＩＴ Budi", S, TODAY_ONLY),
    ("SAKIT budi tdk bs ikut ulangan matematika", S, TODAY_ONLY),
    ("SAKIT budi demam, apa perlu surat dokter?", S, TODAY_ONLY),
    ("SAKIT Budi. Besok insya Allah masuk.", S, TODAY_ONLY),
    ("IZIN", I, TODAY_ONLY),
    ("Izin: Siti ke luar kota", I, TODAY_ONLY),
    ("ijin siti ada acara keluarga", I, TODAY_ONLY),
    ("Ijn bu, siti kondangan", I, TODAY_ONLY),
    ("izin pulang kampung, kakeknya meninggal", I, TODAY_ONLY),
    ("Izin mengantar neneknya ke rumah sakit", I, TODAY_ONLY),
    ("izin bu, Budi demam", S, TODAY_ONLY),
    ("Ijin sakit budi", S, TODAY_ONLY),
    ("ABSENSI sakit budi", S, TODAY_ONLY),
    ("ABSENSI Budi Santoso", I, TODAY_ONLY),
    ("absen: izin budi ada keperluan", I, TODAY_ONLY),
    ("ABSENSI budi tidak masuk hari ini", I, TODAY_ONLY),
    # plain sentences
    ("Assalamualaikum bu, Budi hari ini tidak masuk karena demam", S, TODAY_ONLY),
    ("mohon ijin anak saya tdk sekolah krn ada acara keluarga", I, TODAY_ONLY),
    ("Wali dari Siti, hari ini blm bisa masuk, sakit perut", S, TODAY_ONLY),
    ("Ass. Pak maaf budi gk masuk krn skt", S, TODAY_ONLY),
    ("pagi bu anak sy Siti ga enak badan", S, TODAY_ONLY),
    ("Bu, siti kurang enak badan, ijin ga masuk dulu ya", S, TODAY_ONLY),
    ("Budi masuk angin pak", S, TODAY_ONLY),
    ("budi semalam masuk rumah sakit, diopname", S, TODAY_ONLY),
    ("Anak saya kena DBD pak, dirawat di RSUD", S, TODAY_ONLY),
    ("Siti badannya panas, tdk bisa ke sekolah", S, TODAY_ONLY),
    ("Budi blm sembuh bu", S, TODAY_ONLY),
    ("Sudah berobat tapi belum sembuh, budi belum bisa masuk", S, TODAY_ONLY),
    ("Budi gak masuk, jatuh dari motor, tangannya bengkak", S, TODAY_ONLY),
    ("Budi tidak masuk pak, mau periksa ke dokter", S, TODAY_ONLY),
    ("bukan bolos tapi sakit pak, budi tdk masuk", S, TODAY_ONLY),
    ("Maaf baru kabari. Budi sakit tipes.", S, TODAY_ONLY),
    ("Budi sakit bu, mohon doanya semoga lekas sembuh", S, TODAY_ONLY),
    ("hari ini budi tidak akan masuk karena demam", S, TODAY_ONLY),
    ("Budi mencret dari semalam bu, ga masuk ya", S, TODAY_ONLY),
    ("Yth bapak kepala sekolah, Siti tidak masuk karena kakeknya meninggal dunia", I, TODAY_ONLY),
    ("siti ndak masuk bu, takziah ke rumah mbahnya", I, TODAY_ONLY),
    ("Budi tidak bisa hadir krn menikah kakaknya", I, TODAY_ONLY),
    ("Budi tdk masuk, ibunya sakit", I, TODAY_ONLY),
    ("Rumah kami kebanjiran, siti tidak bisa sekolah", I, TODAY_ONLY),
    ("Siti berhalangan hadir karena ada keperluan keluarga", I, TODAY_ONLY),
    ("Budi izin ya bu", I, TODAY_ONLY),
    ("Mohon diizinkan Siti tidak masuk, mudik", I, TODAY_ONLY),
    # days
    ("SAKIT Budi hari ini", S, TODAY_ONLY),
    ("IZIN siti besok", I, (day(24), day(24))),
    ("izin bsk budi ke luar kota", I, (day(24), day(24))),
    ("IZIN-BESOK-SITI", I, (day(24), day(24))),
    ("izin/besok/siti", I, (day(24), day(24))),
    ("Izin lusa ada acara", I, (day(25), day(25))),
    ("SAKIT budi 2 hari", S, (day(23), day(24))),
    ("sakit budi dua hari", S, (day(23), day(24))),
    ("IZIN Siti 3 hari ke depan umroh", I, (day(23), day(25))),
    ("izin mulai besok 2 hari, pulkam", I, (day(24), day(25))),
    ("IZIN siti sampai Jumat", I, (day(23), day(27))),
    ("izin siti hari senin depan", I, (day(30), day(30))),
    ("izin rabu ada nikahan", I, (day(25), day(25))),
    ("izin dari rabu sampai jum'at", I, (day(25), day(27))),
    ("IZIN budi tgl 24-26", I, (day(24), day(26))),
    ("IZIN budi tgl 30 s/d 2", I, (day(30), day(2, 12))),
    ("izin tanggal 30 November sampai 2 Desember", I, (day(30), day(2, 12))),
    ("izin tgl 30 s/d 2 des", I, (day(30), day(2, 12))),
    ("izin tanggal 3 s/d 5 Desember", I, (day(3, 12), day(5, 12))),
    ("izin 1/12 siti lamaran kakaknya", I, (day(1, 12), day(1, 12))),
    ("izin 30 des", I, (day(30, 12), day(30, 12))),
    ("izin tgl 2 jan 2027", I, (date(2027, 1, 2), date(2027, 1, 2))),
    ("Kemarin budi tidak masuk karena sakit", S, (day(22), day(22))),
    ("budi kemarin jatuh, hari ini tidak masuk, bengkak", S, TODAY_ONLY),
    ("Budi dari kemarin demam, tidak masuk", S, TODAY_ONLY),
    ("budi sudah 3 hari sakit, belum bisa masuk", S, TODAY_ONLY),
    ("hari ini dan besok siti izin, ada hajatan", I, (day(23), day(24))),
    ("hari ini tidak masuk krn sakit, besok masuk", S, TODAY_ONLY),
    ("budi sakit tidak masuk hari ini besok insya allah masuk", S, TODAY_ONLY),
    ("budi sakit besok baru bisa masuk", S, TODAY_ONLY),
    ("Sakit, minum obat 3x sehari, istirahat 2 hari", S, (day(23), day(24))),
    ("Budi RT 03/04 tidak masuk sakit", S, TODAY_ONLY),
    ("Izin seminggu, umroh", I, (day(23), day(29))),
]

FOR_A_PERSON = [
    # presence, recovery, denial
    "Budi sudah masuk hari ini",
    "Budi sudah sembuh",
    "SAKIT budi sudah sembuh, hari ini masuk",
    "sakitnya sudah sembuh pak, terima kasih",
    "Budi tidak sakit bu",
    "anak saya bukan sakit",
    "Kemarin sakit, hari ini sudah masuk",
    "Budi masuk tapi masih batuk",
    "Budi sehat bu",
    "Siti tidak masuk tanpa izin",
    "besok insya Allah masuk bu",
    # questions
    "apakah Budi masuk?",
    "Bu, apa Budi hari ini masuk",
    "Sakit apa Budi tadi bu?",
    "Kenapa budi tidak masuk",
    "besok libur?",
    "kapan rapor dibagi",
    "Budi sakit di sekolah?",
    "Absensi anak saya kok kosong?",
    # politeness that is no leave, and things that are no school day
    "Izin bertanya pak, biaya SPP berapa",
    "ijin bu mau tanya jadwal ujian",
    "izin menyampaikan, Budi anak baik",
    "izin terlambat, ban bocor",
    "Izin pulang cepat bu, mau kontrol",
    "Mohon izinkan budi pulang karena sakit",
    "tidak ikut upacara karena pusing",
    "IZIN setengah hari budi",
    "Saya tidak bisa hadir rapat besok karena sakit",
    "saya tidak bisa hadir karena sakit",
    "Budi sakit di UKS, nanti saya jemput",
    # somebody else, or no reason
    "Saya sakit bu",
    "Neneknya sakit",
    "Sakit hati saya dengan pak guru",
    "Budi tidak masuk hari ini",
    "cuaca panas bu",
    "Rumah sakit umum dekat sekolah buka jam 7",
    "kalau besok masih demam, budi tidak masuk",
    "budi tidak pernah sakit pak",
    "surat sakit budi sudah dititipkan",
    "terima kasih atas izinnya",
    "keluarga besar Budi mengucapkan terima kasih",
    # days nobody can settle but a person
    "izin tgl 45",
    "IZIN siti minggu depan",
    "izin tanggal 3 Maret",
    "izin bu, apa boleh besok budi tidak masuk?",
    # anything else
    "Budi",
    "terima kasih bu",
    "Hasan sakita",
    "Rusdi Ahmad",
    "P",
    "ok",
    "",
    "   ",
    "?",
    "🙏🙏",
    "السلام عليكم",
    "daftar hadir siswa",
    "daftar ulang kapan bu",
    "Berhenti sekolah dulu pak budi",
    "stop bullying di sekolah, anak saya sering diejek temannya di kelas",
    "cek dulu bu, budi masuk ga?",
    "0812 3456 7890",
    "tolong sampaikan ke wali kelas",
]


@pytest.mark.parametrize(("text", "reason", "days"), ABSENCES, ids=[text for text, *_ in ABSENCES])
def test_an_absence_is_announced(text: str, reason: NoticeReason, days: tuple[date, date]):
    said = understand(text, today=MONDAY)
    assert isinstance(said, AbsenceNotice), said
    assert (said.reason, (said.first_day, said.last_day)) == (reason, days)
    assert not said.days_doubtful


@pytest.mark.parametrize("text", FOR_A_PERSON)
def test_what_leaves_doubt_goes_to_a_person(text: str):
    assert understand(text, today=MONDAY) == FreeText(" ".join(text.split()))


@pytest.mark.parametrize("text", ["CEK", "cek.", "Cek Budi", "check"])
def test_cek_asks_for_the_status(text: str):
    assert understand(text, today=MONDAY) == CheckStatus()


@pytest.mark.parametrize("text", ["BANTUAN", "help", "Tolong!", "DAFTAR", "info", "ABSENSI"])
def test_a_keyword_that_says_nothing_more_gets_help(text: str):
    assert understand(text, today=MONDAY) == Help()


@pytest.mark.parametrize(
    ("text", "child"),
    [("BERHENTI", ""), ("stop", ""), ("Unreg.", ""), ("STOP#Budi", "Budi"), ("berhenti Siti Aminah", "Siti Aminah")],
)
def test_berhenti_ends_it_and_may_name_a_child(text: str, child: str):
    assert understand(text, today=MONDAY) == Stop(child)


@pytest.mark.parametrize(
    ("text", "info"),
    [
        ("INFO ada tawuran di jalan Merdeka", "ada tawuran di jalan Merdeka"),
        ("info: Siswa Bapak merokok?", "Siswa Bapak merokok?"),
        ("Info.sakit hati saya", "sakit hati saya"),
    ],
)
def test_info_is_for_the_leadership_whatever_follows(text: str, info: str):
    assert understand(text, today=MONDAY) == PublicInfo(info)


@pytest.mark.parametrize(
    "form",
    [
        "{bare}",
        "{spaced}",
        "DAFTAR {spaced}",
        "daftar {bare} Budi",
        "Dftar#{bare}",
        "REG {spaced} sakit",
        "DAFTAR{bare}",
    ],
)
def test_a_keycode_registers(form: str):
    code = new_keycode()
    text = form.format(bare=code, spaced=spaced(code).lower())
    assert understand(text, today=MONDAY) == Register(code)


def test_a_keycode_with_a_slip_is_still_an_attempt():
    code = new_keycode()
    wrong = code[:-1] + ("B" if code[-1] != "B" else "C")
    assert understand(f"DAFTAR {wrong}", today=MONDAY) == MistypedKeycode()
    assert understand(spaced(wrong), today=MONDAY) == MistypedKeycode()
    assert understand(f"DAFTAR {code[:-1]}", today=MONDAY) == MistypedKeycode()


@pytest.mark.parametrize("text", ["SAKIT budi 30 hari", "izin senin dan kamis", "sakit budi 2-3 hari", "izin 2 bulan"])
def test_doubtful_days_are_marked_and_only_the_first_is_certain(text: str):
    said = understand(text, today=MONDAY)
    assert isinstance(said, AbsenceNotice)
    assert said.days_doubtful
    assert said.first_day == MONDAY


def test_the_words_of_the_days_are_kept_and_unnamed_days_are_said_to_be():
    named = understand("IZIN Siti mulai besok 2 hari", today=MONDAY)
    unnamed = understand("IZIN Siti", today=MONDAY)
    assert isinstance(named, AbsenceNotice)
    assert isinstance(unnamed, AbsenceNotice)
    assert (named.days_named, named.days_words) == (True, "besok, 2 hari")
    assert (unnamed.days_named, unnamed.days_words) == (False, "")


def test_a_weekday_in_december_may_lie_in_the_next_year():
    said = understand("IZIN sampai tgl 2 januari", today=date(2026, 12, 30))
    assert isinstance(said, AbsenceNotice)
    assert (said.first_day, said.last_day) == (date(2026, 12, 30), date(2027, 1, 2))


CHILDREN = ["Budi Santoso", "SITI AMINAH", "Muhammad Rizky Ramadhan", "Siti Zahra"]


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("SAKIT budi", 0),
        ("sakit budy santoso", 0),
        ("izin Aminah ada acara", 1),
        ("Siti aminah sakit", 1),
        ("SITI ZAHRA demam", 3),
        ("rizki tidak masuk", 2),
        ("Rizkyyy sakit", 2),
        ("sakit siti", None),
        ("budi dan rizky sakit", None),
        ("budi santoso dan siti sakit", None),
        ("anak saya sakit", None),
        ("hari ini sakit", None),
        ("", None),
    ],
)
def test_which_child_a_message_names(text: str, index: int | None):
    assert child_named(text, CHILDREN) == index


@pytest.mark.parametrize(
    ("text", "names", "index"),
    [
        ("Andi sakit", ["Andi Wijaya", "Andika Wijaya"], 0),
        ("hari ini Siti sakit", ["Hari Setiawan", "Siti Aminah"], 1),
        ("Hari sakit", ["Hari Setiawan", "Siti Aminah"], 0),
        ("putri saya sakit", ["Putri Ayu", "Budi"], None),
        ("Putri sakit", ["Putri Ayu", "Budi"], 0),
        ("Budi", ["Budi"], 0),
        ("sakit", ["Budi"], None),
        ("Budi", [], None),
        ("M Yu sakit", ["Yu", "Budi"], 0),
    ],
)
def test_names_that_are_alike_or_words(text: str, names: list[str], index: int | None):
    assert child_named(text, names) == index


TEXTS = st.text(max_size=2000) | st.lists(
    st.sampled_from(
        [
            "sakit",
            "izin",
            "budi",
            "tidak",
            "masuk",
            "besok",
            "lusa",
            "sampai",
            "tgl",
            "3",
            "5",
            "-",
            "/",
            "31/2",
            "30",
            "hari",
            "minggu",
            "senin",
            "dan",
            ",",
            ".",
            "?",
            "s/d",
            "sudah",
            "daftar",
            "info",
            "stop",
            "kalau",
            "saya",
            "anak",
            "neneknya",
            "nov",
            "2026",
            "0",
            "99",
        ]
    ),
    max_size=300,
).map(" ".join)


@given(TEXTS, st.dates(date(2020, 1, 1), date(2099, 12, 31)))
def test_any_text_has_a_meaning_and_days_stay_within_bounds(text: str, today: date):
    said = understand(text, today=today)
    if isinstance(said, AbsenceNotice):
        assert EARLIEST <= said.first_day - today <= LATEST
        assert timedelta(0) <= said.last_day - said.first_day < timedelta(days=LONGEST)


@given(TEXTS, st.lists(st.text(max_size=60), max_size=6))
def test_naming_a_child_is_total(text: str, names: list[str]):
    index = child_named(text, names)
    assert index is None or 0 <= index < len(names)
