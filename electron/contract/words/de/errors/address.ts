import type { ErrorWords } from "../../sentence.ts";

const nextFree =
  "Eine andere Adresse wählen oder keine angeben, dann wird die nächste freie vergeben.";

/** The sentences of errors about addresses, in German. */
export const addressErrors = {
  "address-invalid": ({ address }) => ({
    what: `„${address}“ ist keine IPv4-Adresse.`,
    todo: "Vier Zahlen von 0 bis 255 angeben, etwa 192.168.100.7.",
  }),
  "address-outside": ({ address, subnet }) => ({
    what: `${address} liegt außerhalb des LANs (${subnet}).`,
    todo: "Eine Adresse im LAN wählen oder keine angeben, dann wird die nächste freie vergeben.",
  }),
  "address-host": ({ address }) => ({
    what: `${address} ist die Adresse dieses Computers im LAN.`,
    todo: nextFree,
  }),
  "address-reserved": ({ address, subnet }) => ({
    what: `${address} ist die Netz- oder Broadcast-Adresse von ${subnet}.`,
    todo: nextFree,
  }),
  "address-taken": ({ address, by }) => ({
    what: `${address} gehört „${by}“.`,
    todo: nextFree,
  }),
  "address-answers": ({ address, mac }) => ({
    what: `Ein anderes Gerät verwendet schon ${address} (Hardware-Adresse ${mac}).`,
    todo: "Eine andere Adresse wählen oder die Adresse dieses Geräts ändern.",
  }),
  "address-borrowed": ({ address, by }) => ({
    what: `Der Gast von „${by}“ verwendet ${address}, obwohl „${by}“ eine andere Adresse hat.`,
    todo: `Eine andere Adresse wählen oder im Gast von „${by}“ die richtige einstellen.`,
  }),
  "address-leased": ({ address, mac }) => ({
    what: `${address} ist als DHCP-Lease an einen anderen Gast vergeben (Hardware-Adresse ${mac}).`,
    todo: `${nextFree} Ein DHCP-Lease endet spätestens eine Stunde, nachdem sein Gast verschwunden ist.`,
  }),
  "addresses-exhausted": ({ subnet }) => ({
    what: `Alle Adressen von ${subnet} sind vergeben.`,
    todo: "Eine Maschine löschen oder ein größeres Subnetz wählen.",
  }),
} satisfies Partial<ErrorWords>;
