"""How lists are leafed through."""

BEFORE, AFTER = "◀ Sebelumnya", "Berikutnya ▶"
