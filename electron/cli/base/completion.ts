import { Argument, type Command, type Option } from "commander";
import { readNetwork } from "../../adapters/net/read-interfaces.ts";
import { spellInterface } from "../../contract/uplink/choice.ts";
import type { MachinesService } from "../../services/base/interfaces.ts";
import type { TemplatesService } from "../../services/base/template-interfaces.ts";
import { say } from "./output.ts";

/** The sources of names. */
export interface CompletionTools {
  readonly machines: () => MachinesService;
  readonly templates: () => Promise<TemplatesService>;
}

const shells = ["bash", "zsh", "fish"] as const;

/**
 * The script for each shell. It asks `complete` with all words up to the cursor; if that knows
 * none, files are proposed.
 */
const scripts: Readonly<Record<(typeof shells)[number], string>> = {
  bash: `_virtray() {
  local IFS=$'\\n'
  COMPREPLY=($(virtray complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
  if [[ \${COMP_WORDS[1]} == copy ]]; then
    [[ \${COMPREPLY[0]} == *: ]] && compopt -o nospace 2>/dev/null
    COMPREPLY+=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}"))
  fi
}
complete -o default -F _virtray virtray`,
  zsh: `#compdef virtray
_virtray() {
  local -a found
  found=(\${(f)"$(virtray complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)"})
  if (( $#found )); then compadd -a found; fi
  if (( ! $#found )) || [[ $words[2] == copy ]]; then _files; fi
}
compdef _virtray virtray`,
  fish: `function __virtray_complete
  virtray complete -- (commandline -opc)[2..] (commandline -ct) 2>/dev/null
  or __fish_complete_path (commandline -ct)
end
complete -c virtray -f -a '(__virtray_complete)'`,
};

/** The commands whose first operand is a new name. */
const making = new Set(["add", "create", "install"]);

/** Adds `completion SHELL`, and `complete`, which its scripts call. */
export function addCompletionProgram(program: Command, tools: CompletionTools): void {
  program
    .command("completion")
    .description("write a script for completing commands and names in a shell")
    .addArgument(new Argument("<shell>").choices(shells))
    .addHelpText("after", '\n~/.bashrc: eval "$(virtray completion bash)"')
    .action((shell: (typeof shells)[number]) => say(scripts[shell].split("\n")));
  program
    .command("complete [words...]", { hidden: true })
    .description("list the words that may come next, for shells")
    .action(async (words: readonly string[]) => {
      const [last = "", ...before] = words.toReversed();
      const found = await candidates(program, tools, before.toReversed(), last);
      const fitting = found.filter((each) => each.startsWith(last));
      if (fitting.length > 0) say(fitting);
      else program.error("", { exitCode: 1 });
    });
}

/** Returns the words that may follow `before`, where the user has typed the beginning `last`. */
async function candidates(
  program: Command,
  tools: CompletionTools,
  before: readonly string[],
  last: string,
): Promise<readonly string[]> {
  let command = program;
  let operands = 0;
  let open: Option | undefined;
  for (const word of before) {
    if (open !== undefined) open = undefined;
    else if (word.startsWith("-")) {
      const option = command.options.find(({ short, long }) => [short, long].includes(word));
      open = option?.required === true ? option : undefined;
    } else {
      const below = command.commands.find((each) => each.name() === word);
      if (below === undefined) operands += 1;
      else command = below;
    }
  }
  if (open !== undefined) return valuesOf(open, tools);
  if (last.startsWith("-")) return optionsOf(command);
  const below = command.createHelp().visibleCommands(command);
  if (below.length > 0 && operands === 0) return below.map((each) => each.name());
  return operandsOf(command, tools, operands);
}

function optionsOf(command: Command): readonly string[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .flatMap(({ long }) => long ?? []);
}

async function valuesOf(option: Option, tools: CompletionTools): Promise<readonly string[]> {
  if (option.argChoices !== undefined) return option.argChoices;
  if (option.long === "--template") return templateNames(tools);
  if (option.long === "--machine") return machineNames(tools);
  return [];
}

/** Returns the possible operands at an index; the last operand may be repeated. */
async function operandsOf(
  command: Command,
  tools: CompletionTools,
  index: number,
): Promise<readonly string[]> {
  const all = command.registeredArguments;
  const argument = all[index] ?? (all.at(-1)?.variadic === true ? all.at(-1) : undefined);
  if (argument?.argChoices !== undefined) return argument.argChoices;
  const parent = command.parent?.name();
  switch (argument?.name()) {
    case "auto|none|interface|order":
      return ["auto", "none", "order", ...(await interfaces())];
    case "template":
      return templateNames(tools);
    case "places":
      return (await machineNames(tools)).map((name) => `${name}:`);
    case "name":
    case "old":
      if (parent === "template") return command.name() === "add" ? [] : templateNames(tools);
      return parent === "trash" || (making.has(command.name()) && parent === "virtray")
        ? []
        : machineNames(tools);
    default:
      return [];
  }
}

/** Returns the interfaces that have an address, except for the loopback. */
async function interfaces(): Promise<readonly string[]> {
  const network = await readNetwork();
  const links = network.ok ? network.value.links : [];
  return links
    .filter(({ name, addresses }) => name !== "lo" && addresses.length > 0)
    .map(({ name }) => spellInterface(name));
}

async function machineNames(tools: CompletionTools): Promise<readonly string[]> {
  return (await tools.machines().list()).machines.map(({ name }) => name).sort();
}

async function templateNames(tools: CompletionTools): Promise<readonly string[]> {
  return (await (await tools.templates()).list()).templates.map(({ name }) => name).sort();
}
