"""The words guardians use, in the spellings phones get: what each does to a sentence. Small on purpose: what is not
here is passed on to a person.
"""

import enum
import re


class Word(enum.Enum):
    """What a word contributes. A head can be negated or dated; the others bend the heads around them."""

    # heads
    ATTEND = enum.auto()  # comes to school: absence when negated, presence when not
    SCHOOL = enum.auto()  # absence when negated, otherwise only a place
    SICK = enum.auto()
    MAYBE_SICK = enum.auto()  # an illness only where an absence is stated: "panas", "dokter"
    WELL = enum.auto()  # an illness when negated: "tidak enak badan"
    RECOVERED = enum.auto()
    LEAVE = enum.auto()  # izin
    CAUSE = enum.auto()  # a reason for leave, where an absence is stated
    AWAY = enum.auto()  # states an absence by itself: "berhalangan"
    # the others
    NOT = enum.auto()
    LESS = enum.auto()  # negates WELL only: "kurang sehat"
    IF = enum.auto()  # what follows may never be: "kalau"
    HOPED = enum.auto()  # what follows is not so yet: "semoga", "insya allah"
    DONE = enum.auto()  # "sudah"
    RELATIVE = enum.auto()  # somebody else is ill
    TENDING = enum.auto()  # "menjenguk", "mengantar": somebody else is ill
    SELF = enum.auto()
    CHILD = enum.auto()
    QUESTION = enum.auto()
    SPEECH = enum.auto()  # "izin bertanya" asks for no leave
    PARTIAL = enum.auto()  # a part of the day, or a thing that is not a school day: rapat, upacara, terlambat


HEADS = frozenset(list(Word)[: list(Word).index(Word.NOT)])

_SPELLINGS = {
    Word.ATTEND: "masuk msk masuq msuk mask masok hadir hdr",
    Word.SCHOOL: """sekolah skolah sklh skul sekola skulah sekolh sekul skl berangkat brangkat brngkt ikut
        mengikuti belajar bljr pelajaran kbm""",
    Word.SICK: """sakit skt sakid sakt gering demam dmm deman diare diarea mencret muntah muntaber batuk btk pilek
        flu influenza tipes tifus typus tipus tifes thypus typhus thypoid tifoid dbd opname diopname dirawat
        cacar campak gondongan asma meriang masukangin panastinggi badanpanas pusing pusying migrain maag mules
        sesak kecapean kelelahan covid lemas mimisan""",
    Word.MAYBE_SICK: """panas dokter dokternya rawat rs rsud igd ugd puskesmas klinik berobat kontrol operasi
        dioperasi kecelakaan jatuh keseleo patah luka bengkak nyeri infeksi radang mag drop istirahat periksa
        haid alergi terapi infus diinfus""",
    Word.WELL: "enak sehat fit",
    Word.RECOVERED: "sembuh smbuh baikan mendingan pulih enakan membaik",
    Word.LEAVE: "izin ijin ijn izn idzin izinkan ijinkan diizinkan diijinkan mengizinkan mengijinkan",
    Word.CAUSE: """kondangan acara hajatan hajat nikah nikahan pernikahan menikah resepsi undangan khitanan
        sunatan meninggal wafat takziah takziyah taziah layat melayat ngelayat pemakaman dimakamkan duka berduka
        keperluan kperluan kepentingan urusan pulangkampung pulkam mudik umroh umrah haji luarkota wisuda
        tahlilan tahlil syukuran lamaran bepergian ziarah banjir kebanjiran musibah lahiran melahirkan pindahan
        pergi akad""",
    Word.AWAY: "berhalangan halangan absen libur",
    Word.NOT: """tidak tdk tak gak ga gk g nggak enggak ngga ngak engga kagak ndak nda ndk tida tdak tidk blm
        belum blom belom bukan bkn tanpa tnp ora mboten teu gabisa gakbisa tidakbisa tdkbisa gbs gabs""",
    Word.LESS: "kurang krg krang kurg",
    Word.IF: "kalau kalo klo kl klw bila jika jk apabila seandainya",
    Word.HOPED: """insyaallah semoga smoga smg mudahmudahan nanti nnt biar supaya agar lekas cepat cpt setelah
        stlh sampai smp hingga doa doakan doanya akan mungkin mgkn""",
    Word.DONE: "sudah sdh udah udh dah sdah telah tlh",
    Word.RELATIVE: """nenek neneknya kakek kakeknya ayah ayahnya bapaknya bapanya ibunya mama mamanya mamahnya
        papa papanya adiknya adeknya kakaknya omnya tantenya pamannya bibinya saudaranya sodaranya kerabat mbah
        mbahnya eyang opa oma uwak orangtuanya keponakan sepupu sepupunya simbah""",
    Word.TENDING: """jenguk menjenguk ngejenguk nengok menengok nengokin antar mengantar nganter nganterin
        mengantarkan menemani nemenin nemani merawat menjaga nungguin menunggu jaga""",
    Word.SELF: "saya sy aku kami",
    Word.CHILD: "anak ank anakku anaknya ananda putra putri putera putrinya putranya",
    Word.QUESTION: """apakah apa apkh kapan kpn kenapa knp knapa mengapa bagaimana gimana gmn bgmn bgaimana berapa
        brp brapa dimana dmn mana siapa bolehkah bisakah benarkah adakah masukkah hadirkah betulkah kok""",
    Word.SPEECH: """tanya bertanya nanya tny menanyakan nanyakan menyampaikan konfirmasi mengonfirmasi
        mengkonfirmasi bicara memberitahu memberitahukan lapor melapor melaporkan mengabarkan ngabarin mengabari
        menghubungi menginfokan informasikan menginformasikan minta meminta bayar membayar pinjam meminjam""",
    Word.PARTIAL: """rapat pertemuan upacara olahraga pramuka ekskul ekstrakurikuler eskul les renang senam rapor
        raport terlambat telat trlambat tlat kesiangan dijemput jemput menjemput pulang plg dipulangkan
        setengahhari""",
}

