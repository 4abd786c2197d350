/** The extension's name among all of GNOME Shell's; assets/gnome-extension/metadata.json says it too. */
export const extensionId = "virtray@virtray.github.io";

/**
 * Reads a list of texts as `gsettings get` writes it: `['a', 'b']`, or `@as []` for none. Null if
 * it is something else, which is then better left alone.
 */
export function readTextList(text: string): readonly string[] | null {
  const list = /^(?:@as )?\[(.*)\]$/s.exec(text.trim());
  if (list === null) return null;
  const inside = (list[1] ?? "").trim();
  if (inside === "") return [];
  // Names of extensions hold neither quotes nor backslashes; a list that does is not understood.
  if (!/^'[^'"\\]*'(?:, '[^'"\\]*')*$/.test(inside)) return null;
  return inside.slice(1, -1).split("', '");
}

/** Writes a list of texts for `gsettings set`. */
export function writeTextList(texts: readonly string[]): string {
  return texts.length === 0 ? "@as []" : `[${texts.map((text) => `'${text}'`).join(", ")}]`;
}

/**
 * Which of the two kinds of the extension a version of the shell loads, by the folder's name;
 * null if neither is made for it.
 */
export function extensionKind(shellVersion: string): "43" | "45" | null {
  const major = Number.parseInt(shellVersion, 10);
  if (major === 43 || major === 44) return "43";
  return major >= 45 ? "45" : null;
}
