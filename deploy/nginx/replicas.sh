#!/bin/sh
# Keeps nginx's list of replicas as DNS tells it: the image of nginx runs this before it starts nginx. A name that stands for
# several addresses cannot be given to nginx itself: it would go round them, and a session has one replica.
#
# REPLICAS_NAME: the name; REPLICAS_PORT: the port of each address; REPLICAS_FILE: what is written; REPLICAS_EVERY: how often
# it looks, in seconds.
set -eu

# Fails when there is nothing new, or nothing at all: the last replicas are better than none.
renew() {
  getent ahosts "$REPLICAS_NAME" | sed -n \
    -e "s/^\([0-9a-f]*:[^ ]*\) .*/server [\1]:$REPLICAS_PORT max_fails=0;/p" \
    -e "s/^\([0-9.]*\) .*/server \1:$REPLICAS_PORT max_fails=0;/p" | sort -u >"$REPLICAS_FILE.new"
  test -s "$REPLICAS_FILE.new" || return 1
  ! cmp -s "$REPLICAS_FILE.new" "$REPLICAS_FILE" || return 1
  mv "$REPLICAS_FILE.new" "$REPLICAS_FILE"
}

until renew || test -s "$REPLICAS_FILE"; do sleep 1; done
(while sleep "${REPLICAS_EVERY:-2}"; do if renew; then ${NGINX:-nginx} -s reload; fi; done) &
