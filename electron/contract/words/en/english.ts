import { appWordsFor, nameOfLanguage } from "../../base/languages.ts";
import { commands } from "../commands.ts";
import { formatSize, plural } from "../formats.ts";
import type { ErrorWords } from "../sentence.ts";
import { deviceErrors, devices } from "./devices.ts";
import { doctor } from "./doctor.ts";
import { forwardErrors, forwards } from "./forwards.ts";
import { hardware } from "./hardware.ts";
import { hostErrors } from "./host.ts";
import { imageErrors } from "./images.ts";
import { imageFault, inputErrors } from "./input.ts";
import { net } from "./net.ts";
import { path } from "./path.ts";
import { projectErrors } from "./project.ts";
import { repairs } from "./repairs.ts";
import { root } from "./root.ts";
import { snapshotErrors } from "./snapshots.ts";
import { sshKeyErrors } from "./ssh-keys.ts";
import { ui } from "./ui.ts";
import { yamlFault } from "./yaml.ts";

/** Why a host cannot be reached, by the system's own code. */
const unreachable: Readonly<Record<string, string>> = {
  ENOTFOUND: "its name was not found",
  EAI_AGAIN: "no name server answers",
  ECONNREFUSED: "it refuses the connection",
  ENETUNREACH: "no network leads there",
  EHOSTUNREACH: "no network leads there",
  ENETDOWN: "the network is down",
};

const hidden = {
  "name-server": "a name server that this computer asks",
  gateway: "a gateway of this computer",
  peer: "the other end of a connection of this computer",
} as const;

