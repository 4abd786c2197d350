#!/bin/sh
# Runs after the files are installed or upgraded.
set -e
app=/opt/Virtray

# Chromium's sandbox uses user namespaces, or its setuid program where users may not create any.
if [ "$(cat /proc/sys/kernel/unprivileged_userns_clone 2>/dev/null)" = 0 ] ||
  [ "$(cat /proc/sys/user/max_user_namespaces 2>/dev/null)" = 0 ]; then
  chmod 4755 "$app/chrome-sandbox"
fi

# Where AppArmor forbids user namespaces by default, this program needs a profile. An older AppArmor
# cannot parse the profile and does not need it.
profile=$app/resources/apparmor-profile
if [ -e /proc/sys/kernel/apparmor_restrict_unprivileged_userns ] &&
  apparmor_parser --skip-kernel-load --skip-cache "$profile" >/dev/null 2>&1; then
  cp "$profile" /etc/apparmor.d/virtray-desktop
  apparmor_parser --replace --skip-cache "$profile" || true
fi
