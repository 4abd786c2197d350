/** How a terminal emulator is told what to run in it, by its program's name. */
const words: Readonly<Record<string, readonly string[]>> = {
  "xdg-terminal-exec": [],
  "gnome-terminal": ["--"],
  kgx: ["--"],
  ptyxis: ["--"],
  "ptyxis-terminal": ["--"],
  "mate-terminal": ["-x"],
  "xfce4-terminal": ["-x"],
  terminator: ["-x"],
  kitty: [],
  foot: [],
  footclient: [],
  wezterm: ["start", "--"],
  ghostty: ["-e"],
  konsole: ["-e"],
  alacritty: ["-e"],
  "x-terminal-emulator": ["-e"],
  xterm: ["-e"],
};

/** Terminals that are looked for where nothing says which one is meant, the commonest first. */
const common = [
  "x-terminal-emulator",
  "ptyxis",
  "kgx",
  "gnome-terminal",
  "konsole",
  "xfce4-terminal",
  "mate-terminal",
  "kitty",
  "alacritty",
  "foot",
  "wezterm",
  "ghostty",
  "terminator",
  "xterm",
] as const;

/** Whether a program is a terminal that is known, by its bare name. */
export function isKnownTerminal(program: string): boolean {
  return Object.hasOwn(words, program);
}

/** What says which terminal the user wants, each null where nothing is said. */
export interface TerminalOptions {
  /** Virtray's own setting. */
  readonly setting: string | null;
  /** $TERMINAL */
  readonly variable: string | null;
  /** org.gnome.desktop.default-applications.terminal exec, where GNOME's settings are. */
  readonly gnome: string | null;
}

/**
 * The programs to try, in order: what the user told Virtray, $TERMINAL, the desktops' common way
 * (xdg-terminal-exec), GNOME's setting, Debian's alternative, then what is usually there.
 */
export function terminalCandidates(pending: TerminalOptions): readonly string[] {
  const { setting, variable, gnome } = pending;
  const named = [setting, variable, "xdg-terminal-exec", gnome, ...common];
  return [...new Set(named.filter((name): name is string => name !== null && name !== ""))];
}

/** The command line that runs a command in a terminal; of one that is not known, as xterm's. */
export function terminalCommand(
  program: string,
  command: readonly string[],
): readonly [program: string, ...args: string[]] {
  const name = program.slice(program.lastIndexOf("/") + 1);
  return [program, ...(words[name] ?? ["-e"]), ...command];
}

/**
 * Runs a command and, if it fails, keeps the window open until Return is pressed, so that what it
 * said can be read. `say` is what is asked for.
 */
export function heldOpen(command: readonly string[], say: string): readonly string[] {
  const script = 'say=$1; shift; "$@" || { printf "\\n%s" "$say"; read -r _; }';
  return ["sh", "-c", script, "sh", say, ...command];
}
