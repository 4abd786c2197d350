/**
 * A word of an Exec key: quoted, with what the quoting reserves escaped; a percent sign doubled,
 * because it begins a field code; and all backslashes doubled once more, because it is a string
 * of a desktop file (Desktop Entry Specification, "The Exec key").
 */
function execWord(word: string): string {
  const quoted = `"${word.replace(/["`$\\]/g, "\\$&")}"`;
  return quoted.replaceAll("%", "%%").replaceAll("\\", "\\\\");
}

/** The desktop file that starts a command at login. */
export function buildLoginEntry(command: readonly string[]): string {
  return [
    "[Desktop Entry]",
    "Type=Application",
    "Name=Virtray",
    "Comment=Starts the machines that should run",
    "Comment[de]=Startet die Maschinen, die laufen sollen",
    // Desktops pass it over once the program was removed.
    `TryExec=${(command[0] ?? "").replaceAll("\\", "\\\\")}`,
    `Exec=${command.map(execWord).join(" ")}`,
    "Icon=virtray-desktop",
    "X-GNOME-Autostart-enabled=true",
    "",
  ].join("\n");
}

/** Whether a desktop file starts anything at login; settings of desktops switch it off within. */
export function isLoginEntryOn(text: string): boolean {
  return /^Exec=./m.test(text) && !/^(?:Hidden=true|X-GNOME-Autostart-enabled=false)$/m.test(text);
}
