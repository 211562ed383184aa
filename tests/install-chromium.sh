#!/bin/sh
# The tests of the pages need Chromium. Installed where it may be; else those tests are skipped and say so.
command -v chromium >/dev/null && exit 0
if ! command -v apt-get >/dev/null; then
    as_root=
elif [ "$(id -u)" = 0 ]; then
    as_root=env
elif sudo -n true 2>/dev/null; then
    as_root="sudo -n"
fi
if [ -n "${as_root:-}" ] && $as_root apt-get update -q >/dev/null \
    && $as_root apt-get install -y -q --no-install-recommends chromium >/dev/null; then
    exit 0
fi
echo "Chromium is not here and cannot be installed: the tests of the pages will be skipped." >&2
