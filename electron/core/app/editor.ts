/** An editor that works in machines by ssh. */
export interface Editor {
  readonly program: string;
  readonly name: string;
}

/** The editors with Visual Studio Code's way to other computers, best first. */
export const editors: readonly Editor[] = [
  { program: "code", name: "VS Code" },
  { program: "code-insiders", name: "VS Code Insiders" },
  { program: "codium", name: "VSCodium" },
];

/** The facts about a machine by which ssh reaches it. */
interface EditorTarget {
  readonly name: string;
  readonly address: string;
  readonly user: string | null;
  /** Whether ssh knows machines by their names, with key and host key. */
  readonly knowsNames: boolean;
}

/** Returns the arguments that open an editor's window in a machine. */
export function editorArgs(target: EditorTarget): readonly string[] {
  const { name, address, user, knowsNames } = target;
  const host = knowsNames ? name : user === null ? address : `${user}@${address}`;
  return ["--remote", `ssh-remote+${host}`];
}
