/** Who listens where, of what `ss -Hlnptu` says: `named (pid 812)`; null: nobody is named. */
export function portHolder(text: string, ownPid: number | null): string | null {
  for (const line of text.split("\n")) {
    const found = /users:\(\("([^"]+)",pid=(\d+)/.exec(line);
    if (found?.[1] !== undefined && Number(found[2]) !== ownPid) {
      return `${found[1]} (pid ${found[2]})`;
    }
  }
  return null;
}
