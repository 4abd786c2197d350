/** The kinds of values that XSETTINGS has (freedesktop.org, XSETTINGS protocol 0.5). */
const kinds = { integer: 0, text: 1, colour: 2 } as const;

/**
 * Returns the name of GTK's theme from a desktop's XSETTINGS; null if they have none, or cannot be
 * read.
 */
export function themeOfXSettings(data: Uint8Array): string | null {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  try {
    const isLittle = view.getUint8(0) === 0;
    const text = (at: number, length: number) =>
      Array.from({ length }, (_, index) => String.fromCharCode(view.getUint8(at + index))).join("");
    const count = view.getUint32(8, isLittle);
    let at = 12;
    for (let index = 0; index < count; index += 1) {
      const kind = view.getUint8(at);
      const nameLength = view.getUint16(at + 2, isLittle);
      const name = text(at + 4, nameLength);
      // After the name comes the serial number of its last change.
      at += 4 + padded(nameLength) + 4;
      if (kind === kinds.text) {
        const length = view.getUint32(at, isLittle);
        if (name === "Net/ThemeName") return text(at + 4, length);
        at += 4 + padded(length);
      } else {
        at += kind === kinds.colour ? 8 : 4;
      }
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return null;
}

function padded(length: number): number {
  return Math.ceil(length / 4) * 4;
}

/** Returns whether a GTK theme is dark; only its name tells. */
export function isDarkTheme(name: string): boolean {
  return /(^|[-_: ])(dark|darker|darkest)($|[-_: ])|^black/i.test(name);
}
