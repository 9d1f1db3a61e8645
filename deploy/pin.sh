#!/bin/sh
# Asks the registry for the digests of the images that we build and run on. A tag can be moved to
# other bytes at any time, a digest can't.
#
#   sh pin.sh >>.env                          for compose.yaml and for building the image
#   sh pin.sh kubernetes.yaml >pinned.yaml    the same file with digests in the place of tags
#
# Run it again to get newer images, and read what changed before you use them. No digest stands in
# these files: where they were written, no registry of images could be asked.
set -eu
images="PYTHON_IMAGE=python:3.13-slim NGINX_IMAGE=nginx:1.28-alpine REDIS_IMAGE=redis:7-alpine"

digest_of() {
    found=$(docker buildx imagetools inspect "$1" --format '{{.Manifest.Digest}}')
    case $found in
    sha256:????????????????????????????????????????????????????????????????) ;;
    *)
        printf 'No digest of %s was found: %s\n' "$1" "$found" >&2
        exit 1
        ;;
    esac
    printf '%s@%s' "$1" "$found"
}

edits=
for image in $images; do
    name=${image%%=*} tag=${image#*=}
    pinned=$(digest_of "$tag")
    [ $# -gt 0 ] || printf '%s=%s\n' "$name" "$pinned"
    edits="$edits;s|image: $tag\$|image: $pinned|"
done
[ $# = 0 ] || sed "${edits#;}" "$1"
