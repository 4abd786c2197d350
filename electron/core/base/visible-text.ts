/**
 * What is not seen by itself, or changes how what follows is seen: control characters (C0, DEL and C1),
 * separators of lines, and characters of format as those that turn the direction. The joiners (U+200C
 * and U+200D) stay, because words of some languages need them.
 */
const unseen = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

const shortNames: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** A text with each such character written out (`\x1b`, `\u{202e}`): one line, and safe for a terminal. */
export function makeVisible(text: string): string {
  return text.replace(unseen, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const hex = code.toString(16);
    return shortNames[character] ?? (code < 256 ? `\\x${hex.padStart(2, "0")}` : `\\u{${hex}}`);
  });
}

/**
 * The same for desktops, which may take a notification or a tooltip for markup: without the character
 * that begins a tag. Escaping it would show on those that do not.
 */
export function makePlain(text: string): string {
  return makeVisible(text).replaceAll("<", "‹");
}

/** A name that looks like nothing but a name: letters, digits, and what joins them in paths. */
const plainName = /^(?:(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{M}\p{N}./~_@+,-])+$/u;

/** What would end the quotes, move what follows to where a line of ours could begin, or not be seen. */
const unclear = /["\\]|(?<= ) |(?! )\p{Zs}|\u2800|\p{Default_Ignorable_Code_Point}/gu;

/**
 * A stranger's file name within a sentence: in quotes, unless it is plain, so that no part of it reads
 * like the sentence. Blanks but for single ones are written out (`\u{20}`), and so is what is unseen.
 */
export function quoteName(name: string): string {
  if (plainName.test(name)) return name;
  const quoted = name.replace(unclear, (character) =>
    character === '"' || character === "\\"
      ? `\\${character}`
      : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
  return `"${quoted}"`;
}

/** The text of a JSON value with each such character as JSON escapes it; its own line ends stay. */
export function escapeJson(json: string): string {
  return json.replace(unseen, (character) =>
    character === "\n"
      ? character
      : [...Array(character.length).keys()]
          .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`)
          .join(""),
  );
}
