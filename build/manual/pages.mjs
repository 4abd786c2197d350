import { en } from "./page-words.mjs";
import { readCommands, textBelow } from "./read-commands.mjs";

/** @typedef {import("./read-commands.mjs").CommandHelp} CommandHelp */

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
    ...en.general.map(plain),
    list(en.statuses.map(([term, text]) => ({ term, text }))).map(
      (each) => `Exit codes:\n\n${each}`,
    ),
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
 * @param {import("./page-words.mjs").PageWords} words in the language of the program's help
 */
export function manualPage(program, words = en) {
  const { heads, general, statuses, files } = words;
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
    `.TH VIRTRAY 1 "" "Virtray ${program.version()}" "${roff(words.manual)}"`,
    `.SH "${roff(heads.name)}"`,
    `virtray \\- ${line(words.name)}`,
    `.SH "${roff(heads.synopsis)}"`,
    ".B virtray",
    `.I ${words.command}`,
    `[\\fI${words.operand}\\fR ...] [\\fI${words.option}\\fR ...]`,
    `.SH "${roff(heads.description)}"`,
    `${line(program.createHelp().commandDescription(program))}.`,
    line(words.sameServices),
    ...general.flatMap((each) => [".PP", line(each)]),
    `.SH "${roff(heads.commands)}"`,
    ...commands,
    `.SH "${roff(heads.statuses)}"`,
    ...statuses.flatMap(([status, text]) => tagged(status, text)),
    `.SH "${roff(heads.files)}"`,
    ...files.flatMap(([path, text]) => tagged(path, text)),
    `.SH "${roff(heads.examples)}"`,
    ".nf",
    ...textBelow(program).split("\n").map(line),
    ".fi",
    `.SH "${roff(heads.also)}"`,
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
