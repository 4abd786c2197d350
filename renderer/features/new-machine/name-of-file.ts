/** Returns what a file's path says about its content: its name without folders and endings. */
export function nameOfFile(path: string): string {
  const name = path.split("/").at(-1) ?? "";
  return name.replace(/\.(?:qcow2|img|raw|iso|vmdk|vdi|vhdx?)$/i, "");
}
