#!/bin/sh
# Runs after the package is removed, not on an upgrade: dpkg says "remove" or "purge", rpm 0, pacman
# nothing. It keeps machines and settings, which belong to the users.
set -e
case "${1:-remove}" in remove | purge | 0) ;; *) exit 0 ;; esac

if [ -e /etc/apparmor.d/virtray-desktop ]; then
  apparmor_parser --remove /etc/apparmor.d/virtray-desktop >/dev/null 2>&1 || true
  rm -f /etc/apparmor.d/virtray-desktop
fi
rm -rf /run/virtray
