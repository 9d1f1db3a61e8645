# A copy of Clinic Check: no compiler, no package installer's cache, no root, nothing to write to.
#
#   docker build -t clinic-check:0.2.0 .
#   docker build -t clinic-check:0.2.0 --build-arg PYTHON_IMAGE=python:3.13-slim@sha256:… .
#
# The second pins what it is built on: `sh deploy/pin.sh` finds the digest. It runs as any user that it
# is given, and writes nowhere.
#
# waitress serves it, as on a developer's machine: one process with threads is one copy, and more
# copies are more containers, which the proxy and the probes can see one by one.

ARG PYTHON_IMAGE=python:3.13-slim

FROM ${PYTHON_IMAGE} AS build
WORKDIR /src
# Binaries only, each as its hash says: nothing is compiled and no setup script runs.
COPY requirements/checkout.txt requirements/run.txt requirements/
RUN python -m venv /build \
    && /build/bin/python -m pip install --no-cache-dir --only-binary :all: \
       --require-hashes -r requirements/checkout.txt
RUN python -m venv --without-pip /app \
    && /build/bin/python -m pip --python /app/bin/python install --no-cache-dir \
       --only-binary :all: --require-hashes -r requirements/run.txt
COPY pyproject.toml hatch_build.py README.md LICENSE ./
COPY clinic_check clinic_check/
COPY templates templates/
COPY static static/
RUN /build/bin/python -m hatchling build --target wheel --directory /wheel \
    && /build/bin/python -m pip --python /app/bin/python install --no-cache-dir \
       --no-deps --no-index /wheel/*.whl

FROM ${PYTHON_IMAGE}
COPY --from=build /app /app
# One part of memory for all threads: see `run`.
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 MALLOC_ARENA_MAX=1
USER 10001:10001
WORKDIR /
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s CMD ["/app/bin/python", "-c", \
    "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=2)"]
ENTRYPOINT ["/app/bin/clinic-check"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
