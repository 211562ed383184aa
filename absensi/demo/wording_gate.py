"""What the guide says of the gate and of the day's end; in braces as in `wording_guide`."""

from absensi.demo.wording_guide import Told

IN_TIME = Told(
    title={
        "id": "Seorang siswa menempelkan kartunya di gerbang: tepat waktu",
        "en": "A pupil holds a card to the gate's scanner: on time",
    },
    by_hand={
        "id": "Buka «Gerbang depan» dan tekan kartu {punctual}: kodenya diketik ke stasiun, seperti oleh pemindai USB.",
        "en": "Open “Gerbang depan” and press the card of {punctual}: its code is typed into the station, as a USB "
        "scanner does.",
    },
    look_for={
        "id": "Nama, kelas dan hasilnya terbaca dari dua meter. Kartu hanya berisi kode acak; NIS saja tidak "
        "memasukkan siapa pun.",
        "en": "Name, class and result can be read from two metres. The card holds a random code; a pupil's number "
        "(NIS) alone checks nobody in.",
    },
)
AGAIN = Told(
    title={
        "id": "Kartu yang sama sekali lagi: dikenali, tidak dihitung dua kali",
        "en": "The same card once more: recognised, not counted twice",
    },
    by_hand={
        "id": "Tekan kartu {punctual} sekali lagi.",
        "en": "Press the card of {punctual} once more.",
    },
    look_for={
        "id": "«SUDAH MASUK», dengan jam kedatangan yang pertama. Hitungan di layar tidak berubah.",
        "en": "“SUDAH MASUK” with the time of the first arrival. The numbers on the screen stay as they are.",
    },
)
LATE = Told(
    title={
        "id": "Pukul 07.25: seorang siswa datang terlambat",
        "en": "07:25: a pupil comes late",
    },
    by_hand={
        "id": "Tekan «ke 07.25», lalu kartu {tardy} di gerbang.",
        "en": "Press “to 07:25”, then the card of {tardy} at the gate.",
    },
    look_for={
        "id": "Warna lain, dan berapa menit. Terlambat itu keterangan kedatangan, bukan ketidakhadiran. Siswa yang "
        "sudah masuk nanti bertanda 🟢 di layar laporan sekretaris.",
        "en": "Another colour, and how many minutes. Being late is a fact of arriving, not an absence. Who has come in "
        "will bear a 🟢 on the secretary's report screen.",
    },
)
DOUBTED = Told(
    title={
        "id": "Dilaporkan alfa, tetapi masuk lewat gerbang: wali kelas diberi tahu",
        "en": "Reported absent, but scanned in: the homeroom teacher is told",
    },
    by_hand={
        "id": "Di chat sekretaris kelas ketik «{typed_report}» dan tekan «Kirim»; lalu tekan kartu {doubted} "
        "di gerbang.",
        "en": "In the class secretary's chat type “{typed_report}” and press “Kirim”; then press the card of {doubted} "
        "at the gate.",
    },
    look_for={
        "id": "Siswa itu tetap boleh masuk, dengan warna tersendiri. Dalam seperempat menit wali kelas mendapat kedua "
        "keterangan berdampingan; guru BK juga, karena bisa jadi ini bolos.",
        "en": "The pupil is let in, with a colour of its own. Within a quarter of a minute the homeroom teacher gets "
        "both sides together; so does the counselor, for it may be cutting class.",
    },
)
SETTLED = Told(
    title={
        "id": "Wali kelas menyelesaikannya dengan satu ketukan",
        "en": "The homeroom teacher settles it with one tap",
    },
    by_hand={
        "id": "Di chat wali kelas, tekan «Laporan keliru, hadir» di bawah pesan itu.",
        "en": "In the homeroom teacher's chat press “Laporan keliru, hadir” below the message.",
    },
    look_for={
        "id": "Tombolnya hilang, hasilnya tertulis dengan nama yang memutuskan. Hari siswa itu sekarang hadir; laporan "
        "yang lama tetap tersimpan.",
        "en": "The buttons go, the result stands there with the name of who decided. The pupil's day is now present; "
        "the old report is kept.",
    },
)
DAY_REPORTED = Told(
    title={
        "id": "Pukul 15.30: laporan harian sampai sebagai berkas",
        "en": "15:30: the daily report arrives as a file",
    },
    by_hand={
        "id": "Tekan «ke 15.30» dan tunggu seperempat menit.",
        "en": "Press “to 15:30” and wait for a quarter of a minute.",
    },
    look_for={
        "id": "Wali kelas mendapat PDF kelasnya, administrator dan kepala sekolah PDF dan XLSX seluruh sekolah: "
        "terlambat, alasan, data yang berbeda, dan kelas yang tidak melapor. Buka berkasnya.",
        "en": "The homeroom teacher gets the class as PDF, administrator and principal the whole school as PDF and "
        "XLSX: late, reasons, contradictions, and classes without a report. Open the files.",
    },
)
