/**
 * A command as its own help describes it.
 * @typedef {{ readonly term: string, readonly text: string }} Entry
 * @typedef {object} CommandHelp
 * @property {string} group the heading below which the help lists it
 * @property {string} usage as it is typed, with the words before it
 * @property {string} text
 * @property {readonly Entry[]} operands those with a description
 * @property {readonly Entry[]} options without those that all commands have
 * @property {string} more the text below the options
 */

/** The options that each command has. */
const common = new Set(["--json", "--help"]);

/**
 * Reads the help of a program's commands, in the order of its own help.
 * @param {import("commander").Command} program
 * @returns {readonly CommandHelp[]} those that can be called, also below others
 */
export function readCommands(program) {
  return program
    .createHelp()
    .visibleCommands(program)
    .filter((each) => each.name() !== "help")
    .flatMap((each) => below(each, each.helpGroup() ?? ""));
}

/**
 * Reads the help of a command and of those below it.
 * @param {import("commander").Command} command
 * @param {string} group
 * @returns {readonly CommandHelp[]}
 */
function below(command, group) {
  const help = command.createHelp();
  const children = help
    .visibleCommands(command)
    .filter((each) => each.name() !== "help" && each.name() !== command.name())
    .flatMap((each) => below(each, group));
  const isLeaf = command.options.length > 0 || children.length === 0;
  return isLeaf ? [describe(command, group), ...children] : children;
}

/**
 * Reads the help of one command.
 * @param {import("commander").Command} command
 * @param {string} group
 * @returns {CommandHelp}
 */
function describe(command, group) {
  const help = command.createHelp();
  return {
    group: help.styleTitle(group).replace(/:$/, ""),
    usage: pathOf(command),
    text: help.commandDescription(command),
    operands: command.registeredArguments
      .map((each) => ({ term: help.argumentTerm(each), text: help.argumentDescription(each) }))
      .filter(({ text }) => text !== ""),
    options: help
      .visibleOptions(command)
      .filter(({ long }) => long === undefined || !common.has(long))
      .map((each) => ({ term: help.optionTerm(each), text: help.optionDescription(each) })),
    more: textBelow(command),
  };
}

/**
 * Returns the words that call a command, and its operands.
 * @param {import("commander").Command} command
 */
function pathOf(command) {
  const help = command.createHelp();
  const operands = command.registeredArguments.map((each) => {
    const name = `${help.argumentTerm(each)}${each.variadic ? "..." : ""}`;
    return each.required ? `<${name}>` : `[${name}]`;
  });
  const names = [command.name()];
  for (let at = command.parent; at !== null; at = at.parent) names.unshift(at.name());
  return [...names, ...operands].join(" ");
}

/**
 * Reads the text below a command's help, which commander does not return but only writes.
 * @param {import("commander").Command} command
 */
export function textBelow(command) {
  let written = "";
  command.configureOutput({
    writeOut: (text) => {
      written += text;
    },
  });
  command.outputHelp();
  return written.slice(command.helpInformation().length).trim();
}
