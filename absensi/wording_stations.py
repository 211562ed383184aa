"""Indonesian sentences of the command line about where a station's page is."""


def only_here() -> str:
    return (
        "Alamat ini hanya bisa dibuka di komputer ini. Agar tablet bisa membukanya, isi di .env: "
        "ABSENSI_HTTP_HOST=0.0.0.0 (atau ABSENSI_PUBLIC_URL, bila ada alamat https di depannya); "
        "jalankan ulang layanannya, lalu minta alamat baru: absensi station renew NAMA"
    )


def one_of_them() -> str:
    return "Komputer ini ada di beberapa jaringan: pakai alamat dari jaringan yang dipakai tablet."