const errors: ErrorWords = {
  "machine-unknown": ({ name }) => ({
    what: `There is no machine named “${name}”.`,
    todo: "“virtray list” shows all machines.",
  }),
  "machine-name-invalid": ({ name }) => ({
    what: `“${name}” cannot be a machine’s name.`,
    todo: "A name has 1 to 63 lower-case letters, digits and hyphens, and neither begins nor ends with a hyphen.",
  }),
  "machine-name-taken": ({ name }) => ({
    what: `A machine named “${name}” exists already.`,
    todo: "Choose another name.",
  }),
  "machine-file-corrupt": ({ path, detail }) => ({
    what: `${path} cannot be read as a machine: ${detail}.`,
    todo: "The file was left as it is. Mend it, or go back to its backup: virtray recover ID",
  }),
  "machine-file-newer": ({ path, version }) => ({
    what: `${path} was written by a newer Virtray (version ${version} of the file).`,
    todo: "The file was left as it is. Update Virtray.",
  }),
  "machine-running": ({ name, wish: request }) =>
    request === "start"
      ? { what: `“${name}” is running already.` }
      : { what: `“${name}” is running.`, todo: "Stop it first." },
  "machine-not-running": ({ name }) => ({ what: `“${name}” is not running.` }),
  "machine-not-answering": ({ name }) => ({
    what: `“${name}” runs, but its QEMU process does not answer.`,
    todo: "Wait a moment, or force it to stop.",
  }),
  "machine-busy": ({ name }) => ({
    what: `“${name}” is being started or stopped by another program.`,
    todo: "Try again in a moment.",
  }),
  "machine-start-failed": ({ name, detail }) => ({
    what: `“${name}” did not start: ${detail}`,
  }),
  "machine-died": ({ name, detail }) => ({
    what: `“${name}” ended unexpectedly: ${detail}`,
    todo: "Start it again; its log tells more.",
  }),
  "machine-killed": ({ name }) => ({
    what: `“${name}” ended unexpectedly: its QEMU process was killed from outside or crashed without a word.`,
    todo: "Start it again. If memory was short, give it less or close other programs.",
  }),
  "machine-disk-full": ({ name, path, freeMiB }) => ({
    what: `“${name}” is paused because ${path} could not grow: the disk was full (now ${formatSize("en", freeMiB * 2 ** 20)} are free).`,
    todo: "Make room, then resume it: nothing was lost.",
  }),
  "machine-panicked": ({ name }) => ({
    what: `The system in “${name}” has crashed (kernel panic) and stands still.`,
    todo: "Its console tells why. Start it again, or force it to stop.",
  }),
  "machine-halted": ({ name, state }) => ({
    what: `QEMU halted “${name}” (${state}).`,
    todo: "Its log tells why. Resume it once the cause is gone, or force it to stop.",
  }),
  "machine-stop-timeout": ({ name, seconds }) => ({
    what: `“${name}” did not power down within ${seconds} s.`,
    todo: "Wait longer, or force it to stop (unsaved work in it is lost).",
  }),
  "machine-without-lan": ({ name }) => ({
    what: `The LAN is off, so “${name}” runs without a network.`,
    todo: "Switch the LAN on: running machines are plugged in at once.",
  }),
  "machine-too-many": ({ most }) => ({
    what: `The switch holds ${most} running machines, and all its ports are taken.`,
    todo: "Stop a machine first.",
  }),
  "memory-invalid": ({ asked, least, most }) => ({
    what: `${asked} MiB of memory is not possible.`,
    todo: `Choose a whole number from ${least} to ${most} MiB (all that this computer has).`,
  }),
  "cpus-invalid": ({ asked, most }) => ({
    what: `${asked} processors are not possible.`,
    todo: `Choose a whole number from 1 to ${most}.`,
  }),
  "vnc-taken": ({ display, name }) => ({
    what: `VNC display ${display} belongs to “${name}”.`,
    todo: "Choose another number.",
  }),
  "vnc-open": ({ display, name }) => ({
    what: `VNC display ${display} of “${name}” asks for no password: an earlier version of Virtray started it. Every user of this computer can see its screen and type.`,
    todo: "Stop the machine and start it again.",
  }),
  "disk-missing": ({ path }) => ({ what: `There is no file ${path}.` }),
  "disk-unreadable": ({ path, detail }) => ({ what: `${path} cannot be opened: ${detail}.` }),
  "disk-not-image": ({ path }) => ({
    what: `${path} is not a disk image.`,
    todo: "Give a qcow2 file, or a raw image that is a whole number of 512-byte sectors.",
  }),
  "disk-format-unsupported": ({ path, format }) => ({
    what: `${path} is a ${format} image, which machines cannot write to safely.`,
    todo: "Add it as a template, which copies VMDK, VDI and VHDX images safely, or have it converted to qcow2 where it comes from. Only if you trust it: qemu-img convert -O qcow2 SOURCE TARGET",
  }),
  "disk-has-backing": ({ path, backing }) => ({
    what: `${path} needs a second file, ${backing}.`,
    todo: "Have it flattened where it comes from. Only if you trust it, since this opens whatever it names: qemu-img convert -O qcow2 SOURCE TARGET",
  }),
  "disk-in-use": ({ path, by }) => ({
    what: `${path} is in use by ${by}.`,
    todo: "Two machines on one disk would destroy it. Give a copy, or stop the other one.",
  }),
  "disk-path-invalid": ({ path }) => ({
    what: `${path} cannot be a disk’s path.`,
    todo: "Give the path of a regular file, at most 4095 bytes long.",
  }),
  ...deviceErrors,
  "disk-full": ({ path }) => ({
    what: `The disk that holds ${path} is full.`,
    todo: "Nothing half-done was left behind. Make room, then try again.",
  }),
  "no-room": ({ path, needed, usable }) => ({
    what:
      needed === null
        ? `This would have filled the disk that holds ${path}, so it was stopped.`
        : `The disk that holds ${path} has too little room: ${formatSize("en", needed)} are needed, ${formatSize("en", usable)} can be used. The rest stays free for running machines.`,
    todo: "Nothing half-done was left behind. Make room, then try again.",
  }),
  "disk-smaller": ({ asked, least }) => ({
    what: `A disk of ${asked} is too small.`,
    todo: `The template needs at least ${least}.`,
  }),
  ...snapshotErrors,
  "template-unknown": ({ name }) => ({
    what: `There is no template named “${name}”.`,
    todo: "“virtray template list” shows all templates.",
  }),
  "template-name-taken": ({ name }) => ({
    what: `A template named “${name}” exists already.`,
    todo: "Choose another name.",
  }),
  "template-file-corrupt": ({ path, detail }) => ({
    what: `${path} cannot be read as a template: ${detail}.`,
    todo: "The file was left as it is. Mend it or move its folder away.",
  }),
  "template-file-newer": ({ path, version }) => ({
    what: `${path} was written by a newer Virtray (version ${version} of the file).`,
    todo: "The file was left as it is. Update Virtray.",
  }),
  "templates-folder-invalid": ({ path }) => ({
    what: `“${path}” is no folder’s path.`,
    todo: "Give the whole path, beginning with “/”.",
  }),
  "templates-folder-gone": ({ path }) => ({
    what: `The folder for templates, ${path}, is not there, or cannot be written to.`,
    todo: "Plug in the disk that it is on, or choose another folder in the settings.",
  }),
  "templates-folder-own": ({ path }) => ({
    what: `${path} is in Virtray’s own folders.`,
    todo: "Give a folder elsewhere, or none to keep templates as usual.",
  }),
  "template-missing": ({ path, machines }) => ({
    what: `The template’s image ${path} is gone. Machines that need it: ${machines || "none"}.`,
    todo: "Plug in the disk that it is on, or put the same file back.",
  }),
  "template-changed": ({ path, machines }) => ({
    what: `The template’s image ${path} was changed after it was made. Machines that it would corrupt: ${machines || "none"}.`,
    todo: "Put the original file back. No clone of it starts until then.",
  }),
  "template-has-clones": ({ name, machines }) => ({
    what: `The template “${name}” is needed by: ${machines}.`,
    todo: "Delete them, or make them independent: virtray flatten NAME",
  }),
  "machine-not-linked": ({ name }) => ({
    what: `“${name}” is independent of any template.`,
  }),
  "image-unsupported": ({ path, fault, detail = "" }) => ({
    what: `${path} cannot become a template: ${imageFault(fault, detail)}.`,
    todo: "Give a qcow2, raw, VMDK, VDI or VHDX image, one of these compressed by gzip, xz or zstd, or an OVA with one disk.",
  }),
  "image-reaches-out": ({ path, detail }) => ({
    what: `${path} refers to another file (${detail}), and images from outside may not.`,
    todo: "Ask whoever made it for one that is whole by itself. Do not open it with other programs: they may follow what it names.",
  }),
  ...imageErrors,
  "user-data-invalid": ({ file, line, column, fault }) => ({
    what: `${file ?? "The user-data"} cannot be used: line ${line}, column ${column}: ${yamlFault(fault)}.`,
  }),
  "display-missing": () => ({
    what: "There is no desktop here to show a window on.",
    todo: "Say it in a desktop session. All else the command does without one.",
  }),
  "terminal-not-agreed": ({ program }) => ({
    what: `${program} is not the terminal now, because it was not agreed to.`,
    todo: "Save it again and agree, or name a terminal program that Virtray knows.",
  }),
  "path-not-agreed": ({ path }) => ({
    what: `${path} was not used, because it was not agreed to.`,
    todo: "Try again and agree, or choose it by “Choose…”.",
  }),
  "terminal-missing": () => ({
    what: "No terminal program was found.",
    todo: "Install one, for example xterm, or name yours in the settings.",
  }),
  ...sshKeyErrors,
  ...projectErrors,
  "catalogue-unknown": ({ id }) => ({
    what: `The catalogue has no “${id}”.`,
    todo: "“virtray template catalogue” shows what it has.",
  }),
  "download-offline": ({ host, detail }) => ({
    what: `${host} cannot be reached: ${unreachable[detail] ?? detail}.`,
    todo: "Check the connection (and HTTPS_PROXY), then try again: what was downloaded is kept.",
  }),
  "download-refused": ({ url, status }) => ({
    what: `The server refused ${url} (HTTP ${status}).`,
  }),
  "download-stalled": ({ url, seconds }) => ({
    what: `Nothing came from ${url} for ${seconds} s.`,
    todo: "Try again: what was downloaded is kept.",
  }),
  "download-slow": ({ url, bytesPerSecond, seconds }) => ({
    what: `Only ${plural("en", bytesPerSecond, { one: "1 byte", other: `${bytesPerSecond} bytes` })} a second came from ${url} over ${seconds} s, which would never end.`,
    todo: "Try again later: what was downloaded is kept.",
  }),
  "download-broken": ({ url, detail }) => ({
    what: `The download of ${url} broke off: ${detail}.`,
    todo: "Try again: what was downloaded is kept.",
  }),
  "download-mismatch": ({ url, algorithm }) => ({
    what: `${url} is not what its publisher announced: the ${algorithm} sums differ.`,
    todo: "It was deleted. Try again; if it stays so, do not trust that server.",
  }),
  "checksum-missing": ({ url, file }) => ({
    what: `${url} has no checksum of ${file}, so it cannot be trusted.`,
  }),
  "address-invalid": ({ address }) => ({
    what: `“${address}” is not an IPv4 address.`,
    todo: "Give four numbers from 0 to 255, such as 192.168.100.7.",
  }),
  "address-outside": ({ address, subnet }) => ({
    what: `${address} lies outside the LAN (${subnet}).`,
    todo: "Choose an address of the LAN, or none to get the next free one.",
  }),
  "address-host": ({ address }) => ({
    what: `${address} is the host’s own address in the LAN.`,
    todo: "Choose another one, or none to get the next free one.",
  }),
  "address-reserved": ({ address, subnet }) => ({
    what: `${address} is the network or broadcast address of ${subnet}.`,
    todo: "Choose another one, or none to get the next free one.",
  }),
  "address-taken": ({ address, by }) => ({
    what: `${address} belongs to “${by}”.`,
    todo: "Choose another one, or none to get the next free one.",
  }),
  "address-answers": ({ address, mac }) => ({
    what: `Somebody answers at ${address} already (hardware address ${mac}).`,
    todo: "Choose another address, or give that guest another one.",
  }),
  "address-borrowed": ({ address, by }) => ({
    what: `“${by}” answers at ${address}: its guest took that address itself.`,
    todo: "Choose another one, or give that guest its own back.",
  }),
  "address-leased": ({ address, mac }) => ({
    what: `${address} is leased to a guest by DHCP (hardware address ${mac}).`,
    todo: "Choose another one, or none to get the next free one. A lease ends within an hour after its guest is gone.",
  }),
  "addresses-exhausted": ({ subnet }) => ({
    what: `All addresses of ${subnet} are taken.`,
    todo: "Delete a machine, or choose a larger subnet.",
  }),
  ...forwardErrors,
  "lan-share-group": ({ group }) => ({
    what: `The LAN cannot be shared with the group ${group}: you are not a member of it.`,
    todo: `Join it (as root: usermod -aG ${group} USER) and log in again, or switch sharing off in the settings.`,
  }),
  "lan-must-be-off": () => ({
    what: "The LAN’s interface cannot change its name while the LAN is on.",
    todo: "Switch the LAN off, change it, and switch it on again.",
  }),
  "lan-off": () => ({
    what: "The LAN is off.",
    todo: `Switch it on: ${commands.lanUp}`,
    command: commands.lanUp,
  }),
  "lan-overlap": ({ subnet, other, interface: name, proposal }) => ({
    what: `The LAN’s subnet ${subnet} overlaps with ${other}, which this computer reaches by ${name}.`,
    todo: `Choose another subnet for the LAN; ${proposal} is free${proposal.includes("/") ? `: virtray lan set --subnet ${proposal}` : "."}`,
  }),
  "lan-hides-host": ({ subnet, address, role, proposal }) => ({
    what: `The LAN’s subnet ${subnet} holds ${address}, ${hidden[role]}: it would be looked for among the machines.`,
    todo: `Choose another subnet for the LAN; ${proposal} is free${proposal.includes("/") ? `: virtray lan set --subnet ${proposal}` : "."}`,
  }),
  "lan-interface-renamed": ({ former, interface: name }) => ({
    what: `The LAN’s interface is ${name} from now on: names must begin with vtap or virtray, and ${former} does not.`,
    todo: `Where rules or scripts of yours say ${former}, let them say ${name}. Another name can be chosen in the settings, while the LAN is off.`,
  }),
  "lan-interface-taken": ({ interface: name }) => ({
    what: `An interface named ${name} exists already and is not Virtray’s.`,
    todo: "Remove it, or choose another name for the LAN’s interface.",
  }),
  "lan-elsewhere": ({ uid }) => ({
    what: `Another user of this computer (number ${uid}) has a LAN on.`,
    todo: "There can be one at a time: switch that one off first.",
  }),
  "lan-forward-blocked": ({ table, chain, commands }) => ({
    what: `Another firewall (chain ${chain} of ${table}) lets nothing pass that it does not know, so machines do not get out.`,
    todo: `Allow the LAN there: ${commands}`,
  }),
  "lan-names-failed": ({ detail }) => ({
    what: `Names and addresses are not served on the LAN: ${detail}.`,
    todo: "Machines with addresses of their own are reached all the same.",
  }),
  "lan-port-taken": ({ port, by, interface: name }) =>
    port === 53
      ? {
          what: `${by} answers DNS on all interfaces, so machines are not known by name.`,
          todo: `Have it listen on its own addresses only, not on ${name}. Addresses are served all the same.`,
        }
      : {
          what: `${by} has the port of DHCP, so machines get no address from the LAN.`,
          todo: `Have it leave ${name} out. Names are served all the same, and machines with addresses of their own are reached.`,
        },
  "lan-step-failed": ({ step, detail }) => ({
    what: `The LAN could not be switched: ${step} failed: ${detail}`,
  }),
  "lan-tun-denied": ({ detail }) => ({
    what: `The switch could not open the LAN’s tap: ${detail}`,
    todo: "Your user needs access to /dev/net/tun (mode 0666, as udev sets it).",
  }),
  "switch-failed": ({ detail }) => ({ what: `The virtual switch did not start: ${detail}` }),
  "switch-foreign": ({ path }) => ({
    what: `Another program serves ${path}.`,
    todo: "End it, or remove the file if no program uses it.",
  }),
  "switch-gone": ({ interface: name }) => ({
    what: `The virtual switch behind ${name} has ended, so machines reach nothing.`,
    todo: "Switch the LAN on again: running machines are plugged in at once.",
  }),
  "uplink-unknown": ({ interface: name }) => ({
    what: `This computer has no interface “${name}”.`,
    todo: "“virtray uplink” lists those it has.",
  }),
  "uplink-order-invalid": ({ order }) => ({
    what: order === "" ? "No interfaces are named." : `“${order}” is no order of interfaces.`,
    todo: "Name up to eight, each once, with commas between them: eth0,wlan0",
  }),
  "uplink-is-lan": ({ interface: name }) => ({
    what: `${name} cannot be an uplink.`,
    todo: "“virtray uplink” lists the interfaces that can.",
  }),
  "uplink-down": ({ interface: name }) => ({
    what: `${name} has no connection now, so nothing leaves the LAN.`,
    todo: "It is used as soon as it is back; or choose another uplink.",
  }),
  "uplink-switched": ({ to, order }) => ({
    what: `The way out is ${to} now, the first of ${order} that works.`,
  }),
  "uplink-past-vpn": ({ interface: name, vpn }) => ({
    what: `Machines leave by ${name}, past the VPN ${vpn} that this computer uses.`,
    todo: `To go through it too, choose “Automatic” or ${vpn}.`,
  }),
  "uplink-not-kept": () => ({
    what: "The uplink is switched, but the choice could not be saved.",
    todo: "It holds until the LAN is switched off. Mend what is told beside this, then choose once more.",
  }),
  "uplink-none-found": () => ({
    what: "This computer has no way out now, so nothing leaves the LAN.",
    todo: "It is used as soon as there is one.",
  }),
  "uplink-of-place": ({ place, mode, interfaces }) => ({
    what: `Back at ${place}, where you chose this uplink: ${
      {
        automatic: "as this computer’s own routing",
        none: "none",
        pinned: interfaces,
        preferred: `the first that works of ${interfaces}`,
      }[mode]
    }.`,
  }),
  "place-unknown": ({ name }) => ({
    what: `No uplink is remembered for a place “${name}”.`,
    todo: "“virtray uplink places” lists them.",
  }),
  ...hostErrors,
  "root-dismissed": () => ({
    what: "The password dialogue was closed, so nothing was changed.",
    todo: "Try again when you are ready.",
  }),
  "root-denied": () => ({
    what: "This computer does not let you act as administrator.",
    todo: "Ask an administrator for the right, or sign in as one.",
  }),
  "root-sudo-refused": () => ({
    what: "sudo did not let you act as administrator, and says above why.",
    todo: "Try again, or ask an administrator for the right.",
  }),
  "root-no-agent": ({ command }) => ({
    what: "No program here can ask for the password (no polkit agent).",
    todo: `Run this in a terminal: ${command}`,
  }),
  "root-timeout": ({ seconds }) => ({
    what: `No answer to the password dialogue within ${seconds} s.`,
    todo: "Try again.",
  }),
  "root-crashed": ({ detail }) => ({ what: `The privileged part ended with an error: ${detail}` }),
  "root-path-unsafe": ({ path }) => ({
    what: `${path} has characters that must not reach a root command.`,
    todo: "Move the program to a path of letters, digits and . _ + @ - only.",
  }),
  "netd-lost": () => ({
    what: "The privileged part went away in mid-conversation.",
    todo: "Try again: it is started anew and takes over what it had set up.",
  }),
  "netd-gone": () => ({
    what: "The part that keeps the LAN’s rules has ended; they still hold, but nothing repairs them.",
    todo: "Switch the LAN on again, or off.",
  }),
  "netd-refused": ({ detail }) => ({ what: `The privileged part refused: ${detail}` }),
  "netd-run-path-unsafe": ({ path, detail }) => ({
    what: `${path} is not safe to use as root: ${detail}.`,
    todo: "Remove it, then try again.",
  }),
  "once-step-failed": ({ step, detail }) => ({
    what: `“${step}” failed: ${detail}`,
    todo: "What comes after it was not done.",
  }),
  "once-file-foreign": ({ path }) => ({
    what: `${path} is there already, and is not as Virtray writes it.`,
    todo: "It was left as it is. Look into it, then move it away.",
  }),
  "firewall-rules": () => ({
    what: "Rules of Virtray’s are in another firewall, which would stop machines otherwise.",
    todo: "Without the LAN they match nothing. To take them back: virtray doctor --repair firewall-undo",
  }),
  "hosts-outdated": () => ({
    what: "The names of machines in /etc/hosts are out of date.",
    todo: "Have them written anew, or take them back: virtray doctor --repair host-names-undo",
  }),
  "once-not-needed": ({ detail }) => ({ what: `Nothing was changed: ${detail}.` }),
  "host-woke": ({ resumed, clocksSet, uplink }) => ({
    what: `The computer has slept: ${plural("en", resumed, { one: "1 paused machine goes", other: `${resumed} paused machines go` })} on (clocks corrected: ${clocksSet}). ${uplink === null ? "Nothing leaves the LAN now" : `The way out is ${uplink}`}.`,
  }),
  "repair-unknown": ({ id, known }) => ({
    what: `Nothing can be repaired by the name “${id}” now.`,
    todo: `There are: ${known}.`,
  }),
  "qemu-without-vde": () => ({
    what: "This QEMU was built without VDE, so machines cannot be plugged into the LAN.",
    todo: "Install your distribution’s own QEMU package.",
  }),
  "space-low": ({ path, freeMiB }) => ({
    what: `Only ${formatSize("en", freeMiB * 2 ** 20)} are free where ${path} lies.`,
    todo: "Make room: a machine whose disk cannot grow is halted.",
  }),
  "machine-orphaned": ({ id }) => ({
    what: `A machine still runs that Virtray has no definition of: ${id}.`,
    todo: "Bring it back from the trash if it is there. Otherwise end its process, which names this id.",
  }),
  "runtime-leftover": ({ path, command }) => ({
    what: `${path} belongs to no machine any more.`,
    todo: `It does no harm and may be removed: ${command}`,
  }),
  "as-root": () => ({
    what: "Virtray runs as root, so every machine’s QEMU does too.",
    todo: "Use it as a normal user: it asks for root where it needs it.",
  }),
  ...inputErrors,
  "input-invalid": ({ field, detail }) => ({ what: `${field}: ${detail}` }),
  "program-missing": ({ program, package: name, command }) => ({
    what: `The program ${program} is not installed.`,
    todo: `Install the package ${name}${command === undefined ? "." : `: ${command}`}`,
  }),
  "sandbox-missing": ({ detail, command }) => ({
    what:
      detail === undefined
        ? "Disk images are read without a sandbox: bubblewrap is not installed."
        : `Disk images are read without a sandbox: bubblewrap may not make one here (${detail}).`,
    todo:
      detail === undefined
        ? `Install the package bubblewrap${command === undefined ? "." : `: ${command}`}`
        : "Allow user namespaces for bubblewrap; on Ubuntu its AppArmor profile bwrap-userns-restrict does so (package apparmor-profiles). Until then, take images only from where you trust them.",
  }),
  "program-failed": ({ program, detail }) => ({ what: `${program} failed: ${detail}` }),
  "settings-corrupt": ({ path, detail }) => ({
    what: `${path} cannot be read: ${detail}.`,
    todo: "The file was left as it is; until it is mended, the defaults hold. Back to its backup: virtray recover settings",
  }),
  "settings-newer": ({ path, version }) => ({
    what: `${path} was written by a newer Virtray (version ${version} of the file).`,
    todo: "The file was left as it is. Update Virtray.",
  }),
  "words-missing": ({ language }) => ({
    what: `The texts for “${nameOfLanguage(language)}” cannot be loaded.`,
    todo: "Start Virtray again: its files may be those of another version now.",
  }),
  "file-not-broken": ({ path }) => ({ what: `${path} can be read: nothing is to be recovered.` }),
  "backup-missing": ({ path }) => ({
    what: `There is no backup of ${path}.`,
    todo: "The file was left as it is. Mend it or move its folder away.",
  }),
  "file-failed": ({ path, detail }) => ({ what: `${path}: ${detail}` }),
  "file-locked": ({ path, by }) => ({
    what: `${path} is being changed by ${by}.`,
    todo: "Try again in a moment.",
  }),
  "path-too-long": ({ path, most }) => ({
    what: `${path} is too long for a socket (${most} bytes at most).`,
    todo: "Set XDG_RUNTIME_DIR to a shorter path.",
  }),
  "runtime-folder-unsafe": ({ path, detail }) => ({
    what: `${path} cannot hold sockets safely: ${detail}.`,
    todo: "Set XDG_RUNTIME_DIR to a folder of yours with mode 0700.",
  }),
  cancelled: () => ({ what: "Cancelled." }),
  internal: ({ detail }) => ({ what: `This is a fault of Virtray’s own: ${detail}` }),
};

export const en = {
  app: appWordsFor("en"),
  devices,
  forwards,
  hardware,
  net,
  errors,
  path,
  ui,
  repairs,
  root,
  doctor,
};
export type Words = typeof en;
