import { plural } from "../../formats.ts";

/** Texts of snapshots, the trash and a machine's settings, in English. */
export const storage = {
  title: "Snapshots",
  label: "Name of the new snapshot",
  take: "Take snapshot",
  taking: "Taking snapshot…",
  hintStopped: "Saves the disks as they are now.",
  hintRunning: "Saves disks and memory. The machine is paused while its memory is being saved.",
  withMemory: "With memory",
  hintFrozen:
    "Saves the disks while the machine runs on. The guest agent keeps the file systems still for a moment.",
  none: "No snapshots yet. Take a snapshot before you try something.",
  memory: (size: string) => `with ${size} of memory`,
  diskOnly: "disks only",
  frees: (size: string, isExact: boolean) => `frees ${isExact ? size : `about ${size}`}`,
  freesNothing: "frees next to nothing",
  freesHint:
    "When the snapshot is deleted. Space that snapshots share is freed with the last of them.",
  before: (name: string) => `Before “${name}” was restored`,
  incomplete: "incomplete",
  restore: "Restore",
  remove: "Delete",
  sure: "Restore now",
  sureText:
    "The machine returns to this snapshot. An automatic snapshot of the current state is taken first.",
  trash: (count: number) => `Trash (${count})`,
  trashHint: "Kept for seven days after deleting.",
  bringBack: "Restore",
  empty: "Empty the trash",
  emptyAsk: "Empty the trash…",
  emptyTitle: (count: number) =>
    plural("en", count, {
      one: "Delete 1 machine for good?",
      other: `Delete ${count} machines for good?`,
    }),
  emptyText:
    "Disks that were created for machines are deleted, which cannot be undone. Existing disks that were added to machines are kept. In the trash:",
};
