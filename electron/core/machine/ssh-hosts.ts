/** The hosts in a file of ssh's configuration that can take precedence over other entries. */
interface NamedHosts {
  /** The names below `Host` that stand for themselves; patterns are there to be combined. */
  readonly hosts: readonly string[];
  /** Files that it includes, as they are written; they may be patterns. */
  readonly includes: readonly string[];
}

/** Reads the names in a file of ssh's configuration (ssh_config(5)). */
export function readSshHosts(text: string): NamedHosts {
  const lines = text.split("\n").map((line) => {
    const [, keyword = "", rest = ""] = /^\s*(\w+)(?:\s*=\s*|\s+)(.*)$/.exec(line) ?? [];
    const words = [...rest.matchAll(/"([^"]*)"|[^\s"]+/g)].map(([word, inner]) => inner ?? word);
    return { keyword: keyword.toLowerCase(), words };
  });
  const wordsOf = (wanted: string) =>
    lines.filter(({ keyword }) => keyword === wanted).flatMap(({ words }) => words);
  return {
    hosts: wordsOf("host").filter((name) => !/[*?!]/.test(name)),
    includes: wordsOf("include"),
  };
}

/** Returns the pattern of file names that a word with `*` and `?` stands for (glob(7)). */
export function fileNamePattern(word: string): RegExp {
  const text = word.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  const pattern = text.replaceAll("*", ".*").replaceAll("?", ".");
  // A star at the beginning does not mean hidden files.
  return new RegExp(`^${/^[*?]/.test(word) ? "(?!\\.)" : ""}${pattern}$`);
}
