/** The ports on which programs in a machine listen, in English. */
export const listening = {
  title: "Listening ports",
  columns: { port: "PORT", program: "PROGRAM", reach: "FOR" },
  none: "No program in this machine listens on a TCP port.",
  asking: "Asking the machine…",
  again: "Ask again",
  unknownProgram: "unknown program",
  others: "all that reach the machine",
  onlyInside: "only the machine itself (127.0.0.1)",
  localHint:
    "A program that listens on 127.0.0.1 answers nobody outside the machine. Set it to listen on 0.0.0.0 or on the machine’s address.",
  open: "Open",
  openOf: (address: string) => `Open ${address}`,
  forward: "Forward",
  forwardOf: (port: number) => `Forward port ${port}`,
  forwarded: (address: string) => `forwarded from ${address}`,
};
