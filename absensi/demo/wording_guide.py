"""What the guide says, in both languages. In braces: names and codes of the cast, filled in when the stage is set."""

from dataclasses import dataclass

from simulator.page import Words


@dataclass(frozen=True, slots=True)
class Told:
    """A step in words: what happens, how to do it by hand, what to look for."""

    title: Words
    by_hand: Words
    look_for: Words


REGISTERING = Told(
    title={
        "id": "Dua orang tua mendaftarkan nomornya dengan huruf-huruf di slip",
        "en": "Two parents register their numbers with the letters on a slip",
    },
    by_hand={
        "id": "Dari HP {mother} kirim SMS «DAFTAR {mother_code}», dari HP {father} «DAFTAR {father_code}».",
        "en": "From the phone of {mother} send “DAFTAR {mother_code}”, from that of {father} “DAFTAR {father_code}”.",
    },
    look_for={
        "id": "Sekolah menjawab dengan nama depan dan kelas anak. Huruf kecil, spasi dan tanda baca tidak jadi soal; "
        "satu huruf yang salah tidak mendaftarkan anak orang lain.",
        "en": "The school answers with the child's first name and class. Case, spaces and punctuation don't matter; "
        "one wrong letter registers nobody else's child.",
    },
)
REPORTING = Told(
    title={
        "id": "Sekretaris melaporkan seorang siswa alfa; wali kelas langsung tahu",
        "en": "The secretary reports a pupil absent without leave; the homeroom teacher knows at once",
    },
    by_hand={
        "id": "Buka chat sekretaris kelas, tekan «Lapor», pilih «Alfa», ketuk {missing}, lalu «Kirim».",
        "en": "Open the class secretary's chat, press “Lapor”, choose “Alfa”, tap {missing}, then “Kirim”.",
    },
    look_for={
        "id": "Satu layar berisi seluruh kelas. Wali kelas dan ketua kelas menerima laporannya saat itu juga, "
        "orang lain tidak diganggu.",
        "en": "One screen holds the whole class. The homeroom teacher and the class president get the report at once; "
        "nobody else is bothered.",
    },
)
ALERTING = Told(
    title={"id": "Orang tuanya menerima SMS", "en": "The parent gets an SMS"},
    by_hand={
        "id": "Tidak perlu apa-apa: SMS berangkat sendiri begitu laporan terkirim.",
        "en": "Nothing to do: the SMS leaves by itself once the report is sent.",
    },
    look_for={
        "id": "HP {mother}: nama, kelas, hari, dan cara menjawab; di bawahnya jumlah bagian dan biayanya. Di sini SMS "
        "berangkat seketika; di sekolah ia menunggu sepuluh menit, kalau-kalau laporannya diperbaiki.",
        "en": "The phone of {mother}: name, class, day and how to answer; below it the parts and what they cost. Here "
        "it leaves at once; in a school it waits ten minutes, in case the report is corrected.",
    },
)
PLAIN_WORDS = Told(
    title={
        "id": "Orang tua lain memberi kabar dengan kalimat biasa",
        "en": "Another parent sends word in plain words",
    },
    by_hand={
        "id": "Dari HP {father} tulis seperti biasa, misalnya «{notice}».",
        "en": "From the phone of {father} write as people do, for instance “{notice}”.",
    },
    look_for={
        "id": "Alasan, hari dan anaknya dipahami. Wali kelas, ketua kelas, sekretaris dan guru piket diberi tahu; "
        "nomor HP hanya tampak bagi guru, itu pun sebagian.",
        "en": "Reason, day and child are understood. Homeroom teacher, class leaders and duty teacher are told; only "
        "teachers see the number, and only part of it.",
    },
)
ANSWERING = Told(
    title={
        "id": "Wali kelas membalas di Telegram, orang tua menerima SMS",
        "en": "The homeroom teacher replies in Telegram, the parent gets an SMS",
    },
    by_hand={
        "id": "Di chat wali kelas, pilih «Balas» pada kabar itu dan tulis jawaban.",
        "en": "In the homeroom teacher's chat choose “Reply” at that notice and write an answer.",
    },
    look_for={
        "id": "Jawaban sampai di HP {father} dengan nama gurunya. Guru piket melihat bahwa kabar itu sudah dijawab.",
        "en": "The answer reaches the phone of {father} with the teacher's name. The duty teacher sees that it was "
        "answered.",
    },
)
ACCEPTING = Told(
    title={
        "id": "Wali kelas menyetujui kabar itu dengan satu ketukan",
        "en": "The homeroom teacher accepts the notice with one tap",
    },
    by_hand={
        "id": "Di chat wali kelas, tekan «Setujui» di bawah kabar itu.",
        "en": "In the homeroom teacher's chat press “Setujui” below the notice.",
    },
    look_for={
        "id": "SMS memberi tahu, manusia yang memutuskan: sekretaris, ketua kelas dan guru piket melihat siapa.",
        "en": "An SMS informs, a person decides: class leaders and duty teacher see who.",
    },
)
INFORMING = Told(
    title={
        "id": "Warga mengirim INFO kepada pimpinan sekolah",
        "en": "Somebody in town sends INFO to the school's leaders",
    },
    by_hand={
        "id": "Dari HP Warga kirim «{info}».",
        "en": "From the phone of somebody in town send “{info}”.",
    },
    look_for={
        "id": "Grup pimpinan menerimanya, warga mendapat tanda terima. Balas pesan itu di grup: jawabannya jadi SMS.",
        "en": "The leadership group gets it, the sender a receipt. Reply to it in the group: it goes out as SMS.",
    },
)
CORRECTING = Told(
    title={
        "id": "Siswanya ternyata datang: laporan diperbaiki, orang tuanya diberi tahu",
        "en": "The pupil was there after all: the report is corrected, the parent is told",
    },
    by_hand={
        "id": "Di chat sekretaris tekan «Perbaiki laporan», pilih «Alfa», ketuk {missing} sehingga huruf A di depannya "
        "hilang, lalu «NIHIL».",
        "en": "In the secretary's chat press “Perbaiki laporan”, choose “Alfa”, tap {missing} so that the A goes away, "
        "then “NIHIL”.",
    },
    look_for={
        "id": "HP {mother} menerima ralat, karena kabar alfa sudah terlanjur berangkat. Wali kelas melihat laporan "
        "yang diperbaiki; yang lama tetap tersimpan.",
        "en": "The phone of {mother} gets a correction, for the alert had already left. The homeroom teacher sees the "
        "corrected report; the old one is kept.",
    },
)
LOOKING = Told(
    title={"id": "Guru BK melihat seluruh sekolah", "en": "The counselor looks at the whole school"},
    by_hand={
        "id": "Buka chat guru BK dan tekan «Hari ini».",
        "en": "Open the counselor's chat and press “Hari ini”.",
    },
    look_for={
        "id": "Semua kelas. Tekan yang sama sebagai wali kelas dan ketua jurusan: mereka hanya melihat bagiannya.",
        "en": "Every class. Press the same as homeroom teacher and head of department: each sees their own part only.",
    },
)
A_STRANGER = Told(
    title={"id": "Orang asing tidak melihat apa pun", "en": "A stranger sees nothing"},
    by_hand={
        "id": "Buka chat orang asing, tekan «Mulai», atau coba «/hari_ini».",
        "en": "Open the stranger's chat, press “Start”, or try “/hari_ini”.",
    },
    look_for={
        "id": "Satu kalimat sopan, tanpa data apa pun, apa pun yang ditulis.",
        "en": "One polite sentence and no data, whatever is written.",
    },
)
INVITING = Told(
    title={
        "id": "Undangan sekali pakai menjadikan seseorang warga sekolah",
        "en": "A one-time invitation makes somebody one of the school",
    },
    by_hand={
        "id": "Buka chat guru piket baru, tempelkan tautan undangannya {invitation} dan kirim.",
        "en": "Open the new duty teacher's chat, paste the invitation {invitation} and send it.",
    },
    look_for={
        "id": "Ia disambut dengan nama dan tugasnya, dan mendapat tombol guru piket. Coba tautan yang sama sebagai "
        "orang asing: sudah tidak berlaku.",
        "en": "They are welcomed by name and role and get a duty teacher's buttons. Try the same link as the stranger: "
        "it is no longer valid.",
    },
)
