import { readCommands, textBelow } from "./read-commands.mjs";

/** @typedef {import("./read-commands.mjs").CommandHelp} CommandHelp */

/** Sentences that hold for all commands and stand in the help of none. */
const general = [
  "All commands take --json, which writes JSON for programs, and --help.",
  "The language is that of the locale: English or German. JSON keeps its names in any language.",
];

/** @type {readonly (readonly [status: string, text: string])[]} */
const statuses = [
  ["0", "Done."],
  ["1", "Failed; the standard error says why, and what to do."],
  ["2", "Wrong usage."],
];

/** @type {readonly (readonly [path: string, text: string])[]} */
const files = [
  ["~/.local/share/virtray/", "Machines, templates and the trash ($XDG_DATA_HOME)."],
  ["~/.config/virtray/", "Settings, and the projects that were agreed to ($XDG_CONFIG_HOME)."],
  ["~/.cache/virtray/", "Downloads ($XDG_CACHE_HOME)."],
  ["/run/virtray/UID/", "The root helper's socket, state and log while the LAN is on."],
];

/**
 * Groups commands by the help's headings.
 * @param {readonly CommandHelp[]} commands
 * @returns {readonly (readonly [group: string, readonly CommandHelp[]])[]} in the help's order
 */
function grouped(commands) {
  /** @type {Map<string, CommandHelp[]>} */
  const groups = new Map();
  for (const each of commands) groups.set(each.group, [...(groups.get(each.group) ?? []), each]);
  return [...groups];
}

/**
 * Writes the reference of a program's commands, as Markdown.
 * @param {import("commander").Command} program
 */
export function markdown(program) {
  const commands = grouped(readCommands(program)).flatMap(([group, members]) => [
    `## ${group}`,
    ...members.flatMap(({ usage, text, operands, options, more }) => [
      `### \`${usage}\``,
      `${plain(text)}.`,
      ...list([...operands, ...options]),
      ...(more === "" ? [] : [`\`\`\`\n${more}\n\`\`\``]),
    ]),
  ]);
  const parts = [
    "# Commands",
    "Written from the command's own help by `npm run manual`; change it there.",
    ...general.map(plain),
    list(statuses.map(([term, text]) => ({ term, text }))).map((each) => `Exit codes:\n\n${each}`),
    ...commands,
  ].flat();
  return `${parts.join("\n\n")}\n`;
}

/**
 * Writes entries as one Markdown list.
 * @param {readonly import("./read-commands.mjs").Entry[]} entries
 * @returns {readonly string[]} the list; empty without entries
 */
function list(entries) {
  if (entries.length === 0) return [];
  return [entries.map(({ term, text }) => `- \`${term}\`: ${plain(text)}`).join("\n")];
}

/** Escapes the characters that Markdown would interpret. @param {string} text */
function plain(text) {
  return text.replaceAll(/[<*_`\\]/g, "\\$&");
}

/**
 * Writes a program's manual page (man(7)).
 * @param {import("commander").Command} program
 */
export function manualPage(program) {
  const commands = grouped(readCommands(program)).flatMap(([group, members]) => [
    `.SS "${roff(group)}"`,
    ...members.flatMap(({ usage, text, operands, options, more }) => [
      ...tagged(usage, `${text}.`),
      ...(operands.length + options.length === 0 && more === "" ? [] : [".RS"]),
      ...[...operands, ...options].flatMap(({ term, text: what }) => tagged(term, what)),
      ...(more === "" ? [] : [".PP", ".nf", ...more.split("\n").map(line), ".fi"]),
      ...(operands.length + options.length === 0 && more === "" ? [] : [".RE"]),
    ]),
  ]);
  const lines = [
    '.\\" Written from the command\'s own help by "npm run manual".',
    `.TH VIRTRAY 1 "" "Virtray ${program.version()}" "User Commands"`,
    ".SH NAME",
    "virtray \\- virtual machines in the background, on a private LAN",
    ".SH SYNOPSIS",
    ".B virtray",
    ".I command",
    "[\\fIoperand\\fR ...] [\\fIoption\\fR ...]",
    ".SH DESCRIPTION",
    `${line(program.description())}.`,
    "The command uses the same services as the application; both may be used at once.",
    ...general.flatMap((each) => [".PP", line(each)]),
    ".SH COMMANDS",
    ...commands,
    ".SH EXIT STATUS",
    ...statuses.flatMap(([status, text]) => tagged(status, text)),
    ".SH FILES",
    ...files.flatMap(([path, text]) => tagged(path, text)),
    ".SH EXAMPLES",
    ".nf",
    ...textBelow(program).split("\n").map(line),
    ".fi",
    ".SH SEE ALSO",
    ".BR qemu\\-img (1),",
    ".BR ssh_config (5),",
    ".BR pkexec (1)",
  ];
  return `${lines.join("\n")}\n`;
}

/**
 * @param {string} term
 * @param {string} text
 */
function tagged(term, text) {
  return [".TP", `.B "${roff(term)}"`, line(text)];
}

/** roff's names of characters, so that the page reads the same in every encoding. */
const named = new Map([
  ["\\", "\\e"],
  ["-", "\\-"],
  ['"', "\\(dq"],
  ["“", "\\(lq"],
  ["”", "\\(rq"],
  ["’", "\\(cq"],
  ["'", "\\(aq"],
  ["~", "\\(ti"],
]);

/** @param {string} text */
function roff(text) {
  return [...text]
    .map((each) => {
      const code = each.codePointAt(0) ?? 0;
      return (
        named.get(each) ??
        (code > 126 ? `\\[u${code.toString(16).toUpperCase().padStart(4, "0")}]` : each)
      );
    })
    .join("");
}

/** Escapes a line of text, in which a first dot would begin a request. @param {string} text */
function line(text) {
  return roff(text).replace(/^[.]/, "\\&.");
}
