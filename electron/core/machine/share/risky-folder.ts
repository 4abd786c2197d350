/** The folders that are shared on special request only. Links in their paths are resolved. */
export interface RiskyFolders {
  readonly home: string;
  /** The folders of Virtray itself: definitions, settings, what runs. */
  readonly own: readonly string[];
}

/** Returns whether a folder is another one or lies in it. */
const isWithin = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);

/**
 * Returns why a folder should not be shared: it is, holds or lies in what no guest should see. Null:
 * nothing speaks against it.
 */
export function whyRisky(
  folder: string,
  { home, own }: RiskyFolders,
): "root" | "home" | "keys" | "own" | null {
  if (folder === "/") return "root";
  if (isWithin(folder, `${home}/.ssh`)) return "keys";
  if (isWithin(home, folder)) return "home";
  return own.some((each) => isWithin(folder, each) || isWithin(each, folder)) ? "own" : null;
}
