#!/bin/sh
# Runs before the package is removed, not on an upgrade (dpkg says "remove", rpm 0, pacman nothing):
# switches every user's LAN off while the program that can do so is there.
set -e
case "${1:-remove}" in remove | 0) ;; *) exit 0 ;; esac

for socket in /run/virtray/*/*/netd.sock; do
  [ -S "$socket" ] || continue
  user=${socket#/run/virtray/}
  user=${user%%/*}
  [ "$(stat --format %u "$socket")" = "$user" ] || continue
  # As the user, because netd answers that user alone.
  setpriv --reuid="$user" --regid="$user" --clear-groups \
    env HOME=/nonexistent XDG_RUNTIME_DIR="/run/user/$user" \
    timeout 30 /opt/Virtray/virtray lan down >/dev/null 2>&1 || true
done
