import type { ErrorWords } from "../../sentence.ts";

const nextFree = "Choose another address, or leave it out to get the next free one.";

/** The sentences of errors about addresses, in English. */
export const addressErrors = {
  "address-invalid": ({ address }) => ({
    what: `“${address}” is not an IPv4 address.`,
    todo: "Give four numbers from 0 to 255, such as 192.168.100.7.",
  }),
  "address-outside": ({ address, subnet }) => ({
    what: `${address} is outside the LAN (${subnet}).`,
    todo: "Choose an address in the LAN, or leave it out to get the next free one.",
  }),
  "address-host": ({ address }) => ({
    what: `${address} is this computer’s own address in the LAN.`,
    todo: nextFree,
  }),
  "address-reserved": ({ address, subnet }) => ({
    what: `${address} is the network or broadcast address of ${subnet}.`,
    todo: nextFree,
  }),
  "address-taken": ({ address, by }) => ({
    what: `${address} belongs to “${by}”.`,
    todo: nextFree,
  }),
  "address-answers": ({ address, mac }) => ({
    what: `Another device already uses ${address} (hardware address ${mac}).`,
    todo: "Choose another address, or change the address of that device.",
  }),
  "address-borrowed": ({ address, by }) => ({
    what: `The guest of “${by}” uses ${address}, which is not the address of “${by}”.`,
    todo: `Choose another address, or set the right address in the guest of “${by}”.`,
  }),
  "address-leased": ({ address, mac }) => ({
    what: `${address} is leased to another guest by DHCP (hardware address ${mac}).`,
    todo: `${nextFree} A lease ends at most an hour after its guest is gone.`,
  }),
  "addresses-exhausted": ({ subnet }) => ({
    what: `All addresses of ${subnet} are in use.`,
    todo: "Delete a machine, or choose a larger subnet.",
  }),
} satisfies Partial<ErrorWords>;
