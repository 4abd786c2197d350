/** A key to press: X11's keysym, and whether Shift is held (on an American keyboard). */
export interface TypedKey {
  readonly keysym: number;
  readonly shift: boolean;
}

/** X11/keysymdef.h */
export const shiftKeysym = 0xffe1;
const returnKeysym = 0xff0d;
const tabKeysym = 0xff09;
/** The offset between code points beyond Latin-1 and their keysyms. */
const unicodeKeysyms = 0x0100_0000;

const shifted = /[A-Z~!@#$%^&*()_+{}|:"<>?]/;

/**
 * Returns the keys that type a text on an American keyboard layout. Line ends of any kind become one
 * Return, other control characters are left out.
 */
export function typedKeys(text: string): readonly TypedKey[] {
  return [...text.replace(/\r\n?/g, "\n")].flatMap((character) => {
    if (character === "\n") return [{ keysym: returnKeysym, shift: false }];
    if (character === "\t") return [{ keysym: tabKeysym, shift: false }];
    const point = character.codePointAt(0) ?? 0;
    if (point < 0x20 || (point >= 0x7f && point < 0xa0)) return [];
    const keysym = point < 0x100 ? point : point + unicodeKeysyms;
    return [{ keysym, shift: shifted.test(character) }];
  });
}
