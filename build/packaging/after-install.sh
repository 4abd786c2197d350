#!/bin/sh
# After the files are there, on a first install as on an upgrade.
set -e
app=/opt/Virtray

# Chromium's sandbox takes user namespaces; where users may not make any, its own setuid program.
if [ "$(cat /proc/sys/kernel/unprivileged_userns_clone 2>/dev/null)" = 0 ] ||
  [ "$(cat /proc/sys/user/max_user_namespaces 2>/dev/null)" = 0 ]; then
  chmod 4755 "$app/chrome-sandbox"
fi

# An AppArmor that forbids user namespaces by default has to be told of this program. An older one
# does not understand the profile, and does not need it.
profile=$app/resources/apparmor-profile
if [ -e /proc/sys/kernel/apparmor_restrict_unprivileged_userns ] &&
  apparmor_parser --skip-kernel-load --skip-cache "$profile" >/dev/null 2>&1; then
  cp "$profile" /etc/apparmor.d/virtray-desktop
  apparmor_parser --replace --skip-cache "$profile" || true
fi
