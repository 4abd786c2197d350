#!/bin/sh
# Before the files go for good: the LAN of every user is switched off, while what can do so is there.
# "remove" and 0 are dpkg's and rpm's words for it; pacman says nothing.
set -e
case "${1:-remove}" in remove | 0) ;; *) exit 0 ;; esac

for socket in /run/virtray/*/*/netd.sock; do
  [ -S "$socket" ] || continue
  user=${socket#/run/virtray/}
  user=${user%%/*}
  [ "$(stat --format %u "$socket")" = "$user" ] || continue
  # In the user's name, because netd answers nobody else.
  setpriv --reuid="$user" --regid="$user" --clear-groups \
    env HOME=/nonexistent XDG_RUNTIME_DIR="/run/user/$user" \
    timeout 30 /opt/Virtray/virtray lan down >/dev/null 2>&1 || true
done
