/** The part of a member's header that names things. */
interface SentMember {
  readonly name: string;
  readonly isFolder: boolean;
  /** The first name of a file that has a second one; null for all others. */
  readonly sameAs: string | null;
}

/** The names of a member, within what is copied: "" is the thing itself. */
interface SentNames {
  readonly path: string;
  readonly sameAs: string | null;
}

/**
 * Returns a check of the names in an archive that a guest sends. Names are a stranger's words: one
 * that leads out of what was asked for, or through something that is not a folder of the same archive,
 * is refused, which is null.
 */
export function checkSentNames(): (member: SentMember) => SentNames | null {
  const folders = new Set<string>();
  const files = new Set<string>();
  const checked = (name: string): string | null => {
    const path = name.replace(/^\.(?:\/|$)/, "").replace(/\/$/, "");
    const isFit = path === "" || path.split("/").every((part) => !/^\.{0,2}$/.test(part));
    return isFit && !path.includes("\0") ? path : null;
  };
  return ({ name, isFolder, sameAs }) => {
    const path = checked(name);
    const first = sameAs === null ? null : checked(sameAs);
    if (path === null || (sameAs !== null && (first === null || !files.has(first)))) return null;
    if (folders.size === 0) {
      if (files.size > 0) return null;
      // A file stands for itself, by whatever name.
      if (!isFolder) {
        files.add("");
        return path.includes("/") || path === "" ? null : { path: "", sameAs: null };
      }
      if (path !== "") return null;
    } else {
      const parent = path.slice(0, Math.max(0, path.lastIndexOf("/")));
      if (path === "" || !folders.has(parent) || folders.has(path) || files.has(path)) return null;
    }
    (isFolder ? folders : files).add(path);
    return { path, sameAs: first };
  };
}
