/**
 * The modifier keys in the names of the desktop's portal (shortcuts specification,
 * freedesktop.org).
 */
const held: Readonly<Record<string, string>> = {
  Super: "LOGO",
  Ctrl: "CTRL",
  Alt: "ALT",
  Shift: "SHIFT",
};

/** Keys whose names in xkb (xkbcommon-keysyms.h) differ from ours. */
const keysyms: Readonly<Record<string, string>> = {
  Space: "space",
  PageUp: "Page_Up",
  PageDown: "Page_Down",
};

/** Returns a key combination such as `Super+Alt+V` in the portal's notation: `LOGO+ALT+v`. */
export function portalTrigger(keys: string): string {
  const words = keys.split("+");
  const key = words.pop() ?? "";
  const keysym = keysyms[key] ?? (key.length === 1 ? key.toLowerCase() : key);
  return [...words.map((word) => held[word] ?? word), keysym].join("+");
}

/**
 * Returns the keys in a portal's description, for people: GNOME's sentence `Press <Alt><Super>v`
 * becomes `Alt+Super+V`; other texts are kept.
 */
export function givenKeys(description: string): string {
  const [found, held, key = ""] = /((?:<\w+>)+)(\S+)/.exec(description) ?? [];
  if (found === undefined || held === undefined) return description;
  const words = [...held.matchAll(/<(\w+)>/g)].map(([, word]) => word);
  return [...words, key.length === 1 ? key.toUpperCase() : key].join("+");
}
