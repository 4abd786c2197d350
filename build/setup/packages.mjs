/**
 * Lists the programs and libraries that this project needs: all commands need `run`, the demo also
 * `demo`, `npm test` also `test`. `missing.mjs` tells which lists each purpose takes.
 *
 * @typedef {"run" | "demo" | "test" | "guest" | "bench" | "libvirt" | "package" | "installed"} Purpose
 * @typedef {object} Need
 * @property {Purpose} from
 * @property {string} find a program's name, a library's file name (`lib….so…`), or a path
 * @property {string} why
 * @property {readonly string[]} apt names of the package; the first that exists is taken
 * @property {string} [pacman]
 * @property {string} [dnf]
 */

/** @type {readonly Need[]} */
export const needs = [
  ...needed("run", [
    [
      "qemu-system-x86_64",
      "runs the machines",
      ["qemu-system-x86"],
      "qemu-system-x86",
      "qemu-system-x86-core",
    ],
    ["qemu-img", "reads and makes disks", ["qemu-utils"], "qemu-img", "qemu-img"],
    [
      "bwrap",
      "lets what reads disk images open no other file",
      ["bubblewrap"],
      "bubblewrap",
      "bubblewrap",
    ],
    [
      "newuidmap",
      "gives the files of shared folders their owners",
      ["uidmap"],
      "shadow",
      "shadow-utils",
    ],
    ["vde_switch", "the LAN's switch", ["vde2"], "vde2", "vde2"],
    [
      "nft",
      "lets machines out through the chosen uplink alone",
      ["nftables"],
      "nftables",
      "nftables",
    ],
    ["ip", "interfaces and routes of the LAN", ["iproute2"], "iproute2", "iproute"],
    ["dnsmasq", "names and addresses on the LAN", ["dnsmasq-base"], "dnsmasq", "dnsmasq"],
    [
      "conntrack",
      "ends old connections when the uplink changes",
      ["conntrack"],
      "conntrack-tools",
      "conntrack-tools",
    ],
    ["ping", "asks gateways for a sign of life", ["iputils-ping"], "iputils", "iputils"],
    ["ssh", "opens a shell in a machine", ["openssh-client"], "openssh", "openssh-clients"],
    [
      "pkexec",
      "asks for the password before root's part starts",
      ["pkexec", "policykit-1"],
      "polkit",
      "polkit",
    ],
    ["setfacl", "lends a disk of this computer to a machine", ["acl"], "acl", "acl"],
    ["unzip", "unpacks Electron", ["unzip"], "unzip", "unzip"],
    ["libgtk-3.so.0", "windows", ["libgtk-3-0t64", "libgtk-3-0"], "gtk3", "gtk3"],
    ["libnss3.so", "a library of Electron", ["libnss3"], "nss", "nss"],
    [
      "libasound.so.2",
      "a library of Electron",
      ["libasound2t64", "libasound2"],
      "alsa-lib",
      "alsa-lib",
    ],
    ["libX11-xcb.so.1", "windows on X11", ["libx11-xcb1"], "libx11", "libX11-xcb"],
    ["libgbm.so.1", "a library of Electron", ["libgbm1"], "mesa", "mesa-libgbm"],
    ["libnotify.so.4", "desktop notifications", ["libnotify4"], "libnotify", "libnotify"],
    ["libXss.so.1", "a library of Electron", ["libxss1"], "libxss", "libXScrnSaver"],
    [
      "libatk-bridge-2.0.so.0",
      "accessibility of windows",
      ["libatk-bridge2.0-0t64", "libatk-bridge2.0-0"],
      "at-spi2-core",
      "at-spi2-atk",
    ],
  ]),
  ...needed("demo", [
    [
      "unshare",
      "the namespaces that everything runs in",
      ["util-linux"],
      "util-linux",
      "util-linux",
    ],
    ["Xvfb", "a screen where there is none", ["xvfb"], "xorg-server-xvfb", "xorg-x11-server-Xvfb"],
    ["dbus-daemon", "a session bus for the tray", ["dbus-daemon", "dbus"], "dbus", "dbus-daemon"],
    ["dbus-send", "asks the session bus", ["dbus-bin", "dbus"], "dbus", "dbus-tools"],
    ["mformat", "writes the test guest's disk", ["mtools"], "mtools", "mtools"],
    ["syslinux", "starts the test guest", ["syslinux"], "syslinux", "syslinux"],
    ["busybox", "the test guest's programs", ["busybox-static"]],
    ["dropbear", "the test guest's ssh server", ["dropbear-bin"]],
    ["qemu-ga", "the test guest's agent", ["qemu-guest-agent"]],
    ["sshfs", "the test guest's shared folders by ssh", ["sshfs"]],
    ["dpkg-deb", "unpacks the test guest's kernel", ["dpkg"]],
  ]),
  ...needed("test", [
    [
      "/usr/lib/openssh/sftp-server",
      "serves shared folders by ssh",
      ["openssh-sftp-server"],
      "openssh",
      "openssh-server",
    ],
    ["tcpdump", "shows which packets leave where", ["tcpdump"], "tcpdump", "tcpdump"],
    ["curl", "asks web servers in machines", ["curl"], "curl", "curl"],
    ["strace", "shows which files are opened", ["strace"], "strace", "strace"],
    ["pgrep", "finds what runs", ["procps"], "procps-ng", "procps-ng"],
    ["openssl", "makes a web server's certificate", ["openssl"], "openssl", "openssl"],
    ["perl", "keeps files open without a descriptor", ["perl-base"], "perl", "perl-interpreter"],
    ["script", "a terminal to type at", ["bsdutils"], "util-linux", "util-linux-script"],
    [
      "iptables-save",
      "foreign firewall rules to live with",
      ["iptables"],
      "iptables-nft",
      "iptables-nft",
    ],
    [
      "/usr/lib/polkit-1/polkitd",
      "decides who may start root's part",
      ["polkitd", "policykit-1"],
      "polkit",
      "polkit",
    ],
    ["sudo", "asks for a password on a terminal", ["sudo"], "sudo", "sudo"],
    ["modprobe", "loads modules of the kernel", ["kmod"], "kmod", "kmod"],
    ["xfce4-panel", "a real tray to click", ["xfce4-panel"], "xfce4-panel", "xfce4-panel"],
    ["mate-panel", "a real tray whose icons take keys", ["mate-panel"], "mate-panel", "mate-panel"],
    ["xfconf-query", "settings of the tray's panel", ["xfconf"], "xfconf", "xfconf"],
    ["xfwm4", "a real window manager", ["xfwm4"], "xfwm4", "xfwm4"],
    ["trayer", "a tray of the old kind", ["trayer"], "trayer", "trayer"],
    ["openbox", "a window manager whose keys lead to panels", ["openbox"], "openbox", "openbox"],
    ["bzip2", "packed images of templates", ["bzip2"], "bzip2", "bzip2"],
    ["xz", "packed images of templates", ["xz-utils"], "xz", "xz"],
    ["zstd", "packed images of templates", ["zstd"], "zstd", "zstd"],
    ["virsh", "judges definitions for libvirt", ["libvirt-clients"], "libvirt", "libvirt-client"],
    [
      "systemd-inhibit",
      "has the computer wait before it sleeps",
      ["systemd", "elogind"],
      "systemd",
      "systemd",
    ],
    [
      "/usr/lib/python3/dist-packages/dbus/__init__.py",
      "a stand-in for logind, which hands out open files",
      ["python3-dbus"],
      "python-dbus",
      "python3-dbus",
    ],
    [
      "/usr/lib/python3/dist-packages/gi/__init__.py",
      "the loop of the stand-in for logind",
      ["python3-gi"],
      "python-gobject",
      "python3-gobject",
    ],
    [
      "/usr/lib/python3/dist-packages/yaml/__init__.py",
      "reads YAML as guests do, to compare with",
      ["python3-yaml"],
      "python-yaml",
      "python3-pyyaml",
    ],
    ["xdotool", "a real pointer to click with", ["xdotool"], "xdotool", "xdotool"],
    [
      "/usr/share/keyrings/debian-archive-keyring.gpg",
      "tells Debian's own packages, of which real desktops are made",
      ["debian-archive-keyring"],
    ],
  ]),
  ...needed("guest", [
    ["debootstrap", "makes a Debian of its packages", ["debootstrap"]],
    ["mke2fs", "its file system", ["e2fsprogs"], "e2fsprogs", "e2fsprogs"],
    ["ansible", "asks machines by the inventory", ["ansible-core"], "ansible-core", "ansible-core"],
  ]),
  ...needed("libvirt", [
    // Without the package that has it started with the computer, and makes a network.
    ["libvirtd", "runs exported machines, and what is measured beside ours", ["libvirt-daemon"]],
    [
      "/usr/lib/x86_64-linux-gnu/libvirt/connection-driver/libvirt_driver_qemu.so",
      "libvirt's part for QEMU",
      ["libvirt-daemon-driver-qemu"],
    ],
  ]),
  ...needed("package", [
    ["rpmbuild", "makes packages for Fedora", ["rpm"], "rpm-tools", "rpm-build"],
    ["bsdtar", "makes packages for Arch", ["libarchive-tools"], "libarchive", "bsdtar"],
    [
      "desktop-file-validate",
      "judges the packages' desktop file",
      ["desktop-file-utils"],
      "desktop-file-utils",
      "desktop-file-utils",
    ],
    ["appstreamcli", "judges what software centres read", ["appstream"], "appstream", "appstream"],
  ]),
  ...needed("installed", [
    ["lintian", "judges the package for Debian", ["lintian"]],
    ["pacman", "installs the package for Arch", ["pacman-package-manager"], "pacman", "pacman"],
  ]),
];

/**
 * @param {Purpose} from
 * @param {readonly (readonly [
 *   find: string, why: string, apt: readonly string[], pacman?: string, dnf?: string
 * ])[]} rows
 * @returns {readonly Need[]}
 */
function needed(from, rows) {
  return rows.map(([find, why, apt, pacman, dnf]) => ({
    from,
    find,
    why,
    apt,
    ...(pacman === undefined ? {} : { pacman }),
    ...(dnf === undefined ? {} : { dnf }),
  }));
}
