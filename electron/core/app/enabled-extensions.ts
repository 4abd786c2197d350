/** The extension's UUID in GNOME Shell; assets/gnome-extension/metadata.json has it, too. */
export const extensionId = "virtray@virtray.github.io";

/**
 * Reads a list of texts as `gsettings get` writes it: `['a', 'b']`, or `@as []` for an empty one.
 * Null if it is another value, which must then be left alone.
 */
export function readTextList(text: string): readonly string[] | null {
  const list = /^(?:@as )?\[(.*)\]$/s.exec(text.trim());
  if (list === null) return null;
  const inside = (list[1] ?? "").trim();
  if (inside === "") return [];
  // Names of extensions have neither quotes nor backslashes, so a list with them is not parsed.
  if (!/^'[^'"\\]*'(?:, '[^'"\\]*')*$/.test(inside)) return null;
  return inside.slice(1, -1).split("', '");
}

/** Writes a list of texts for `gsettings set`. */
export function writeTextList(texts: readonly string[]): string {
  return texts.length === 0 ? "@as []" : `[${texts.map((text) => `'${text}'`).join(", ")}]`;
}

/**
 * Returns the folder of the extension that a version of the shell loads; null if none supports it.
 */
export function extensionKind(shellVersion: string): "43" | "45" | null {
  const major = Number.parseInt(shellVersion, 10);
  if (major === 43 || major === 44) return "43";
  return major >= 45 ? "45" : null;
}
