# syntax=docker/dockerfile:1
# Three images from one file: `build` makes everything, `app` runs web, worker and beat, `proxy` stands in front with the static files.

FROM python:3.11-slim-bookworm AS build
ENV PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
COPY requirements/base.txt requirements/base.txt
RUN pip install --require-hashes --only-binary :all: --requirement requirements/base.txt
COPY . .
RUN bin/compile-messages && \
    SECRET_KEY=only-to-build BASE_URL=https://localhost EMAIL_URL=smtp://localhost DJANGO_SETTINGS_MODULE=lms.settings.production \
    python manage.py collectstatic --no-input && \
    python -m compileall -q /venv lms courses cms

FROM python:3.11-slim-bookworm AS app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 DJANGO_SETTINGS_MODULE=lms.settings.production WORKBOOK_VAR=/srv/workbook
RUN useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin workbook && \
    mkdir -p /srv/workbook/media /srv/workbook/private /srv/workbook/beat && \
    chown -R workbook: /srv/workbook
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
USER 10001
EXPOSE 8000
CMD ["gunicorn", "lms.wsgi:application", "--config", "deploy/gunicorn.py"]

FROM caddy:2.10-alpine AS proxy
COPY deploy/Caddyfile /etc/caddy/Caddyfile
COPY --from=build /app/staticfiles /srv/static
