/** The texts about files that are dropped on a machine, in English. */
export const drop = {
  hint: (name: string) => `Drop to give files to “${name}”`,
  folderTitle: (name: string) => `Share a folder with “${name}”`,
  shareText: "The folder stays here, and the machine works in it.",
  copyInstead: "Copy the folder into the machine instead",
};
