"""Workbooks as schools hand them in, built for the tests."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from xml.sax.saxutils import escape

from xlsxwriter import Workbook  # type: ignore[import-untyped]  # ships no types

Rows = Sequence[Sequence[object]]

PUPIL_TITLES = ("NIS", "Nama", "Kelas")


def _titles(line: str) -> list[str]:
    return line.split(",")


BEFORE_PARENTS = _titles(
    "No,Nama,NIPD,JK,NISN,Tempat Lahir,Tanggal Lahir,NIK,Agama,Alamat,RT,RW,Dusun,Kelurahan,Kecamatan,Kode Pos,"
    "Jenis Tinggal,Alat Transportasi,Telepon,HP,E-Mail,SKHUN,Penerima KPS,No. KPS"
)
OF_A_PARENT = _titles("Nama,Tahun Lahir,Jenjang Pendidikan,Pekerjaan,Penghasilan,NIK")
AFTER_PARENTS = _titles(
    "Rombel Saat Ini,No Peserta Ujian Nasional,No Seri Ijazah,Penerima KIP,Nomor KIP,Nama di KIP,Nomor KKS,"
    "No Registrasi Akta Lahir,Bank,Nomor Rekening Bank,Rekening Atas Nama,Layak PIP (usulan dari sekolah),"
    "Alasan Layak PIP,Kebutuhan Khusus,Sekolah Asal,Anak ke-berapa,Lintang,Bujur,No KK,Berat Badan,Tinggi Badan,"
    "Lingkar Kepala,Jml. Saudara\nKandung,Jarak Rumah\nke Sekolah (KM)"
)
PARENTS = ("Data Ayah", "Data Ibu", "Data Wali")


def workbook(sheets: Mapping[str, Rows]) -> bytes:
    """An `.xlsx` with these sheets; numbers stay numbers and texts stay texts."""
    packed = BytesIO()
    with Workbook(packed, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as made:
        for title, rows in sheets.items():
            sheet = made.add_worksheet(title)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return packed.getvalue()


def pupils(*rows: Sequence[object], titles: Sequence[str] = PUPIL_TITLES) -> bytes:
    """A plain list of pupils under Excel's own name for a sheet."""
    return workbook({"Sheet1": [titles, *rows]})


def dapodik(*people: tuple[object, str, str, object, str]) -> bytes:
    """The download "Daftar Peserta Didik" of (NIPD, name, JK, NISN, rombel): two merged header rows, 66 columns."""
    packed = BytesIO()
    with Workbook(packed, {"in_memory": True}) as made:
        sheet = made.add_worksheet("Daftar Peserta Didik")
        sheet.write_column(0, 0, ["Daftar Peserta Didik", "SMK NUSANTARA 1", "Kecamatan Kec. Cibodas, Kota Tangerang"])
        sheet.write_row(3, 0, ["Tanggal Unduh: 2026-08-03 07:10:11", "", "", "Pengunduh: Operator (op@contoh.sch.id)"])
        column = 0
        for title in BEFORE_PARENTS:
            sheet.merge_range(4, column, 5, column, title)
            column += 1
        for parent in PARENTS:
            sheet.merge_range(4, column, 4, column + len(OF_A_PARENT) - 1, parent)
            sheet.write_row(5, column, OF_A_PARENT)
            column += len(OF_A_PARENT)
        for title in AFTER_PARENTS:
            sheet.merge_range(4, column, 5, column, title)
            column += 1
        for number, person in enumerate(people, start=1):
            sheet.write_row(5 + number, 0, dapodik_row(number, *person))
    return packed.getvalue()


def dapodik_row(number: int, nipd: object, name: str, jk: str, nisn: object, rombel: str) -> list[object]:
    row: list[object] = [""] * (len(BEFORE_PARENTS) + len(PARENTS) * len(OF_A_PARENT) + len(AFTER_PARENTS))
    row[:5] = [number, name, nipd, jk, nisn]
    row[BEFORE_PARENTS.index("HP")] = "081234567890"
    row[BEFORE_PARENTS.index("Telepon")] = "0215551234"
    for parent in range(len(PARENTS)):
        row[len(BEFORE_PARENTS) + parent * len(OF_A_PARENT)] = f"Orang Tua {parent} {name}"
    row[len(BEFORE_PARENTS) + len(PARENTS) * len(OF_A_PARENT)] = rombel
    return row


def spreadsheetml(rows: Rows) -> bytes:
    """What Dapodik sometimes sends under the name `.xls`."""

    def cells(row: Sequence[object]) -> str:
        return "".join(f'<Cell><Data ss:Type="String">{escape(str(cell))}</Data></Cell>' for cell in row)

    lines = "".join(f"<Row>{cells(row)}</Row>" for row in rows)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<?mso-application progid="Excel.Sheet"?>\n'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Worksheet ss:Name="Daftar Peserta Didik"><Table>{lines}</Table></Worksheet></Workbook>'
    ).encode()
