/**
 * The script that brings the guest agent into a guest at its first boot (cloud-init, "vendor-data"), before
 * packages and commands of the person's own that follow in the same stage.
 *
 * It never fails, because a guest without a way out is set up all the same. Only downloads are bounded: a package
 * that is being installed is not to be cut off.
 */
export const agentScript = `#!/bin/sh
# Brings the guest agent, by which Virtray asks this guest what it cannot see from outside.
have() { command -v "$1" >/dev/null 2>&1; }
bounded() { timeout 120 "$@"; }
bring() {
  have qemu-ga && return
  # The proxy that all programs here are told of.
  export $(grep -E '^https?_proxy=[^ "]*$' /etc/environment 2>/dev/null) LC_ALL=C
  if have apt-get; then
    export DEBIAN_FRONTEND=noninteractive
    quick="-qy -o DPkg::Lock::Timeout=60 -o Acquire::Retries=0 -o Acquire::http::Timeout=15 -o Acquire::https::Timeout=15"
    package="--no-install-recommends qemu-guest-agent"
    fetch() { bounded apt-get $quick --download-only install $package; }
    { ls /var/lib/apt/lists/*Packages* >/dev/null 2>&1 && fetch; } ||
      { bounded apt-get $quick update; fetch; } || return
    apt-get $quick --no-download install $package
  elif have dnf; then
    quick="-qy --setopt=timeout=15 --setopt=retries=1"
    bounded dnf $quick --downloadonly install qemu-guest-agent && dnf -qyC install qemu-guest-agent
  elif have zypper; then
    bounded zypper -qn install --download-only qemu-guest-agent && zypper -qn --no-refresh install qemu-guest-agent
  elif have apk; then
    bounded apk -q add qemu-guest-agent && rc-update -q add qemu-guest-agent
  fi
}
bring </dev/null
have qemu-ga || { echo "virtray: the guest agent could not be installed"; exit 0; }
if [ -d /run/systemd/system ]; then
  systemctl is-active -q qemu-guest-agent || systemctl start --no-block qemu-guest-agent
elif have rc-service; then
  rc-service -q --ifstopped qemu-guest-agent start
fi
exit 0
`;
