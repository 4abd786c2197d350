/**
 * A word of an Exec key: quoted, with what the quoting reserves escaped; a percent sign doubled,
 * because it begins a field code; and all backslashes doubled once more, because it is a string
 * of a desktop file (Desktop Entry Specification, "The Exec key").
 */
function execWord(word: string): string {
  const quoted = `"${word.replace(/["`$\\]/g, "\\$&")}"`;
  return quoted.replaceAll("%", "%%").replaceAll("\\", "\\\\");
}

/** The lines that name the command. Desktops pass the file over once its program was removed. */
function commandLines(command: readonly string[]): readonly [tryExec: string, exec: string] {
  const program = (command[0] ?? "").replaceAll("\\", "\\\\");
  return [`TryExec=${program}`, `Exec=${command.map(execWord).join(" ")}`];
}

/** The desktop file that starts a command at login. */
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

/** Whether a desktop file starts anything at login; settings of desktops switch it off within. */
export function isLoginEntryOn(text: string): boolean {
  return /^Exec=./m.test(text) && !/^(?:Hidden=true|X-GNOME-Autostart-enabled=false)$/m.test(text);
}

/**
 * The desktop file with another command in place of a former one, and all else kept, for desktops and
 * users change it too; null if it does not start the former one.
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
