# One image for every process of the Procfile. The lock decides what is in it; no compiler, no root.
FROM python:3.11-slim-bookworm AS build
RUN pip install --no-cache-dir uv==0.13.9
ENV UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1 UV_PROJECT_ENVIRONMENT=/opt/policybot UV_PYTHON_DOWNLOADS=never
WORKDIR /src
# Dependencies first: they change seldom, the program often.
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-dev --no-install-project
COPY LICENSE NOTICE README.md ./
COPY config config
COPY bot bot
RUN uv sync --frozen --no-dev --no-editable

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home --home-dir /data policybot \
    && install --directory --owner=policybot --mode=700 /data
COPY --from=build /opt/policybot /opt/policybot
ENV PATH=/opt/policybot/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    POLICYBOT_DATABASE_URL=sqlite:////data/policybot.sqlite3 \
    POLICYBOT_HEALTH_ADDRESS=0.0.0.0:9464 \
    POLICYBOT_LOG_FORMAT=json \
    POLICYBOT_LOG_LEVEL=info
USER 10001
WORKDIR /data
VOLUME /data
EXPOSE 9464
STOPSIGNAL SIGTERM
# The first start reads and migrates; a later one answers at once.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:9464/healthz', timeout=4)"]
ENTRYPOINT ["policybot"]
CMD ["run"]
