/** Where a guest's script stays for later boots: the name tells of which instance it is. */
export const keptAgentScripts = "/var/lib/cloud/scripts/per-boot";

/** The argument by which the script leaves all of its work to the background. */
export const inBackground = "background";

/**
 * A program that looks at the repositories and proxies of the text that it reads, all at once, for three
 * seconds (Python, which each image with cloud-init has). One that answers is enough, and so is a text
 * without any, as nothing is far then.
 */
const look = String.raw`import os, re, signal, socket, sys, threading
signal.signal(signal.SIGALRM, lambda *_: os._exit(1))
signal.alarm(3)
told = re.findall(r"(https?)://(?:[^/@\s\"]*@)?(\[[^]\s]*\]|[^]/:\s\";,]+)(?::(\d+))?", sys.stdin.read())
def ask(scheme, host, port):
    try:
        at = (host.strip("[]").encode(), int(port or (80 if scheme == "http" else 443)))
        socket.create_connection(at).close()
    except (OSError, OverflowError):
        return
    os._exit(0)
asked = [threading.Thread(target=ask, args=each) for each in list(dict.fromkeys(told))[:8]]
for each in asked: each.start()
for each in asked: each.join()
sys.exit(len(asked) > 0)`;

/**
 * The script that brings the guest agent into a guest at its first boot (cloud-init, "vendor-data"), before
 * commands of the person's own that follow in the same stage.
 *
 * It never fails, because a guest without a way out is set up all the same: it then goes on in the background, in
 * later boots, too, and removes itself once the agent is there. Only downloads are bounded: a package that is being
 * installed is not to be cut off. In the background nothing of apt is locked but for the installation, for which
 * other runs of apt are told to wait.
 */
export const agentScript = String.raw`#!/bin/sh
# Brings the guest agent, by which Virtray asks this guest what it cannot see from outside.
cloud=/var/lib/cloud
kept=${keptAgentScripts}/virtray-agent-$(cat $cloud/data/instance-id 2>/dev/null)
tries=$cloud/data/virtray-agent-tries
patient=/etc/apt/apt.conf.d/00virtray-agent
have() { command -v "$1" >/dev/null 2>&1; }
bounded() { timeout 120 "$@"; }
# A package that is being installed when the guest shuts down is installed first.
uncut() { (trap '' TERM; exec "$@"); }
for manager in apt-get dnf zypper apk none; do have $manager && break; done
look='${look}'

# Package managers would wait for minutes where no repository can be reached.
has_way_out() {
  for python in python3 /usr/libexec/platform-python; do
    have $python || continue
    grep -hsvE '^ *(#|;|//)' /etc/environment /etc/apt/sources.list /etc/apt/sources.list.d/* /etc/apt/mirrors/* \
      /etc/apt/apt.conf.d/* /etc/dnf/dnf.conf /etc/yum.repos.d/* /etc/zypp/repos.d/* /etc/apk/repositories |
      $python -c "$look" 2>/dev/null
    return
  done
  return 0
}

bring() {
  # The proxy that all programs here are told of.
  export $(grep -E '^https?_proxy=[^ "]*$' /etc/environment 2>/dev/null) LC_ALL=C
  case $manager in
    apt-get) bring_by_apt "$1" ;;
    dnf)
      quick="-qy --setopt=timeout=15 --setopt=retries=1"
      bounded dnf $quick --downloadonly install qemu-guest-agent && uncut dnf -qyC install qemu-guest-agent ;;
    zypper)
      export ZYPP_LOCK_TIMEOUT=60
      bounded zypper -qn install --download-only qemu-guest-agent &&
        uncut zypper -qn --no-refresh install qemu-guest-agent ;;
    apk) bounded apk -q --wait 60 add qemu-guest-agent && rc-update -q add qemu-guest-agent ;;
  esac
}

bring_by_apt() {
  export DEBIAN_FRONTEND=noninteractive
  # Another apt may upgrade the whole system; only the first boot does not wait for all of it.
  patience=60
  [ "$1" = now ] || patience=600
  quick="-qy -o DPkg::Lock::Timeout=$patience -o Acquire::Retries=0 -o Acquire::http::Timeout=15 -o Acquire::https::Timeout=15"
  package="--no-install-recommends qemu-guest-agent"
  own= alone= unlocked=
  if [ "$1" = later ]; then
    own=$(mktemp -d /var/tmp/virtray-agent.XXXXXX) || return
    chmod 755 "$own"
    mkdir -p "$own/lists/partial" "$own/cache/archives/partial"
    alone="-o Dir::Cache=$own/cache" unlocked="-o Debug::NoLocking=true"
  fi
  fetch() { bounded apt-get $quick $alone $unlocked --download-only install $package; }
  update() {
    [ -z "$own" ] || alone="$alone -o Dir::State::Lists=$own/lists"
    bounded apt-get $quick $alone update
  }
  { ls /var/lib/apt/lists/*Packages* >/dev/null 2>&1 && fetch; } || { update; fetch; } && {
    echo 'DPkg::Lock::Timeout "120";' >$patient
    uncut apt-get $quick $alone --no-download install $package
  }
  clear_up
}

clear_up() { rm -rf $patient /var/tmp/virtray-agent.*; }

start() {
  if [ -d /run/systemd/system ]; then
    systemctl is-active -q qemu-guest-agent || systemctl start --no-block qemu-guest-agent
  elif have rc-service; then
    rc-service -q --ifstopped qemu-guest-agent start
  fi
}

forget() { rm -f "$kept" $tries; }

# Waits for a way out, and gives up after the fifth time that there was one in vain.
later() {
  pause=5
  # Packages of cloud-init's own come first.
  until [ -e /run/cloud-init/result.json ]; do sleep 5; done
  clear_up
  until have qemu-ga; do
    if has_way_out; then
      bring later
      have qemu-ga && break
      echo >>$tries
      [ "$(wc -l <$tries)" -lt 5 ] || break
    fi
    sleep $pause
    [ $pause -ge 600 ] || pause=$((pause * 2))
  done
  have qemu-ga && start
  forget
}

go_on_later() {
  mkdir -p "$(dirname "$kept")"
  [ "$0" = "$kept" ] || cp "$0" "$kept"
  chmod 700 "$kept"
  if [ -d /run/systemd/system ]; then
    systemd-run -q --collect --unit=virtray-agent -p Nice=10 /bin/sh "$kept" later
  else
    setsid /bin/sh "$kept" later </dev/null >/dev/null 2>&1 &
  fi
}

if [ "$1" = later ]; then
  later </dev/null
  exit 0
fi
case $0 in
  "$kept") set -- ${inBackground} ;;
  # The disk was another machine's, which may have been asked for an agent where this one was not.
  ${keptAgentScripts}/*) rm -f "$0"; exit 0 ;;
esac
# In the first boot, cloud-init comes to the kept script, too.
mkdir /run/virtray-agent 2>/dev/null || exit 0
[ "$1" = ${inBackground} ] || have qemu-ga || { has_way_out && bring now; } </dev/null
if have qemu-ga; then
  start
  clear_up
  forget
elif [ $manager = none ]; then
  echo "virtray: the guest agent could not be installed"
else
  echo "virtray: the guest agent could not be installed yet"
  go_on_later
fi
exit 0
`;
