import { commands } from "../../commands.ts";
import type { ErrorWords } from "../../sentence.ts";

const hidden = {
  "name-server": "a name server that this computer asks",
  gateway: "a gateway of this computer",
  peer: "the other end of a connection of this computer",
} as const;

/** The sentences of errors about the LAN and its switch, in English. */
export const lanErrors = {
  "machine-without-lan": ({ name }) => ({
    what: `The LAN is off, so “${name}” runs without a network.`,
    todo: "Switch the LAN on: running machines are plugged in at once.",
  }),
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
} satisfies Partial<ErrorWords>;
