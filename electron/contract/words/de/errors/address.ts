import type { ErrorWords } from "../../sentence.ts";

/** The sentences of errors about addresses, in German. */
export const addressErrors = {
  "address-invalid": ({ address }) => ({
    what: `„${address}“ ist keine IPv4-Adresse.`,
    todo: "Bitte vier Zahlen von 0 bis 255 angeben, etwa 192.168.100.7.",
  }),
  "address-outside": ({ address, subnet }) => ({
    what: `${address} liegt außerhalb des LANs (${subnet}).`,
    todo: "Bitte eine Adresse des LANs wählen oder keine, dann wird es die nächste freie.",
  }),
  "address-host": ({ address }) => ({
    what: `${address} ist die Adresse des Hosts selbst.`,
    todo: "Bitte eine andere wählen oder keine, dann wird es die nächste freie.",
  }),
  "address-reserved": ({ address, subnet }) => ({
    what: `${address} ist die Netz- oder Broadcast-Adresse von ${subnet}.`,
    todo: "Bitte eine andere wählen oder keine, dann wird es die nächste freie.",
  }),
  "address-taken": ({ address, by }) => ({
    what: `${address} gehört „${by}“.`,
    todo: "Bitte eine andere wählen oder keine, dann wird es die nächste freie.",
  }),
  "address-answers": ({ address, mac }) => ({
    what: `Unter ${address} antwortet schon jemand (Hardware-Adresse ${mac}).`,
    todo: "Bitte eine andere Adresse wählen oder jenem Gast eine andere geben.",
  }),
  "address-borrowed": ({ address, by }) => ({
    what: `„${by}“ antwortet unter ${address}: Der Gast hat sich diese Adresse selbst genommen.`,
    todo: "Bitte eine andere wählen oder diesem Gast seine eigene zurückgeben.",
  }),
  "address-leased": ({ address, mac }) => ({
    what: `${address} ist per DHCP an einen Gast vergeben (Hardware-Adresse ${mac}).`,
    todo: "Bitte eine andere wählen oder keine, um die nächste freie zu bekommen. Eine Vergabe endet spätestens eine Stunde, nachdem ihr Gast weg ist.",
  }),
  "addresses-exhausted": ({ subnet }) => ({
    what: `Alle Adressen von ${subnet} sind vergeben.`,
    todo: "Eine Maschine löschen oder ein größeres Subnetz wählen.",
  }),
} satisfies Partial<ErrorWords>;
