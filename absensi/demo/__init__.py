"""`absensi demo`: the whole service against the simulator, with a school in it and a morning that plays by itself."""
