/** Texts of snapshots, the trash and a machine's settings, in English. */
export const storage = {
  title: "Snapshots",
  label: "Name of the new snapshot",
  placeholder: "before the update",
  take: "Take snapshot",
  taking: "Taking…",
  hintStopped: "Holds the disks as they are now.",
  hintRunning: "Holds disks and memory. The machine stands still while its memory is saved.",
  none: "No snapshots yet. Take one before you try something.",
  memory: (size: string) => `with ${size} of memory`,
  diskOnly: "disks only",
  frees: (size: string, isExact: boolean) =>
    `deleting it frees ${isExact ? size : `about ${size}`}`,
  before: (name: string) => `Before “${name}” was restored`,
  incomplete: "not whole",
  restore: "Restore",
  remove: "Delete",
  sure: "Restore now",
  sureText:
    "The machine goes back to this moment. An automatic snapshot of the present state is taken first.",
  trash: (count: number) => `Trash (${count})`,
  trashHint: "Kept for seven days after deleting.",
  bringBack: "Bring back",
  empty: "Empty the trash",
};
