/** The arguments that make a terminal emulator run a command, by its program's name. */
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

/** Terminals to try if no setting names one, the commonest first. */
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

/** Returns whether a program is a known terminal, by its bare name. */
export function isKnownTerminal(program: string): boolean {
  return Object.hasOwn(words, program);
}

/** The settings that name the user's terminal, each null if it is not set. */
export interface TerminalOptions {
  /** Virtray's own setting. */
  readonly setting: string | null;
  /** $TERMINAL */
  readonly variable: string | null;
  /**
   * GNOME's setting org.gnome.desktop.default-applications.terminal exec, if its schema is
   * installed.
   */
  readonly gnome: string | null;
}

/**
 * Returns the programs to try, in order: Virtray's setting, $TERMINAL, the desktops' common way
 * (xdg-terminal-exec), GNOME's setting, Debian's alternative, then common terminals.
 */
export function terminalCandidates(pending: TerminalOptions): readonly string[] {
  const { setting, variable, gnome } = pending;
  const named = [setting, variable, "xdg-terminal-exec", gnome, ...common];
  return [...new Set(named.filter((name): name is string => name !== null && name !== ""))];
}

/**
 * Returns the command line that runs a command in a terminal; an unknown one is run as xterm is.
 */
export function terminalCommand(
  program: string,
  command: readonly string[],
): readonly [program: string, ...args: string[]] {
  const name = program.slice(program.lastIndexOf("/") + 1);
  return [program, ...(words[name] ?? ["-e"]), ...command];
}

/**
 * Runs a command and, if it fails, keeps the window open until Return is pressed, so that its
 * output can be read. `say` is the question for Return.
 */
export function heldOpen(command: readonly string[], say: string): readonly string[] {
  const script = 'say=$1; shift; "$@" || { printf "\\n%s" "$say"; read -r _; }';
  return ["sh", "-c", script, "sh", say, ...command];
}