WORDS: dict[str, Word] = {spelling: word for word, spellings in _SPELLINGS.items() for spelling in spellings.split()}

# Said between the words that matter; they must not count as distance ("tidak BISA masuk", "besok BARU masuk").
_FILLERS = """assalamualaikum assalamualaikm asalamualaikum askum aslm wr wb bisa bs bsa bisanya dapat dpt dpat boleh
    blh baru kembali lagi lg lgi ya yah yg yang bu ibu pak bapak bpk guru mau juga jg dulu dl dlu untuk utk
    unt karena krn karna krna krena karn gara sebab sbb dikarenakan disebabkan jadi jd jadinya masih msh
    agak sedang sdg kena terkena ada adanya sempat bener benar sekali banget bgt ke di dan dgn dengan pada
    hari sih deh dong mohon mhn maaf"""
FILLERS = frozenset(_FILLERS.split())

# What means something else together is closed up before it is looked at; the order matters.
_TOGETHER = {
    r"ma?su?k (?:ke )?(?:rumah sakit|rmh sakit|rs|rsud|igd|ugd|klinik|puskesmas)": "dirawat",
    r"ma?su?k angin": "masukangin",
    r"(?:rumah|rmh) (?:sakit|skt)": "rs",
    r"sakit hati": "kecewa",
    r"obat (?:sakit|demam|batuk|pusing)": "obat",
    r"surat (?:izin|ijin|sakit|dokter|keterangan)": "surat",
    r"badan(?:nya)? (?:panas|anget|demam)|panas badan(?:nya)?": "badanpanas",
    r"panas (?:tinggi|dingin)|suhu(?:nya)? tinggi": "panastinggi",
    r"(?:cuaca|hawa|udara)(?:nya)? panas": "cuaca",
    r"demam berdarah": "dbd",
    r"olah raga": "olahraga",
    r"(?:insya|insha|inshaa|isya|insa) ?all?[ao]h": "insyaallah",
    r"mudah ?-?mudahan": "mudahmudahan",
    r"(?:ber)?halangan (?:hadir|masuk)": "berhalangan",
    r"pulang (?:ke )?kampung|pulang ke (?!rumah)": "pulangkampung ",
    r"pulang (?:dari|opname)": "opname",
    r"(?:setengah|separuh|1/2) hari|(?:datang|masuk) siang": "setengahhari",
    r"(?:di|ke) ?luar kota": "luarkota",
    r"(?:memberi|diberi|dikasih|kasih|atas|dapat) (?:izin|ijin)(?:nya)?": "restu",
    r"(?:kasih|kasi|ksh|ngasih) (?:tahu|tau|kabar|info)": "memberitahu",
    r"terima ?kasih": "trims",
    r"orang ?tua(?:nya)? dari": "wali",
    r"(?P<relative>ibu|bapak|ayah|mama|papa|nenek|kakek|adik|kakak) nya": r"\g<relative>nya",
    r"tapi|tp|tetapi|melainkan|namun": ",",
}
_CLOSING = [(re.compile(rf"\b(?:{spoken})\b"), closed) for spoken, closed in _TOGETHER.items()]


def close_up(text: str) -> str:
    """The text (as `plain` gives it) with expressions of several words made one."""
    for spoken, closed in _CLOSING:
        text = spoken.sub(closed, text)
    return text


def unstretched(word: str) -> str:
    """`sakiiit` is `sakit`, `muntah2` is `muntah`."""
    return re.sub(r"([a-z])\1{2,}", r"\1", re.sub(r"(?<=[a-z])2$", "", word))


def meaning_of(word: str) -> Word | None:
    """What a word does; an illness also with the suffix of "demamnya"."""
    bare = WORDS.get(word.removesuffix("nya"))
    return WORDS.get(word) or (bare if bare in (Word.SICK, Word.MAYBE_SICK) else None)
