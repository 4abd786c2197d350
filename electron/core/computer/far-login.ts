/** A login to a machine there. */
export interface FarLogin {
  readonly machine: string;
  /** Null for the machine's own. */
  readonly user: string | null;
  /** Empty for a shell. */
  readonly command: readonly string[];
}

/** Reads the words of `ssh`; null if they are more than a login, which the command there then explains. */
export function readFarLogin(words: readonly string[]): FarLogin | null {
  const [first, ...rest] = words;
  if (first !== "ssh") return null;
  const stop = rest.indexOf("--");
  const own = stop === -1 ? rest : rest.slice(0, stop);
  const [at, user] = userIn(own);
  const [machine, ...command] = own.filter((_, index) => !at.includes(index));
  if (machine === undefined || [machine, ...command].some((word) => word.startsWith("-"))) {
    return null;
  }
  return { machine, user, command: [...command, ...(stop === -1 ? [] : rest.slice(stop + 1))] };
}

/** Finds the option for the user: where its words are, and its value. */
function userIn(words: readonly string[]): readonly [at: readonly number[], user: string | null] {
  const index = words.findIndex((word) => /^(?:-l|--login(?:=.*)?)$/.test(word));
  const word = words[index];
  if (word === undefined) return [[], null];
  const joined = /^--login=(.+)$/.exec(word)?.[1];
  return joined === undefined ? [[index, index + 1], words[index + 1] ?? null] : [[index], joined];
}
