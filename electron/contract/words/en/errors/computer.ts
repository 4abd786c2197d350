import type { ErrorWords } from "../../sentence.ts";

const seeComputers = "“virtray computer list” shows the computers.";

const stopFirst = {
  todo: "“Shut down and move” shuts the machine down for the move, and starts it again there.",
  typed:
    "Stop the machine for the move: “virtray move” does that with the option --stop, and starts it again there.",
};

/** The sentences of errors of other computers, in English. */
export const computerErrors = {
  "computer-unknown": ({ name }) => ({
    what: `There is no computer named “${name}”.`,
    todo: seeComputers,
  }),
  "computer-exists": ({ name }) => ({
    what: `There is already a computer named “${name}”.`,
    todo: `Choose another name, or remove that computer: virtray computer remove ${name}`,
  }),
  "computer-not-agreed": ({ host }) => ({
    what: `You did not agree that Virtray connects to ${host}.`,
    todo: "Add the computer again, and agree to the question.",
  }),
  "computers-too-many": ({ most }) => ({
    what: `Virtray connects to at most ${most} computers.`,
    todo: "Remove a computer that is no longer needed.",
  }),
  "computer-unreachable": ({ name, host, detail }) => ({
    what: `The computer “${name}” cannot be reached by ssh: ${detail}.`,
    todo: `Check in a terminal that this works: ssh ${host}`,
  }),
  "computer-login": ({ name, host }) => ({
    what: `ssh cannot log in to “${name}” without asking you.`,
    todo: `Log in once in a terminal, to confirm the host key: ssh ${host}. If you are asked for a password, copy your key there: ssh-copy-id ${host}`,
  }),
  "computer-without-virtray": ({ name }) => ({
    what: `Virtray is not installed on “${name}”, or ssh does not find the command “virtray” there.`,
    todo: "Install the package of this version there.",
  }),
  "computer-older": ({ name, theirs, ours }) => ({
    what: `“${name}” has ${theirs === "" ? "an earlier version of Virtray" : `Virtray ${theirs}`}, which is older than Virtray ${ours} on this computer.`,
    todo: `Update Virtray on “${name}”.`,
  }),
  "computer-newer": ({ name, theirs, ours }) => ({
    what: `“${name}” has Virtray ${theirs}, which is newer than Virtray ${ours} on this computer.`,
    todo: "Update Virtray on this computer.",
  }),
  "computer-strange": ({ name, sent }) => ({
    what: `“${name}” sent something that Virtray did not ask for. The connection was ended, and nothing was done: ${sent}`,
    todo: `If a start-up file of the shell on “${name}” prints text, remove that. Otherwise, do not trust “${name}”.`,
  }),
  "computer-overlong": ({ name }) => ({
    what: `“${name}” sent a line that is too long. The connection was ended, and nothing was done.`,
    todo: "Do not trust that computer before you know why.",
  }),
  "computer-lost": ({ name }) => ({
    what: `The connection to “${name}” was lost. What was under way there may have been done or not.`,
    todo: "Try again, and look at the result there.",
  }),
  "computer-silent": ({ name, seconds }) => ({
    what: `“${name}” has not answered for ${seconds} seconds.`,
    todo: "Check the network and that computer, then try again.",
  }),
  "computer-failed": ({ name, detail }) => ({
    what: `Virtray on “${name}” could not answer (${detail}).`,
    todo: "“virtray doctor” shows more on that computer.",
  }),
  "computer-refused": ({ name, said }) => ({
    what: `“${name}” answered: ${said}`,
    todo: `“virtray list” in a terminal on “${name}” shows the machines there.`,
  }),
  "computer-needs": ({ name, programs, command }) => ({
    what: `Programs are missing on “${name}”: ${programs}.`,
    todo:
      command === "" ? "Install these programs there." : `Install these programs there: ${command}`,
  }),
  "computer-no-kvm": ({ name }) => ({
    what: `Your account on “${name}” cannot use KVM, so machines there are emulated and slow.`,
    todo: "“virtray doctor” shows what helps on that computer.",
  }),
  "computer-several": () => ({
    what: "These machines are on several computers.",
    todo: "Give one command for each computer.",
  }),
  "computer-ambiguous": ({ machine, names }) => ({
    what: `Several computers have a machine named “${machine}”: ${names}.`,
    todo: `Put the computer’s name in front, for example ${names.split(", ")[0] ?? ""}/${machine}.`,
  }),
  "computer-lan-on": ({ name }) => ({
    what: `“${name}” has a LAN of its own that is on, so it cannot join this one.`,
    todo: `Switch that LAN off on “${name}”: virtray lan down`,
  }),
  "computer-joined": ({ name }) => ({
    what: `“${name}” has already joined a LAN: that of another computer, or this one under another name.`,
    todo: `Let “${name}” leave that LAN first: virtray computer leave NAME`,
  }),
  "computer-switch-failed": ({ name }) => ({
    what: `No switch could be started on “${name}”, so its machines cannot join the LAN.`,
    todo: `See what is missing there: virtray computer check ${name}`,
  }),
  "computer-cable-lost": ({ name }) => ({
    what: `The cable to “${name}” was lost. Machines there keep running and keep their addresses.`,
    todo: "Virtray plugs the cable in again as soon as that computer can be reached.",
  }),
  "computer-uplink-lost": ({ name }) => ({
    what: `The connection through “${name}” was lost, so the packets of machines that leave there are refused.`,
    todo: "Virtray connects again as soon as that computer can be reached.",
  }),
  "computer-no-router": ({ name }) => ({
    what: `QEMU on “${name}” was built without user networking (slirp), so that computer cannot be an uplink.`,
    todo: "Install a QEMU with slirp there, as Debian, Ubuntu, Fedora and Arch have it.",
  }),
  "computer-clash": ({ name, machine, address }) => ({
    what: `“${machine}” on “${name}” has a name or an address (${address}) that another machine in the LAN has, so the LAN does not serve it.`,
    todo: `Rename that machine, or change its address: virtray set ${name}/${machine} --address ADDRESS`,
  }),
  "machine-leaving": ({ name, computer }) => ({
    what:
      computer === ""
        ? `“${name}” was fetched by another computer, which has not confirmed that it has it. Until then it does not start here.`
        : `“${name}” was sent to “${computer}”, which has not confirmed that it has it. Until then it does not start here.`,
    todo:
      computer === ""
        ? "Run “virtray computer check” on the other computer; it finds out where the machine is."
        : `This finds out where the machine is: virtray computer check ${computer}`,
  }),
  "move-device": ({ name }) => ({
    what: `“${name}” uses a physical disk of its computer, so it cannot move.`,
    todo: `A copy on a file can: virtray export ${name}`,
  }),
  "move-live-cd": ({ name }) => ({
    what: `“${name}” is running with a CD drive, and the CD is a file of its computer, so it cannot move while it is running.`,
    ...stopFirst,
  }),
  "move-live-snapshots": ({ name }) => ({
    what: `“${name}” has snapshots, which cannot be sent while the machine is running.`,
    ...stopFirst,
  }),
  "move-live-qemu": ({ name, theirs, ours }) => ({
    what: `“${name}” is running with QEMU ${theirs}, and the other computer has QEMU ${ours}, so it cannot move while it is running.`,
    ...stopFirst,
  }),
  "move-live-kvm": ({ name }) => ({
    what: `“${name}” is running with KVM, which the other computer cannot use, so it cannot move while it is running.`,
    ...stopFirst,
  }),
  "move-live-processor": ({ name, lacks }) => ({
    what: `The processor of the other computer lacks what “${name}” uses now (${lacks}), so the machine cannot move while it is running.`,
    ...stopFirst,
  }),
  "move-live-lan": ({ name }) => ({
    what: `“${name}” is in a LAN that the other computer has not joined, so its connections would be lost.`,
    todo: "Have that computer join the LAN (Settings → Computers), or choose “Shut down and move”.",
    typed:
      "Have that computer join the LAN (virtray computer join NAME), or stop the machine for the move with the option --stop.",
  }),
  "move-live-address": ({ name, address }) => ({
    what: `“${name}” cannot keep its address (${address}) on the other computer, so it cannot move while it is running.`,
    ...stopFirst,
  }),
  "move-live-unfit": ({ computer, said }) => ({
    what: `“${computer}” answered: ${said}`,
    ...stopFirst,
  }),
  "move-live-failed": ({ name, detail }) => ({
    what: `“${name}” could not be moved while it was running: ${detail}. The machine is still running where it was.`,
    todo: "Try again, or shut the machine down before the move.",
    typed: "Try again, or stop the machine for the move with the option --stop.",
  }),
  "move-there": ({ name }) => ({
    what: `The machine is on that computer already, as “${name}”.`,
    todo: "Delete one of the two, or keep both.",
  }),
  "move-damaged": ({ file }) => ({
    what: `What arrived as “${file}” is not what was sent. Nothing was changed.`,
    todo: "Try again.",
  }),
  "move-late": () => ({
    what: "This move was given up meanwhile. Nothing was changed.",
    todo: "Try again.",
  }),
  "move-nowhere": ({ name }) => ({
    what: `“${name}” is on this computer, and no other one is named for it to move to.`,
    todo: `Name one: virtray move ${name} --to COMPUTER`,
  }),
} satisfies Partial<ErrorWords>;
