# The image of web, worker and beat; the process is chosen by the command (docker-compose.yml, Procfile).
ARG PYTHON_VERSION=3.12

FROM python:${PYTHON_VERSION}-slim AS packages
COPY requirements.production.lock .
RUN python -m venv /opt/venv \
 && /opt/venv/bin/python -m pip install --no-cache-dir --disable-pip-version-check --require-hashes \
    -r requirements.production.lock

FROM python:${PYTHON_VERSION}-slim
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=khartoum.settings.production \
    LEDGER_ANCHOR_FILE=/var/lib/khartoum/ledger-anchors.jsonl \
    PORT=8000
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin khartoum \
 && install -d -o khartoum -g khartoum /var/lib/khartoum
WORKDIR /app
COPY --from=packages /opt/venv /opt/venv
COPY . .
# Catalogues and static files are made here, once. The settings want their secrets; nothing made here holds them.
RUN python -m tools.catalogues compile \
 && SECRET_KEY=of-no-use-outside-the-building-of-this-image-0123456789 \
    LEDGER_ANCHOR_KEY=of-no-use-outside-the-building-of-this-image-0123456789 \
    DATABASE_URL=postgresql:///none REDIS_URL=redis://none ALLOWED_HOSTS=none PUBLIC_URL=https://none EMAIL_HOST=none \
    python manage.py collectstatic --noinput --verbosity 0
USER khartoum
EXPOSE 8000
CMD ["sh", "-c", "exec python -m gunicorn khartoum.wsgi --workers 2 --threads 4 --no-control-socket --log-level warning --bind 0.0.0.0:$PORT"]
