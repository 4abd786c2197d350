/** Shared folders, in English. */
export const shares = {
  columns: {
    machine: "MACHINE",
    folder: "FOLDER",
    there: "IN THE MACHINE",
    way: "BY",
    state: "STATE",
  },
  none: "No machine has a shared folder. Add one: virtray share add NAME FOLDER /PATH",
  kept: "The folder stays shared and is mounted as soon as possible.",
  title: "Shared folders",
  empty: "No folder of this computer is shared with this machine.",
  hint: "Programs in the machine that wait for changes of files do not hear of changes made on this computer.",
  add: "Add…",
  addTitle: "New shared folder",
  addDo: "Share",
  folder: "Folder of this computer",
  guestFolder: "Path in the machine",
  guestFolderHint: "An absolute path, such as /src",
  readOnly: "Read-only",
  readOnlyHint: "The machine cannot change, create or delete files in it.",
  readOnlyShort: "read-only",
  remove: "Remove",
  removed: (guestFolder: string) => `${guestFolder} is not shared any more.`,
  state: {
    off: "machine is not running",
    waiting: "waiting for the machine",
    mounted: "mounted",
    failed: "not mounted",
  },
};
export type SharesWords = typeof shares;
