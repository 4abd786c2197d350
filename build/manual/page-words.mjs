/**
 * The manual page's texts besides the command's help, in each language.
 * @typedef {object} PageWords
 * @property {string} name
 * @property {string} manual the kind of manual, for the page's head
 * @property {string} command a command, in the synopsis
 * @property {string} operand
 * @property {string} option
 * @property {string} sameServices
 * @property {Readonly<Record<"name" | "synopsis" | "description" | "commands" | "statuses" | "files" | "examples" | "also", string>>} heads
 * @property {readonly string[]} general sentences that hold for all commands and stand in the help of none
 * @property {readonly (readonly [status: string, text: string])[]} statuses
 * @property {readonly (readonly [path: string, text: string])[]} files
 */

/** @type {PageWords} */
export const en = {
  name: "virtual machines in the background, on a private LAN",
  manual: "User Commands",
  command: "command",
  operand: "operand",
  option: "option",
  sameServices: "The command uses the same services as the application; both may be used at once.",
  heads: {
    name: "NAME",
    synopsis: "SYNOPSIS",
    description: "DESCRIPTION",
    commands: "COMMANDS",
    statuses: "EXIT STATUS",
    files: "FILES",
    examples: "EXAMPLES",
    also: "SEE ALSO",
  },
  general: [
    "All commands take --json, which writes JSON for programs, and --help.",
    "The language is that of the locale: English or German. JSON keeps its names in any language.",
  ],
  statuses: [
    ["0", "Done."],
    ["1", "Failed; the standard error says why, and what to do."],
    ["2", "Wrong usage."],
  ],
  files: [
    ["~/.local/share/virtray/", "Machines, templates and the trash ($XDG_DATA_HOME)."],
    ["~/.config/virtray/", "Settings, and the projects that were agreed to ($XDG_CONFIG_HOME)."],
    ["~/.cache/virtray/", "Downloads ($XDG_CACHE_HOME)."],
    ["/run/virtray/UID/", "The root helper's socket, state and log while the LAN is on."],
  ],
};

/** @type {PageWords} */
export const de = {
  name: "virtuelle Maschinen im Hintergrund, in einem privaten LAN",
  manual: "Dienstprogramme für Benutzer",
  command: "Befehl",
  operand: "Operand",
  option: "Option",
  sameServices:
    "Der Befehl verwendet dieselben Dienste wie die Anwendung; beide lassen sich zugleich verwenden.",
  heads: {
    name: "BEZEICHNUNG",
    synopsis: "ÜBERSICHT",
    description: "BESCHREIBUNG",
    commands: "BEFEHLE",
    statuses: "EXIT-STATUS",
    files: "DATEIEN",
    examples: "BEISPIELE",
    also: "SIEHE AUCH",
  },
  general: [
    "Alle Befehle verstehen --json, das JSON für Programme schreibt, und --help.",
    "Die Sprache ist die der Locale: Deutsch oder Englisch. JSON behält seine Namen in jeder Sprache.",
  ],
  statuses: [
    ["0", "Erledigt."],
    ["1", "Fehlgeschlagen; die Standardfehlerausgabe nennt den Grund und was zu tun ist."],
    ["2", "Falscher Aufruf."],
  ],
  files: [
    ["~/.local/share/virtray/", "Maschinen, Vorlagen und der Papierkorb ($XDG_DATA_HOME)."],
    [
      "~/.config/virtray/",
      "Einstellungen und die Projekte, denen zugestimmt wurde ($XDG_CONFIG_HOME).",
    ],
    ["~/.cache/virtray/", "Heruntergeladenes ($XDG_CACHE_HOME)."],
    [
      "/run/virtray/UID/",
      "Socket, Zustand und Protokoll des Root-Hilfsprozesses, solange das LAN an ist.",
    ],
  ],
};
