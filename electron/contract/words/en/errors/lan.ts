import { commands } from "../../commands.ts";
import type { ErrorWords } from "../../sentence.ts";
import { reportIt, seeHealth } from "../support.ts";

const hidden = {
  "name-server": "a name server that this computer uses",
  gateway: "a gateway of this computer",
  peer: "the other end of a connection of this computer",
} as const;

/** Returns the advice to choose another subnet, on a terminal with the command. */
const otherSubnet = (proposal: string) => ({
  todo: `Choose another subnet for the LAN; ${proposal} is free.`,
  typed: `Choose another subnet for the LAN; ${proposal} is free${proposal.includes("/") ? `: virtray lan set --subnet ${proposal}` : "."}`,
});

/** The sentences of errors about the LAN and its switch, in English. */
export const lanErrors = {
  "machine-without-lan": ({ name }) => ({
    what: `The LAN is off, so “${name}” is running without a network.`,
    todo: "Switch the LAN on: running machines are connected at once.",
  }),
  "capture-busy": ({ name }) => ({
    what: `Another program is capturing the frames of “${name}”.`,
    todo: "End that capture first, with Ctrl-C in its terminal.",
  }),
  "weather-failed": ({ name }) => ({
    what: `The weather of the cable of “${name}” did not start, so its cable is as it was, or pulled.`,
    todo: `Try again, or remove the weather: virtray weather ${name} --off`,
  }),
  "weather-invalid": () => ({
    what: "The cable cannot have this weather.",
    todo: "Delay and jitter can be up to 60s, the jitter not more than the delay, and the rate from 8k to 10G.",
  }),
  "airlock-entry-invalid": ({ text }) => ({
    what: `“${text}” is not a destination for an airlock.`,
    todo: "Name a host or an IPv4 address, and ports if only some are meant: pypi.org, github.com:443, 10.0.0.0/8:22+8000-8100",
  }),
  "airlock-too-long": ({ most }) => ({
    what: "The list of the airlock is too long.",
    todo: `Name at most ${most} destinations: one name includes all names below it.`,
  }),
  "airlock-absent": ({ name }) => ({
    what: `“${name}” has no airlock, so it reaches all that its uplink leads to.`,
    todo: `To give it one: virtray uplink set auto --machine ${name} --only pypi.org`,
  }),
  "airlock-not-held": ({ name }) => ({
    what: `The LAN does not keep the airlock of “${name}”, so “${name}” was not started: its packets would go out through the uplink.`,
    todo: "Switch the LAN off and on, then start the machine again.",
  }),
  "partition-same": ({ name }) => ({
    what: `“${name}” is named on both sides, and cannot be cut off from itself.`,
    todo: "Name each machine on one side only.",
  }),
  "lan-share-group": ({ group }) => ({
    what: `The LAN cannot be shared with the group ${group}: you are not a member of it.`,
    todo: `Join the group (as root: usermod -aG ${group} USER) and log in again, or switch sharing off in the settings.`,
  }),
  "on-lan-failed": ({ detail }) => ({
    what: `The program was not run, because its place in the LAN could not be made: ${detail}`,
    ...seeHealth,
  }),
  "own-network-failed": ({ detail }) => ({
    what: `The LAN without a password could not be made: ${detail}`,
    ...seeHealth,
  }),
  "lan-small-open": () => ({
    what: "Without a password, machines cannot be kept from this computer’s services, as the settings have it.",
    todo: `Switch the whole LAN on (${commands.lanUp}), or let machines reach this computer.`,
    command: commands.lanUp,
  }),
  "lan-small": () => ({
    what: "The LAN is on without a password: its uplink is this computer’s own routing alone, and this computer does not reach machines at their addresses.",
    todo: `Reach them by a port forward or as a member of the LAN (virtray on-lan), or switch the whole LAN on: ${commands.lanUp}`,
    command: commands.lanUp,
  }),
  "user-namespaces-off": () => ({
    what: "This computer lets ordinary users make no network of their own (user namespaces).",
    todo: "Allow it, as root: sysctl kernel.unprivileged_userns_clone=1, or on Ubuntu sysctl kernel.apparmor_restrict_unprivileged_userns=0",
  }),
  "lan-must-be-off": () => ({
    what: "The LAN’s interface cannot be renamed while the LAN is on.",
    todo: "Switch the LAN off, change the name, and switch the LAN on again.",
  }),
  "lan-off": () => ({
    what: "The LAN is off.",
    todo: `Switch the LAN on: ${commands.lanUp}`,
    command: commands.lanUp,
  }),
  "lan-overlap": ({ subnet, other, interface: name, proposal }) => ({
    what: `The LAN’s subnet ${subnet} overlaps with ${other}, which this computer reaches through ${name}.`,
    ...otherSubnet(proposal),
  }),
  "lan-hides-host": ({ subnet, address, role, proposal }) => ({
    what: `The LAN’s subnet ${subnet} contains ${address}, ${hidden[role]}, which could no longer be reached.`,
    ...otherSubnet(proposal),
  }),
  "lan-interface-renamed": ({ former, interface: name }) => ({
    what: `The LAN’s interface is now called ${name}: names must begin with vtap or virtray, and ${former} does not.`,
    todo: `Replace ${former} with ${name} in rules or scripts of your own. While the LAN is off, you can choose another name in the settings.`,
  }),
  "lan-interface-taken": ({ interface: name }) => ({
    what: `An interface named ${name} exists already and does not belong to Virtray.`,
    todo: "Remove that interface, or choose another name for the LAN’s interface.",
  }),
  "lan-elsewhere": ({ uid }) => ({
    what: `Another user of this computer (number ${uid}) has a LAN switched on.`,
    todo: "Only one LAN can be on at a time: have that user switch the other LAN off first.",
  }),
  "lan-forward-blocked": ({ table, chain, commands: allow }) => ({
    what: `Another firewall (chain ${chain} in table ${table}) drops the LAN’s traffic, so machines cannot reach anything beyond this computer.`,
    todo: `Allow the LAN there: ${allow}`,
  }),
  "lan-names-failed": ({ detail }) => ({
    what: `Names and addresses are not served in the LAN: ${detail}.`,
    todo: "Machines with a fixed address in the guest can be reached nevertheless. To try again, switch the LAN off and on.",
  }),
  "lan-port-taken": ({ port, by, interface: name }) =>
    port === 53
      ? {
          what: `${by} answers DNS on all interfaces, so machines have no names in the LAN.`,
          todo: `Configure ${by} to use only its own addresses and not ${name}. Addresses are served nevertheless.`,
        }
      : {
          what: `${by} uses the port of DHCP, so machines get no address from the LAN.`,
          todo: `Configure ${by} not to use ${name}. Names are served nevertheless, and machines with a fixed address in the guest can be reached.`,
        },
  "lan-step-failed": ({ step, detail }) => ({
    what: `The LAN could not be changed: ${step} failed: ${detail}.`,
    ...seeHealth,
  }),
  "lan-tun-denied": ({ detail }) => ({
    what: `The switch could not open the LAN’s TAP device: ${detail}.`,
    todo: "Your account needs access to /dev/net/tun (mode 0666, as udev sets it).",
  }),
  "switch-failed": ({ detail }) => ({
    what: `The virtual switch did not start: ${detail}.`,
    ...reportIt,
  }),
  "switch-foreign": ({ path }) => ({
    what: `Another program uses ${path}.`,
    todo: "End that program, or remove the file if no program uses it.",
  }),
  "switch-gone": ({ interface: name }) => ({
    what: `The virtual switch behind ${name} has ended, so machines cannot reach anything.`,
    todo: "Switch the LAN on again: running machines are connected at once.",
  }),
} satisfies Partial<ErrorWords>;
