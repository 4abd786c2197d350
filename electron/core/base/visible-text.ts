/**
 * Matches characters that are invisible or change how the text after them looks: control characters
 * (C0, DEL and C1), line separators, and format characters such as those that change the direction.
 * The joiners (U+200C and U+200D) stay, because words of some languages need them.
 */
const unseen = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** The same without line ends, of which the text of JSON is full. */
const unseenInLine = /(?![\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Matches what may be among them, and is found much sooner. */
const maybeUnseen = /[^\n -~]/;

const shortNames: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/**
 * Returns a text with each such character escaped (`\x1b`, `\u{202e}`): one line, and safe for a
 * terminal.
 */
export function makeVisible(text: string): string {
  return text.replace(unseen, (character) => {
    const code = character.codePointAt(0) ?? 0;
    const hex = code.toString(16);
    return shortNames[character] ?? (code < 256 ? `\\x${hex.padStart(2, "0")}` : `\\u{${hex}}`);
  });
}

/**
 * Does the same for desktops, which may interpret a notification or a tooltip as markup: it removes
 * the character that begins a tag. Desktops without markup would show an escaped one.
 */
export function makePlain(text: string): string {
  return makeVisible(text).replaceAll("<", "‹");
}

/** Matches a plain name: letters, digits, and the characters that join them in paths. */
const plainName = /^(?:(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{M}\p{N}./~_@+,-])+$/u;

/**
 * Matches characters that would end the quotes, move the text after them to the start of a line, or
 * be invisible.
 */
const unclear = /["\\]|(?<= ) |(?! )\p{Zs}|\u2800|\p{Default_Ignorable_Code_Point}/gu;

/**
 * Quotes a file name of unknown origin for a sentence, unless it is plain, so that no part of it
 * reads like the sentence. Invisible characters are escaped, and so are blanks other than single
 * ones (`\u{20}`).
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

/**
 * Returns the text of a JSON value with each such character in JSON's escapes; its line ends stay.
 */
export function escapeJson(json: string): string {
  if (!maybeUnseen.test(json)) return json;
  return json.replace(unseenInLine, (character) =>
    [...Array(character.length).keys()]
      .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`)
      .join(""),
  );
}
