# The service, run from its own source: one image for every part. See docker-compose.yml.

# Reads QR codes in every browser's camera: the same `npm ci` from the same lock file as in the Makefile.
FROM node:22-slim AS reader
WORKDIR /srv/browser
COPY station/browser/package.json station/browser/package-lock.json station/browser/.npmrc ./
RUN npm ci --omit=dev --omit=peer --ignore-scripts --loglevel=error

FROM python:3.12-slim

WORKDIR /srv/absensi

# Before the source, so that a change of the source does not install everything again.
COPY requirements.lock ./
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock

COPY absensi absensi/
COPY bot bot/
COPY core core/
COPY db db/
COPY migrations migrations/
COPY scheduler scheduler/
COPY simulator simulator/
COPY sms_gateway sms_gateway/
COPY station station/
COPY --from=reader /srv/browser/node_modules station/browser/node_modules/
COPY LICENSE ./

# dialout is Debian's group of serial devices; a volume that is mounted on /srv/data takes over its owner.
RUN useradd --system --user-group --no-create-home --groups dialout absensi \
    && install -d -m 0700 -o absensi -g absensi /srv/data
USER absensi
ENV ABSENSI_DATA_DIR=/srv/data PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1

ENTRYPOINT ["python", "-m", "absensi"]
CMD ["run"]
