"""The sample school of the demo, as the workbook a school would hand in: invented names, always the same ones."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO

from xlsxwriter import Workbook  # type: ignore[import-untyped]  # ships no types

SCHOOL_NAME = "SMK Nusantara 1"

Row = tuple[str, ...]

_ENTERED = {"X": 26, "XI": 25, "XII": 24}
_CLASSES = (
    ("X RPL 1", "RPL", "Ratna Kusumawati, S.Kom."),
    ("XI RPL 1", "RPL", "Yohanes Wanggai, S.Kom."),
    ("XII RPL 1", "RPL", "Ni Luh Ayu Prameswari, M.Pd."),
    ("X TKRO 1", "TKRO", "Joko Prasetyo, S.T."),
    ("XI TKRO 1", "TKRO", "Marlina Simanjuntak, S.Pd."),
    ("XII TKRO 1", "TKRO", "Asep Gunawan, S.Pd."),
)
_DEPARTMENTS: tuple[Row, ...] = (
    ("RPL", "Rekayasa Perangkat Lunak", "Dimas Wicaksono, M.Kom."),
    ("TKRO", "Teknik Kendaraan Ringan Otomotif", "Hendra Pangaribuan, S.T."),
)
_TEACHERS: tuple[Row, ...] = (
    ("Drs. Bambang Sulistyo, M.M.", "196804121994031007", "L"),
    ("Siti Rahmawati, M.Pd.", "197509232000122003", "P"),
    ("Andi Mappaseng, S.Pd.", "198001152005011009", "L"),
    ("Lestari Handayani, S.Psi.", "198611032010012015", "P"),
    ("Maria Goreti Lamanepa, S.Pd.", "198203272008012011", "P"),
    ("Ahmad Fauzan, S.Pd.I.", "199002142015031004", "L"),
    ("Dimas Wicaksono, M.Kom.", "198507192011011006", "L"),
    ("Hendra Pangaribuan, S.T.", "197912052006041012", "L"),
    ("Ratna Kusumawati, S.Kom.", "199105282019032008", "P"),
    ("Yohanes Wanggai, S.Kom.", "198808172014021003", "L"),
    ("Ni Luh Ayu Prameswari, M.Pd.", "198704302011012014", "P"),
    ("Joko Prasetyo, S.T.", "198303092009021005", "L"),
    ("Marlina Simanjuntak, S.Pd.", "199308112020122010", "P"),
    ("Asep Gunawan, S.Pd.", "197706242003121002", "L"),
    ("Fitriani Daeng Ngasseng", "", "P"),
)
_OFFICE: tuple[Row, ...] = (
    ("Wulan Anggraini", "Administrator", "", ""),
    ("Drs. Bambang Sulistyo, M.M.", "Kepala Sekolah", "", ""),
    ("Siti Rahmawati, M.Pd.", "Wakil Kepala Sekolah", "", ""),
    ("Andi Mappaseng, S.Pd.", "Wakil Kepala Sekolah", "", ""),
    ("Lestari Handayani, S.Psi.", "Guru BK", "", ""),
    ("Maria Goreti Lamanepa, S.Pd.", "Guru Piket", "", ""),
    ("Ahmad Fauzan, S.Pd.I.", "Guru Piket", "", ""),
)
# How several peoples of the archipelago name their children: given names of boys, of girls, and what follows either.
# Seven given and nine following names have no common divisor: walking through both repeats no pair for 63 turns.
_NAMES: tuple[tuple[Row, Row, Row], ...] = (
    (
        ("Budi", "Agus", "Bayu", "Dwi", "Eko", "Galih", "Tri"),
        ("Sri", "Endah", "Wahyu", "Ratih", "Retno", "Rini", "Dewi"),
        ("Santoso", "Prabowo", "Nugroho", "Setyawati", "Wibisono", "Lestari", "Saputra", "Utami", "Pamungkas"),
    ),
    (
        ("Asep", "Dadan", "Ujang", "Cecep", "Deden", "Yayan", "Iwan"),
        ("Neneng", "Euis", "Ai", "Imas", "Lilis", "Yuyun", "Tini"),
        ("Hidayat", "Nurjaman", "Sunarya", "Kurnia", "Rukmana", "Permana", "Mulyana", "Suryani", "Gumilar"),
    ),
    (
        ("Togar", "Poltak", "Jonathan", "Ronald", "Samuel", "Binsar", "Daniel"),
        ("Tiur", "Rohani", "Melani", "Debora", "Lasma", "Ester", "Grace"),
        ("Siregar", "Hutapea", "Sinaga", "Nainggolan", "Tampubolon", "Manurung", "Ginting", "Sembiring", "Purba"),
    ),
    (
        ("I Wayan", "I Made", "I Nyoman", "I Ketut", "I Gede", "I Putu", "I Komang"),
        ("Ni Wayan", "Ni Made", "Ni Nyoman", "Ni Ketut", "Ni Luh", "Ni Putu", "Ni Komang"),
        ("Sudarma", "Artawan", "Widiantara", "Sukma", "Wirawan", "Ariani", "Suastika", "Pradnya", "Mahendra"),
    ),
    (
        ("Muhammad Rizky", "Ahmad", "Ma'ruf", "Abdul", "Fathur", "Zaki", "Ilham"),
        ("Siti", "Nur'aini", "Aisyah", "Fatimah", "Zahra", "Khoirunnisa", "Salsabila"),
        ("Ramadhan", "Hakim", "Maulana", "Rahmah", "Firdaus", "Anwar", "Syifa", "Al-Farisi", "Hasanah"),
    ),
    (
        ("Andi Baso", "Daeng", "Syamsul", "Rusdi", "Arung", "Takdir", "La Ode"),
        ("Andi Tenri", "Besse", "Hasnawati", "Rosmini", "Nurhaliza", "Wa Ode", "Musdalifah"),
        ("Parenrengi", "Mattalatta", "Amiruddin", "Tahir", "Palaguna", "Sanusi", "Halim", "Makkasau", "Yusuf"),
    ),
    (
        ("Yulianus", "Frans", "Matius", "Elieser", "Marthen", "Obet", "Petrus"),
        ("Yuliana", "Maria", "Novita", "Selvina", "Marlin", "Ancelina", "Dorkas"),
        ("Wonda", "Kogoya", "Rumbiak", "Pattiasina", "Lamere", "Nahak", "Tabuni", "Sahetapy", "Mandowen"),
    ),
    (
        ("Kevin", "Rafi", "Fajar", "Reza", "Aditya", "Gilang", "Vincent"),
        ("Putri", "Angelina", "Nabila", "Clara", "Intan", "Citra", "Felicia"),
        ("Wijaya", "Chaniago", "Halim", "Tanjung", "Gunarso", "Koto", "Hartono", "Piliang", "Kusuma"),
    ),
)


def sample_school() -> bytes:
    """The school file with its five sheets, as `.xlsx`."""
    packed = BytesIO()
    as_text = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(packed, as_text) as workbook:
        workbook.set_properties({"created": datetime(2026, 7, 1, tzinfo=UTC)})  # else the bytes change every second
        for title, rows in sample_sheets().items():
            sheet = workbook.add_worksheet(title)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return packed.getvalue()


def sample_sheets() -> dict[str, Sequence[Row]]:
    """The rows of each sheet by its title, the titles of the columns first."""
    pupils = list(_pupils())
    classes = [(name, name.split()[0], department, teacher) for name, department, teacher in _CLASSES]
    return {
        "Guru": [("Nama", "NIP", "JK"), *_TEACHERS],
        "Jurusan": [("Kode", "Nama", "Ketua Jurusan"), *_DEPARTMENTS],
        "Kelas": [("Nama", "Tingkat", "Jurusan", "Wali Kelas"), *classes],
        "Siswa": [("NIS", "NISN", "Nama", "JK", "Kelas"), *pupils],
        "Petugas": [("Nama", "Peran", "Kelas", "Jurusan"), *_OFFICE, *_class_leaders(pupils)],
    }


def _pupils() -> Iterator[Row]:
    """28 to 33 a class, by name as on a school's own lists."""
    met = 0
    for number, (class_name, _, _) in enumerate(_CLASSES):
        size = 28 + number * 5 % 6
        people = sorted(_name_and_gender(met + seat) for seat in range(size))
        met += size
        grade = class_name.split()[0]
        for seat, (name, gender) in enumerate(people, start=1):
            nis = f"{_ENTERED[grade]}{number + 1:02}{seat:02}"
            # Three digits of the year of birth, then a number: as the ministry writes them, leading zero and all.
            yield nis, f"0{_ENTERED[grade] - 16:02}{3104729 + int(nis) * 7 % 5_000_000}", name, gender, class_name


def _name_and_gender(number: int) -> tuple[str, str]:
    boys, girls, following = _NAMES[number % len(_NAMES)]
    turn, is_boy = number // len(_NAMES), number % 5 in {0, 2, 3}
    given = (boys if is_boy else girls)[turn % len(boys)]
    return f"{given} {following[(turn + turn // len(boys)) % len(following)]}", "L" if is_boy else "P"


def _class_leaders(pupils: Sequence[Row]) -> Iterator[Row]:
    """The fourth pupil of each class presides, the eleventh writes."""
    for class_name, _, _ in _CLASSES:
        names = [name for _, _, name, _, of_class in pupils if of_class == class_name]
        yield names[3], "Ketua Kelas", class_name, ""
        yield names[10], "Sekretaris Kelas", class_name, ""
