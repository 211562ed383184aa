// The sentences of the page itself. What a scan means is said by the server; without it the page says only what it knows.

export const idle = () => ({ headline: "Silakan pindai kartu", detail: "Arahkan QR ke kamera atau pemindai." });

export const reading = () => ({ headline: "Membaca …", detail: "" });

// Without an answer: of a card that the device has been told about, and has perhaps shown today already; of what it has
// been told nothing about; and of a station whose address opens nothing any more.
export const savedAs = {
  good: (time, seen) => ({
    headline: "TERSIMPAN",
    detail: `Pukul ${time}. Tanpa jaringan: ${seen ? "hasilnya" : "nama dan hasilnya"} menyusul.`,
    ...seen,
  }),
  unchecked: (time) => ({
    headline: "BELUM DIPERIKSA",
    detail: `Tersimpan pukul ${time}. Diperiksa begitu ada jaringan, dan masih bisa ditolak.`,
  }),
  removed: () => ({
    headline: "ALAT DICABUT",
    detail: "Catat di kertas. Minta alamat baru kepada administrator; yang tersimpan di alat ini ikut terkirim.",
  }),
  revoked: () => ({
    outcome: "revoked_card",
    headline: "DITOLAK: KARTU LAMA",
    detail: "Kartu ini sudah diganti. Pakai kartu yang baru, atau lapor ke petugas.",
  }),
  unknown: (time) => ({
    headline: "BELUM DIKENAL ALAT INI",
    detail: `Tersimpan pukul ${time}. Diperiksa begitu ada jaringan; lapor ke petugas.`,
  }),
};

export const notACard = () => ({ outcome: "not_a_card", headline: "BUKAN KARTU", detail: "Yang terbaca bukan kartu kehadiran sekolah." });

export const notStored = () => ({
  headline: "TIDAK TERSIMPAN",
  detail: "Alat ini tidak bisa menyimpan. Catat di kertas dan lapor ke administrator.",
});

export const unnamed = (code) => `Kartu …${code.slice(-4)}`;

export const countedAt = (time) => `Hitungan pukul ${time}`;

export const waitingRow = () => "belum terkirim";

export const unsettled = (count) =>
  `${count} pemindaian belum dihitung: waktunya tidak pasti. Catat lewat Tanpa kartu, lalu ketuk di sini.`;

export const overridden = {
  in: "SEMUA DICATAT MASUK · ketuk untuk kembali ke Otomatis",
  out: "SEMUA DICATAT PULANG · ketuk untuk kembali ke Otomatis",
};

const waiting = (count) => (count ? `${count} belum terkirim` : "semua terkirim");

export const network = {
  online: (count) => (count ? `Mengirim: ${waiting(count)}` : "Tersambung"),
  offline: (count) => `Tanpa jaringan · ${waiting(count)}`,
  removed: (count) => `ALAT DICABUT, catat di kertas · ${waiting(count)}`,
  refused: (count) => `Server menolak kiriman · ${waiting(count)}`,
};

export const camera = {
  notSecure: "Kamera hanya jalan lewat https atau localhost. Pakai pemindai USB, atau ketuk Tanpa kartu.",
  refused: "Kamera tidak bisa dibuka. Izinkan kamera untuk halaman ini, atau pakai pemindai USB.",
};

export const missing = (arrived, students) => (arrived < students ? `${arrived}/${students}` : `lengkap ${students}`);

export const reasons = ["Kartu tertinggal", "Kartu hilang", "Kartu rusak", "Pemindai bermasalah"];

export const validOn = (date) => `Berlaku ${date} saja`;

export const desk = {
  nobodyOnDuty: "Belum ada petugas pemindai, guru piket atau administrator yang terdaftar.",
  nobodyFound: "Tidak ada nama yang cocok.",
  merelyAlike: "Tidak ada yang bernama persis begitu. Maksudnya yang mana?",
  whyMissing: "Pilih atau tulis alasannya dulu.",
};

export const deskFailed = (status) =>
  ({
    404: "Tidak ditemukan lagi. Pilih petugas dan namanya sekali lagi.",
    422: "Jam itu belum tiba hari ini.",
    429: "Terlalu sering. Tunggu sebentar, lalu coba lagi.",
    undefined: "Perlu jaringan. Ketik huruf kode di kartunya, atau catat di kertas berikut jamnya.",
  })[status] ?? "Belum berhasil. Coba lagi.";

export const names = {
  waiting: (name) => `Pesan sudah dikirim ke Telegram ${name}: ketuk Tampilkan di sana. Halaman ini menunggu lima menit.`,
  refused: "Ditolak di Telegram. Tidak ada nama yang ditampilkan.",
  over: "Waktunya habis. Nama tidak ditampilkan lagi.",
  choose: "Pilih kelasnya.",
  missing: (count) => (count ? `Belum hadir: ${count}` : "Tidak ada yang masih ditunggu."),
  inClass: (count) => `Di kelas, belum dipindai: ${count}`,
  explained: "Sudah ada keterangan",
  noSchool: "Tidak ada pelajaran di sekolah untuk kelas ini hari ini.",
  left: (seconds) => `${Math.floor(seconds / 60)}.${String(seconds % 60).padStart(2, "0")} lagi`,
  close: { waiting: "Batal", names: "Sembunyikan", otherwise: "Tutup" },
};

export const namesFailed = (status) =>
  ({
    403: "Maaf, nama hanya tampil dengan izin guru piket atau administrator. Pilih salah satu dari mereka.",
    404: "Tidak berlaku lagi. Mintalah sekali lagi.",
    409: "Petugas ini belum menghubungkan Telegram, jadi tidak bisa ditanya. Pilih petugas lain.",
    429: "Terlalu sering. Tunggu sebentar, lalu coba lagi.",
    undefined: "Perlu jaringan: nama siswa tidak disimpan di alat ini.",
  })[status] ?? "Belum berhasil. Coba lagi.";
