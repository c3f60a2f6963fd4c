# One image for the web page, the daemon and the commands; see compose.yaml and docs/operations.md.
# The compiled pass over PDF pages; the slim image has no compiler.
FROM python:3.11 AS compiled
WORKDIR /srv/juesuan
COPY pyproject.toml setup.py README.md ./
COPY extractors/readers/_pdfium_pass.c extractors/readers/_glyph_lines.c extractors/readers/
RUN pip install setuptools && python setup.py build_ext --inplace

FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 \
    PIP_NO_CACHE_DIR=1 \
    DAGSTER_HOME=/srv/dagster \
    DAGSTER_DISABLE_TELEMETRY=yes \
    TZ=Asia/Shanghai

WORKDIR /srv/juesuan

# The dependencies first: they change seldom.
COPY pyproject.toml constraints.txt README.md ./
RUN mkdir -p dashboard extractors pipelines schemas sql \
    && pip install --constraint constraints.txt --editable '.[dashboard,dask]' \
    && python -m compileall -q /usr/local/lib/python3.11/site-packages

COPY extractors extractors
COPY --from=compiled /srv/juesuan/extractors/readers/*.so extractors/readers/
COPY schemas schemas
COPY sql sql
COPY pipelines pipelines
COPY dashboard dashboard
COPY data data

RUN useradd --create-home --uid 10001 juesuan \
    && mkdir -p "$DAGSTER_HOME" data/inbox data/warehouse \
    && cp pipelines/dagster.yaml "$DAGSTER_HOME/dagster.yaml" \
    && chown -R juesuan: data "$DAGSTER_HOME"
USER juesuan

CMD ["juesuan", "--help"]
