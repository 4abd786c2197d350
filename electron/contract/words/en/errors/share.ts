import type { ShareErrors, ShareObstacle } from "../../../errors/share.ts";
import type { ErrorWords } from "../../sentence.ts";

const risks: Readonly<Record<ShareErrors["share-risky"]["what"], string>> = {
  root: "is this whole computer",
  home: "is or contains your whole home folder",
  keys: "contains your SSH keys",
  own: "contains Virtray’s own files, or lies among them",
};

/** The reasons against a way of sharing, each as what is missing and the way to get it. */
const obstacles: Readonly<Record<ShareObstacle, string>> = {
  "guest-no-root": "the user of the machine has no sudo without a password",
  "guest-no-sshfs": "sshfs is not installed in the machine",
  "guest-no-virtiofs": "the system in the machine has no driver for it",
  "memory-private": "the machine was started without shared memory; restart it once",
  "no-bubblewrap": "bubblewrap does not work here (sudo apt-get install bubblewrap)",
  "no-idmap": "newuidmap is missing here (sudo apt-get install uidmap)",
  "no-login": "nobody could log in to the machine by SSH without a password",
  "no-sftp-server": "sftp-server is missing here (sudo apt-get install openssh-sftp-server)",
  "no-subids":
    "your account has no subordinate users (sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 USER)",
  "no-virtiofsd": "virtiofsd is missing here (Debian 12: qemu-system-common, later: virtiofsd)",
  "not-wished": "another way was chosen for this folder",
};

/** The sentences of errors of shared folders, in English. */
export const shareErrors: Pick<ErrorWords, keyof ShareErrors> = {
  "share-risky": ({ folder, what }) => ({
    what: `${folder} ${risks[what]}. A program in the machine could read and change everything in this folder.`,
    todo: "Share a folder in it that has only what the machine needs.",
    typed:
      "Share a folder in it that has only what the machine needs. If this is really wanted, add --yes-really.",
  }),
  "share-folder-missing": ({ name, folder }) => ({
    what: `The shared folder ${folder} does not exist, or is not a folder.`,
    todo: "Create or restore the folder, then use “Mount again”.",
    typed: `Create or restore the folder. To mount the folder again: virtray share repair ${name}`,
  }),
  "share-folder-unreadable": ({ name, folder }) => ({
    what: `Your account may not read the shared folder ${folder}.`,
    todo: "Give your account the right to read and enter the folder, then use “Mount again”.",
    typed: `Give your account the right to read and enter the folder. To mount the folder again: virtray share repair ${name}`,
  }),
  "share-host-lacks": ({ virtiofs, sshfs }) => ({
    what:
      sshfs === null
        ? `This computer cannot share folders by virtiofs: ${obstacles[virtiofs]}. Machines with sshfs get their folders by sshfs, which is slower.`
        : `This computer cannot share folders with machines. By virtiofs: ${obstacles[virtiofs]}. By sshfs: ${obstacles[sshfs]}.`,
    todo: "Resolve one of the reasons, then mount the folders again.",
    typed: "Resolve one of the reasons, then: virtray share repair NAME",
  }),
  "share-folder-full": ({ folder }) => ({
    what: `There is no space left where ${folder} is, so nothing can be written to it.`,
    todo: "Free space on this computer. The machine sees it at once.",
  }),
  "share-taken": ({ name, guestFolder }) => ({
    what: `“${name}” has another shared folder at ${guestFolder} already.`,
    todo: "Choose another path in the machine, or remove that shared folder first.",
  }),
  "shares-too-many": ({ most }) => ({
    what: `A machine can have at most ${most} shared folders.`,
    todo: "Share a folder that contains several of them.",
  }),
  "share-unknown": ({ name, guestFolder }) => ({
    what: `“${name}” has no shared folder at ${guestFolder}.`,
    todo: "Choose a shared folder that exists.",
    typed: `To see the shared folders: virtray share list ${name}`,
  }),
  "share-guest-silent": ({ name }) => ({
    what: `“${name}” cannot be asked to mount shared folders: neither its guest agent nor SSH answers.`,
    todo: "The folders are mounted as soon as the machine answers. Check that the machine’s key works, or install qemu-guest-agent in the machine.",
  }),
  "share-no-way": ({ name, virtiofs, sshfs }) => ({
    what: `The folder cannot be shared with “${name}”. By virtiofs: ${obstacles[virtiofs]}. By sshfs: ${obstacles[sshfs]}.`,
    todo: "Resolve one of the two, then use “Mount again”.",
    typed: `Resolve one of the two, then: virtray share repair ${name}`,
  }),
  "share-failed": ({ name, guestFolder, detail }) => ({
    what: `${guestFolder} could not be mounted in “${name}”: ${detail}.`,
    todo: "Use “Mount again”.",
    typed: `To try again: virtray share repair ${name}`,
  }),
  "share-ended": ({ name, guestFolder }) => ({
    what: `The process that serves ${guestFolder} to “${name}” has ended. Programs in the machine may be waiting for this folder.`,
    todo: "Use “Mount again”.",
    typed: `To mount the folder again: virtray share repair ${name}`,
  }),
  "share-stuck": ({ name }) => ({
    what: `The memory of “${name}” cannot be saved: the process that served one of its shared folders has ended, and the machine still has its device.`,
    todo: "Restart the machine, or shut it down and take the snapshot then.",
  }),
  "share-busy": ({ name, guestFolder }) => ({
    what: `A program in “${name}” is using ${guestFolder}.`,
    todo: "End that program or close its files in the machine, then try again.",
  }),
};
