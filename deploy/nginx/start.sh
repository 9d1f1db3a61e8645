#!/bin/sh
# Starts nginx, and lets it read everything again when the certificate was renewed, the configuration
# was changed, or a copy has got another address: nginx itself looks at each of them only once.
#
#   sh start.sh       RELOAD_SECONDS says how often to look (30)
#
# It writes to TMPDIR (/tmp) alone, and needs nothing but nginx and what any small image has.
set -eu
PATH="$PATH:/usr/sbin:/sbin"
given=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
used=${TMPDIR:-/tmp}/nginx-conf

# nginx reads copies of the files: a kernel without IPv6 can't have its listeners.
prepare() {
    mkdir -p "$1"
    cp "$given"/*.conf "$1"
    if [ ! -e /proc/net/if_inet6 ]; then
        sed '/listen \[::\]/d' "$given/nginx.conf" >"$1/nginx.conf"
    fi
}

now() {
    certificates=$(sed -n 's/^ *ssl_certificate\(_key\)\{0,1\} \(.*\);.*/\2/p' "$given/nginx.conf")
    names=$(sed -n 's/^ *server \([^: ]*\):.*/\1/p' "$given/copies.conf")
    # shellcheck disable=SC2086 # one word a file
    cat "$given"/*.conf $certificates | cksum
    for name in $names; do
        getent hosts "$name" | sort || true
    done
}

watch() {
    seen=$1
    while sleep "${RELOAD_SECONDS:-30}" && kill -0 $$; do
        if found=$(now) && [ "$found" != "$seen" ]; then
            # What nginx would refuse is left alone, and looked at again: it may be half written.
            rm -rf "$used.new"
            prepare "$used.new"
            if nginx -q -t -c "$used.new/nginx.conf"; then
                prepare "$used"
                nginx -c "$used/nginx.conf" -s reload && seen=$found
            fi
        fi
    done 2>/dev/null # a file that is being replaced may be missing for a moment
}

prepare "$used"
watch "$(now)" &
exec nginx -c "$used/nginx.conf"
