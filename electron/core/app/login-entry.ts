/**
 * Quotes a word of an Exec key (Desktop Entry Specification, "The Exec key"). A percent sign is
 * doubled, because it begins a field code, and all backslashes once more, because the key is a
 * string of a desktop file.
 */
function execWord(word: string): string {
  const quoted = `"${word.replace(/["`$\\]/g, "\\$&")}"`;
  return quoted.replaceAll("%", "%%").replaceAll("\\", "\\\\");
}

/**
 * Returns the lines that name the command; TryExec makes desktops ignore the file once its program
 * is removed.
 */
function commandLines(command: readonly string[]): readonly [tryExec: string, exec: string] {
  const program = (command[0] ?? "").replaceAll("\\", "\\\\");
  return [`TryExec=${program}`, `Exec=${command.map(execWord).join(" ")}`];
}

/** Builds the desktop file that starts a command at login. */
export function buildLoginEntry(command: readonly string[]): string {
  return [
    "[Desktop Entry]",
    "Type=Application",
    "Name=Virtray",
    "Comment=Starts the machines that should run",
    "Comment[de]=Startet die Maschinen, die laufen sollen",
    ...commandLines(command),
    "Icon=virtray-desktop",
    "X-GNOME-Autostart-enabled=true",
    "",
  ].join("\n");
}

/**
 * Returns whether a desktop file starts its program at login; desktops switch it off within the
 * file.
 */
export function isLoginEntryOn(text: string): boolean {
  return /^Exec=./m.test(text) && !/^(?:Hidden=true|X-GNOME-Autostart-enabled=false)$/m.test(text);
}

/**
 * Returns the desktop file with another command in place of a former one; null if it does not start
 * the former one. All else is kept, because desktops and users change the file, too.
 */
export function replaceCommand(
  text: string,
  former: readonly string[],
  command: readonly string[],
): string | null {
  const [formerTry, formerExec] = commandLines(former);
  const [tryExec, exec] = commandLines(command);
  const lines = text.split("\n");
  if (!lines.includes(formerExec)) return null;
  const renewed = new Map([
    [formerTry, tryExec],
    [formerExec, exec],
  ]);
  return lines.map((line) => renewed.get(line) ?? line).join("\n");
}
