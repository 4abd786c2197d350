/** Errors of other computers. `name`: by which the computer was added; `host`: by which ssh knows it. */
export interface ComputerErrors {
  readonly "computer-unknown": { readonly name: string };
  readonly "computer-exists": { readonly name: string };
  /** The user did not agree that a window connects to it. */
  readonly "computer-not-agreed": { readonly host: string };
  readonly "computers-too-many": { readonly most: number };
  /** ssh did not get there; `detail` is its message. */
  readonly "computer-unreachable": {
    readonly name: string;
    readonly host: string;
    readonly detail: string;
  };
  /** ssh got there, and would have to ask for a password or about a host key. */
  readonly "computer-login": { readonly name: string; readonly host: string };
  readonly "computer-without-virtray": { readonly name: string };
  /** The computer has another version; `theirs` is empty for one that knows no other computers. */
  readonly "computer-older": {
    readonly name: string;
    readonly theirs: string;
    readonly ours: string;
  };
  readonly "computer-newer": {
    readonly name: string;
    readonly theirs: string;
    readonly ours: string;
  };
  /** The computer sent something that nobody asked for; `sent` is its beginning. */
  readonly "computer-strange": { readonly name: string; readonly sent: string };
  readonly "computer-overlong": { readonly name: string };
  readonly "computer-lost": { readonly name: string };
  readonly "computer-silent": { readonly name: string; readonly seconds: number };
  /** It could not answer; `detail` is the code of its error. */
  readonly "computer-failed": { readonly name: string; readonly detail: string };
  /** A command failed there; `said` is its own sentence. */
  readonly "computer-refused": { readonly name: string; readonly said: string };
  /** A program is missing there. */
  readonly "computer-needs": {
    readonly name: string;
    readonly programs: string;
    readonly command: string;
  };
  readonly "computer-no-kvm": { readonly name: string };
  /** One command names machines of several computers. */
  readonly "computer-several": Record<never, never>;
  /** Several computers have a machine of that name. */
  readonly "computer-ambiguous": { readonly machine: string; readonly names: string };
  /** The computer has a LAN of its own on. */
  readonly "computer-lan-on": { readonly name: string };
  /** The computer has joined another LAN, or this one by another name. */
  readonly "computer-joined": { readonly name: string };
  /** No switch could be started there. */
  readonly "computer-switch-failed": { readonly name: string };
  readonly "computer-cable-lost": { readonly name: string };
  /** The cable of the uplink through it. */
  readonly "computer-uplink-lost": { readonly name: string };
  /** Its QEMU has no network stack for users. */
  readonly "computer-no-router": { readonly name: string };
  /** A machine there has the address or name of another one in the LAN. */
  readonly "computer-clash": {
    readonly name: string;
    readonly machine: string;
    readonly address: string;
  };
  /**
   * A machine was given up for another computer, which has not said whether it has it; `computer` is empty
   * for one that fetched it.
   */
  readonly "machine-leaving": { readonly name: string; readonly computer: string };
  /** Machines that need something which only this computer has. */
  readonly "move-device": { readonly name: string };
  /** Why a machine cannot move without being stopped first; `computer`: where to, empty for this one. */
  readonly "move-live-cd": { readonly name: string; readonly computer: string };
  readonly "move-live-snapshots": { readonly name: string; readonly computer: string };
  readonly "move-live-qemu": {
    readonly name: string;
    readonly theirs: string;
    readonly ours: string;
  };
  readonly "move-live-kvm": { readonly name: string };
  readonly "move-live-processor": { readonly name: string; readonly lacks: string };
  readonly "move-live-lan": { readonly name: string; readonly computer: string };
  readonly "move-live-address": { readonly name: string; readonly address: string };
  /** The same, as the other computer told it; `said` is its own sentence. */
  readonly "move-live-unfit": {
    readonly name: string;
    readonly computer: string;
    readonly said: string;
  };
  /** QEMU gave up; `detail` is its message. */
  readonly "move-live-failed": { readonly name: string; readonly detail: string };
  /** The other computer has that machine, by its ID or its card. */
  readonly "move-there": { readonly name: string };
  /** A file arrived with another checksum than the sender told. */
  readonly "move-damaged": { readonly file: string };
  /** The other side was told that this move does not come to its end. */
  readonly "move-late": Record<never, never>;
  /** No computer is named to which a machine of this one moves. */
  readonly "move-nowhere": { readonly name: string };
}
