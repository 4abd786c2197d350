/**
 * How the entry in GNOME's quick settings stands: the desktop is no GNOME whose shell it is made
 * for; off; on; or on from the next login, because a running shell finds no new extension.
 */
export type ShellEntryStanding = "absent" | "off" | "on" | "after-login";
