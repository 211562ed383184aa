// The sentences of the page itself. What a scan means is said by the server; without it the page says only what it knows.

export const idle = () => ({ headline: "Silakan pindai kartu", detail: "Arahkan kartu ke pemindai." });

export const reading = () => ({ headline: "Membaca …", detail: "" });

export const saved = (time) => ({
  headline: "TERSIMPAN",
  detail: `Pukul ${time}. Tanpa jaringan: nama dan hasilnya menyusul, waktunya tetap.`,
});

export const notACard = () => ({ headline: "BUKAN KARTU", detail: "Yang terbaca bukan kartu absensi sekolah." });

export const notStored = () => ({
  headline: "TIDAK TERSIMPAN",
  detail: "Perangkat ini tidak bisa menyimpan. Catat dengan tangan dan lapor ke administrator.",
});

export const unnamed = (code) => `Kartu …${code.slice(-4)}`;

export const waitingRow = () => "belum terkirim";

const waiting = (count) => (count ? `${count} belum terkirim` : "semua terkirim");

export const network = {
  online: (count) => (count ? `Mengirim: ${waiting(count)}` : "Tersambung"),
  offline: (count) => `Tanpa jaringan · ${waiting(count)}`,
  removed: (count) => `Stasiun ini dicabut · ${waiting(count)}`,
  refused: (count) => `Server menolak kiriman · ${waiting(count)}`,
};

export const camera = {
  noReader: "Peramban ini belum bisa membaca QR lewat kamera. Pakai pemindai USB atau ketik kodenya.",
  notSecure: "Kamera hanya jalan lewat https atau localhost. Pakai pemindai USB atau ketik kodenya.",
  refused: "Kamera tidak bisa dibuka. Izinkan kamera untuk halaman ini, atau pakai pemindai USB.",
};
