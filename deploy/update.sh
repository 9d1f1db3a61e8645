#!/bin/sh
# Starts the site of compose.yaml, or replaces its copies one after the other by what the files and
# images say now. The next copy has its turn only when the one before it serves and nginx knows its
# address: so at least two of the three are always there. Stops at the first that doesn't come up.
set -eu
cd "$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)"
docker compose up -d --wait cache
for copy in app-1 app-2 app-3; do
    docker compose up -d --wait --no-deps "$copy"
    if [ -n "$(docker compose ps -q proxy)" ]; then
        docker compose exec -T proxy nginx -c /tmp/nginx-conf/nginx.conf -s reload
    fi
done
docker compose up -d --wait --no-deps proxy
