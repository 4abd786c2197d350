#!/bin/sh
# After the files are gone for good ("remove", "purge" and 0 are dpkg's and rpm's words for it; pacman
# says nothing): what was made while they were there. Machines and settings belong to the users.
set -e
case "${1:-remove}" in remove | purge | 0) ;; *) exit 0 ;; esac

if [ -e /etc/apparmor.d/virtray-desktop ]; then
  apparmor_parser --remove /etc/apparmor.d/virtray-desktop >/dev/null 2>&1 || true
  rm -f /etc/apparmor.d/virtray-desktop
fi
rm -rf /run/virtray
