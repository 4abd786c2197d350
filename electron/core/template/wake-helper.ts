import { wakePort } from "../machine/qemu-parts.ts";
import { inBackground } from "./agent-script.ts";

/** Where the script that brings the guest agent waits in a warmed guest: in memory, like the helper. */
export const storedAgentScript = "/run/virtray-agent.sh";

/**
 * The program that waits in a warmed guest until it is told who it is (Python, which each image with
 * cloud-init has). It is loaded before the guest is saved, so that it need not be started later, and
 * runs few other programs, because starting one is slow in an emulated guest.
 *
 * A machine with another user or user-data of its own is a new instance for cloud-init, which then does what it
 * does at a first boot; what it makes of its users decides whether ssh waits for that.
 *
 * Randomness comes first: all guests of one state would else make the same keys. What is written is
 * what a boot by cloud-init would leave, so that the next boot finds nothing to do anew.
 */
export const wakeHelper = `import fcntl, glob, os, pwd, shutil, socket, subprocess, time
PORT = "/dev/virtio-ports/${wakePort}"
SSH = ["ssh.socket", "sshd.socket", "ssh.service", "sshd.service"]
CLOUD = "/var/lib/cloud"
AGENT = "${storedAgentScript}"

def run(*words, text=None):
    return subprocess.run(words, input=text, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL).stdout

def write(path, text, mode=None):
    with open(path, "w") as file:
        file.write(text)
        if mode is not None:
            os.fchmod(file.fileno(), mode)

def settle():
    while not os.path.exists("/run/cloud-init/result.json"):
        time.sleep(0.5)
    run("systemctl", "is-system-running", "--wait")
    units = [u for u in SSH if run("systemctl", "is-active", u).strip() == "active"]
    if units:
        run("systemctl", "stop", *units)
    for path in glob.glob("/etc/ssh/ssh_host_*"):
        os.unlink(path)
    os.makedirs("/run/systemd/network", exist_ok=True)
    # The card that comes later has the name that cloud-init gives it at the next boot.
    write("/run/systemd/network/05-virtray.link",
          "[Match]\\nDriver=virtio_net\\n[Link]\\nNamePolicy=\\nName=eth0\\n", 0o644)
    os.sync()
    return units

def listen(port):
    told, rest = {}, b""
    while True:
        try:
            more = os.read(port, 65536)
        except OSError:
            more = b""
        if not more:
            time.sleep(0.01)
            continue
        rest += more
        while b"\\n" in rest:
            line, rest = rest.split(b"\\n", 1)
            key, _, value = line.decode().partition(" ")
            if key == "end":
                return told
            told.setdefault(key, []).append(value)

def reseed(entropy):
    with open("/dev/urandom", "wb", 0) as file:
        file.write(bytes.fromhex(entropy))
        # RNDRESEEDCRNG: without it the kernel goes on with the generator of the saved state.
        fcntl.ioctl(file, 0x5207)

def name(told):
    host, domain = told["hostname"][0], told["domain"][0]
    identity = told["machine-id"][0] + "\\n"
    write("/etc/machine-id", identity)
    if os.path.isfile("/var/lib/dbus/machine-id") and not os.path.islink("/var/lib/dbus/machine-id"):
        write("/var/lib/dbus/machine-id", identity)
    if os.path.exists("/var/lib/systemd/random-seed"):
        with open("/var/lib/systemd/random-seed", "r+b") as file:
            file.write(os.urandom(512))
    socket.sethostname(host)
    write("/etc/hostname", host + "\\n")
    with open("/etc/hosts") as file:
        lines = [line for line in file if not line.startswith("127.0.1.1")]
    write("/etc/hosts", "127.0.1.1 %s.%s %s\\n%s" % (host, domain, host, "".join(lines)))

def rename(former, instance, host):
    # For cloud-init, another instance would be a first boot, with other host keys.
    old, new = CLOUD + "/instances/" + former, CLOUD + "/instances/" + instance
    if os.path.isdir(old):
        os.rename(old, new)
        for link in [CLOUD + "/instance"]:
            if os.path.islink(link):
                os.unlink(link)
                os.symlink(new, link)
    for path in ["data/instance-id", "data/previous-instance-id"]:
        if os.path.exists(CLOUD + "/" + path):
            write(CLOUD + "/" + path, instance + "\\n")
    if os.path.exists("/run/cloud-init/.instance-id"):
        write("/run/cloud-init/.instance-id", instance + "\\n")
    if os.path.exists(CLOUD + "/data/previous-hostname"):
        write(CLOUD + "/data/previous-hostname", host)

def set_aside(told, booted):
    # Nobody may read there that the guest is set up, nor cloud-init that it has read its seed in this boot.
    for path in ["result.json", "status.json", ".instance-id"]:
        if os.path.lexists("/run/cloud-init/" + path):
            os.unlink("/run/cloud-init/" + path)
    if told["apply"][0] == "user-data":
        # ssh answers before cloud-init is done, and is to keep its keys; the next boot knows nothing of it.
        with open("/run/cloud-init/cloud.cfg", "a") as file:
            file.write("ssh_deletekeys: false\\n")
        return
    try:
        entry = pwd.getpwnam(told["former-user"][0])
    except KeyError:
        return
    born = run("stat", "-c", "%W", entry.pw_dir).strip()
    # One that was there before the first boot belongs to the template.
    if entry.pw_uid >= 1000 and born.isdigit() and int(born) >= booted:
        run("userdel", "--remove", entry.pw_name)
        if os.path.exists("/etc/sudoers.d/90-cloud-init-users"):
            os.unlink("/etc/sudoers.d/90-cloud-init-users")

def cloud_init(*stages):
    # The host reads there how far it is, as in a boot.
    with open("/dev/console", "w") as console:
        for stage in stages:
            child = subprocess.Popen(["cloud-init", *stage], stdin=subprocess.DEVNULL, text=True,
                                     errors="replace", stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            for line in child.stdout:
                console.write("cloud-init[%d]: %s" % (child.pid, line))
                console.flush()
            child.wait()

BEGIN = [["init", "--local"], ["init"]]
END = [["modules", "--mode=config"], ["modules", "--mode=final"]]

def admit(user, keys):
    entry = pwd.getpwnam(user)
    folder = entry.pw_dir + "/.ssh"
    os.makedirs(folder, 0o700, exist_ok=True)
    write(folder + "/authorized_keys", "".join(key + "\\n" for key in keys), 0o600)
    for path in [folder, folder + "/authorized_keys"]:
        os.chown(path, entry.pw_uid, entry.pw_gid)

def card(mac):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for path in glob.glob("/sys/class/net/*/address"):
            try:
                with open(path) as file:
                    if file.read().strip() == mac:
                        return path.split("/")[4]
            except OSError:
                pass
        time.sleep(0.01)
    return None

def announce(link, mac, address):
    # Whoever knew the address by the card of a machine that is gone would ask there for half a minute.
    source = bytes.fromhex(mac.replace(":", "")) + socket.inet_aton(address)
    arp = bytes.fromhex("0001080006040001") + source + bytes(6) + source[6:]
    with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as wire:
        wire.bind((link, 0))
        wire.send(b"\\xff" * 6 + source[:6] + bytes.fromhex("0806") + arp)

def connect(told):
    for attempt in range(3):
        link = card(told["mac"][0])
        if link is None:
            return
        lines = "addr flush dev {0}\\naddr add {1} brd + dev {0}\\nlink set {0} up\\nroute replace default via {2} dev {0}\\n"
        text = lines.format(link, told["address"][0], told["gateway"][0])
        done = subprocess.run(["ip", "-batch", "-"], input=text, text=True, stderr=subprocess.DEVNULL)
        # udev may have given it its name in between.
        if done.returncode == 0:
            break
        time.sleep(0.1)
    announce(link, told["mac"][0], told["address"][0].split("/")[0])
    servers = told.get("nameserver", [])
    if os.path.islink("/etc/resolv.conf") and os.path.exists("/usr/bin/resolvectl"):
        subprocess.Popen(["sh", "-c", "resolvectl dns \\"$0\\" $1; resolvectl domain \\"$0\\" \\"$2\\"",
                          link, " ".join(servers), told["domain"][0]])
    elif not os.path.islink("/etc/resolv.conf"):
        write("/etc/resolv.conf", "".join("nameserver %s\\n" % s for s in servers)
              + "search %s\\n" % told["domain"][0], 0o644)

def host_key(kind):
    run("ssh-keygen", "-q", "-t", kind, "-N", "", "-f", "/etc/ssh/ssh_host_%s_key" % kind)

def greet(units):
    if not units:
        return
    host_key("ed25519")
    run("systemctl", "start", *units)
    host_key("ecdsa")
    host_key("rsa")
    # sshd of OpenSSH 9.8 and later reads them only as it begins, and refuses connections meanwhile.
    if glob.glob("/usr/lib*/*ssh*/sshd-session") or glob.glob("/usr/lib*/sshd-session"):
        run("systemctl", "try-reload-or-restart", *[u for u in units if u.endswith(".service")])

def main():
    port = os.open(PORT, os.O_RDWR)
    try:
        serve(port)
    except Exception as error:
        # Else the host would wait in vain for a guest that is ready.
        os.write(port, ("failed %r" % error)[:500].encode("ascii", "replace") + b"\\n")
        raise

def serve(port):
    units = settle()
    booted = int(time.time() - time.monotonic())
    os.write(port, b"settled\\n")
    told = listen(port)
    reseed(told["entropy"][0])
    time.clock_settime(time.CLOCK_REALTIME, float(told["clock"][0]))
    name(told)
    former, apply = told["former"][0], told.get("apply", ["nothing"])[0]
    if apply == "nothing":
        rename(former, told["instance"][0], told["hostname"][0])
    else:
        set_aside(told, booted)
    if apply != "users":
        admit(told["user"][0], told.get("key", []))
    os.write(port, b"named\\n")
    connect(told)
    if apply == "users":
        cloud_init(*BEGIN)
    if apply == "users" and units:
        run("systemctl", "start", *units)
    else:
        greet(units)
    os.close(port)
    # It wrote under the former machine-id, where nobody looks any more.
    run("systemctl", "try-restart", "systemd-journald")
    if apply != "nothing":
        cloud_init(*([] if apply == "users" else BEGIN), *END)
        shutil.rmtree(CLOUD + "/instances/" + former, ignore_errors=True)
    elif told.get("agent") == ["yes"] and os.path.exists(AGENT):
        # cloud-init, which else runs it, has nothing to do.
        run("/bin/sh", AGENT, "${inBackground}")
    os.sync()

main()
`;
