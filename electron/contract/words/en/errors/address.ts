import type { ErrorWords } from "../../sentence.ts";

/** The sentences of errors about addresses, in English. */
export const addressErrors = {
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
} satisfies Partial<ErrorWords>;
