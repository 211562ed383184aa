"""How days are written on a phone, as one regular expression over text as `plain` gives it."""

import re

TODAY = r"(?:hari|hr)i? ?ini|hr ?ni|hri ni|sekarang|skrg|skrang"
TOMORROW = r"be?so?k|be?su?k|esok|bsok"
AFTER = r"lusa|besok lusa|bsk lusa"
YESTERDAY = r"kemarin|kmrn|kemaren|kmren|kmarin|kemarn"
WEEKDAYS = (
    r"senin|snn|senen",
    r"selasa|slasa|sls",
    r"rabu|rbu",
    r"kamis|kms|kemis",
    r"ju?m[ ]?at|jumaat",
    r"sabtu|sbtu",
)
MONTHS = (
    "jan(?:uari)?",
    "feb(?:r|ruari|uari)?",
    "mar(?:et)?",
    "apr(?:il)?",
    "mei",
    "juni?",
    "juli?",
    "ag(?:s|t|u|ust|ustus)",
    "sept?(?:ember)?",
    "okt(?:ober)?",
    "no[vp](?:ember)?",
    "des(?:ember)?",
)

_DAY_OF_WEEK = rf"(?:{'|'.join(WEEKDAYS)}|ahad|(?<=hari )minggu)"
MONTH = rf"(?:{'|'.join(MONTHS)})(?![a-z])\.?"
_ON = r"(?:tgl|tanggal|tggl|tg)[.: ]*"
DATE = (
    rf"(?:(?:{_ON})?(?:\d{{1,2}}/\d{{1,2}}(?:/(?:20)?\d\d)?(?! ?(?:hari|hr))|\d{{1,2}}[.-]\d{{1,2}}[.-]20\d\d)"
    rf"|(?:{_ON})?\d{{1,2}} ?{MONTH}(?: ?20\d\d)?|{_ON}\d{{1,2}})"
)
_WEEKDAY = rf"(?:(?:{YESTERDAY}) )?(?:hari |hr )?{_DAY_OF_WEEK}(?: (?:depan|besok|lalu|yang lalu|yg lalu|{YESTERDAY}))?"
_POINT = rf"(?:(?:(?:hari )?{_DAY_OF_WEEK},? ?)?{DATE}|{AFTER}|{TOMORROW}|{TODAY}|{_WEEKDAY}|{YESTERDAY})"
_UNTIL = r"(?:s ?[./] ?d|sd|sampai|sampe|smpai|smpe|smp|hingga|hgg)\.?(?: dengan| dgn)?"
_TILL = rf"(?:{_UNTIL}|-)"
_AND = r"(?:dan|dn|&|sama|,|dan juga)"

NUMBERS = ("satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh")
_NUMBER = rf"(?:\d{{1,2}}|{'|'.join(NUMBERS)})"
_UNIT = r"(?:harian|hari|hri|hr|minggu|mgg|pekan|bulan|bln)"
_BACKWARD = r"(?:sudah|sdh|udah|udh|dah|sejak|semenjak|dari|dr)(?: hampir)?"

# Alternatives are tried in this order; each name says how the words are read.
PHRASE = re.compile(
    rf"\b(?<!\d[/-])(?:"
    rf"(?P<nowhere>(?:rt|rw|no|jl|blok|jam|pukul|pkl|kelas|kls) ?\.?\d{{1,2}}(?: ?[/.-] ?\d{{1,2}})?"
    rf"|\d{{1,2}} ?x ?sehari|{_BACKWARD} {_NUMBER} ?{_UNIT}|{_NUMBER} ?{_UNIT} (?:ini|(?:yang |yg )?lalu|terakhir))"
    rf"|(?P<range>(?:(?:dari|dr|mulai) )?(?P<from>{_POINT}) ?{_TILL} ?"
    rf"(?P<to>{_POINT}|\d{{1,2}}(?: ?{MONTH})?(?! ?(?:hari|hr))))"
    rf"|(?P<date_range>(?P<date_from>\d{{1,2}}) ?{_TILL} ?(?P<date_to>\d{{1,2}} ?{MONTH}))"
    rf"|(?P<both>(?P<one>{_POINT}) ?{_AND} ?"
    rf"(?P<other>{_POINT}|(?<=dan )\d{{1,2}}(?! ?(?:hari|hr|kali))|\d{{1,2}}(?! ?[a-z\d])))"
    rf"|(?P<since>(?:sejak|semenjak) {_POINT}|(?:dari|dr) (?:hari )?(?:{YESTERDAY}))"
    rf"|(?P<vague>(?:minggu|pekan|bulan) (?:depan|dpn|lalu|ini)|(?:dari|dr) (?:hari )?{_DAY_OF_WEEK})"
    rf"|(?P<until>{_UNTIL} ?(?P<end>{_POINT}))"
    rf"|(?P<count>(?P<number>{_NUMBER})(?P<or> ?(?:-|atau|sampai|s/d) ?{_NUMBER})? ?(?P<unit>{_UNIT})(?: ke ?depan)?)"
    rf"|(?P<whole>seminggu|sepekan|sebulan)"
    rf"|(?P<point>{_POINT})"
    rf")(?![a-z\d])"
)
