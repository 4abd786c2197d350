/**
 * The state of the entry in GNOME's quick settings. `absent`: the desktop is not a GNOME that the
 * extension supports; `after-login`: on from the next login, because a running shell does not find
 * new extensions.
 */
export type ShellEntryStanding = "absent" | "off" | "on" | "after-login";
