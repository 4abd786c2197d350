/** How a command takes machines: one at its first operand, or as many as are given. */
type Takes = "one" | "many";

/** The commands that may be about machines of other computers; a group's come with its name. */
const commands: Readonly<Record<string, Takes>> = {
  show: "one",
  start: "many",
  wait: "many",
  stop: "many",
  restart: "many",
  pause: "many",
  resume: "many",
  suspend: "many",
  discard: "many",
  kill: "many",
  delete: "many",
  mark: "many",
  ssh: "one",
  exec: "one",
  ports: "one",
  rename: "one",
  clone: "one",
  set: "one",
  "cable pull": "many",
  "cable plug": "many",
  "disk list": "one",
  "disk grow": "one",
  "disk trim": "one",
  "disk remove": "one",
  "snapshot list": "one",
  "snapshot take": "one",
  "snapshot restore": "one",
  "snapshot delete": "one",
  "doctor path": "one",
};

/** The subject of a command's words, as far as they tell it by themselves. */
export type FarWords =
  /** The computer is named; `words` are for it. */
  | { readonly kind: "named"; readonly computer: string; readonly words: readonly string[] }
  /** Machines of several computers are named. */
  | { readonly kind: "several" }
  /** One machine is named, which may be anywhere. */
  | { readonly kind: "machine"; readonly machine: string }
  | { readonly kind: "here" };

/** The commands that take `--on COMPUTER`, as what they are about has no machine yet; a group as a whole. */
const takesOn: ReadonlySet<string> = new Set(["create", "add", "template", "doctor"]);

const here: FarWords = { kind: "here" };
const name = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const farName = new RegExp(`^(${name})/(${name})$`);
const plainName = new RegExp(`^${name}$`);

/**
 * Finds out which computer the words of a command are about: `COMPUTER/MACHINE` in place of a machine's
 * name, or `--on COMPUTER`.
 */
export function readFarWords(words: readonly string[], computers: readonly string[]): FarWords {
  const [first = "", second = ""] = words;
  const group = `${first} ${second}`;
  const isGroup = commands[group] !== undefined;
  if (takesOn.has(first) && !isGroup) return readOn(words);
  const takes = commands[isGroup ? group : first];
  if (takes === undefined) return here;
  const begin = isGroup ? 2 : 1;
  const stop = words.indexOf("--");
  const end = stop === -1 ? words.length : stop;
  const operands = words
    .map((word, index) => ({ word, index }))
    .slice(begin, end)
    .filter(
      ({ word, index }) => !word.startsWith("-") && words[index - 1]?.startsWith("--") !== true,
    );
  const asked = takes === "one" ? operands.slice(0, 1) : operands;
  const named = asked.flatMap(({ word, index }) => {
    const [, computer = "", machine = ""] = farName.exec(word) ?? [];
    return computers.includes(computer) ? [{ index, computer, machine }] : [];
  });
  const [one] = named;
  if (one === undefined) {
    const [only, ...more] = asked;
    return only !== undefined && more.length === 0 && plainName.test(only.word)
      ? { kind: "machine", machine: only.word }
      : here;
  }
  if (named.length < asked.length || named.some(({ computer }) => computer !== one.computer)) {
    return { kind: "several" };
  }
  const machines = new Map(named.map(({ index, machine }) => [index, machine]));
  return {
    kind: "named",
    computer: one.computer,
    words: words.map((word, index) => machines.get(index) ?? word),
  };
}

/** Takes `--on COMPUTER` or `--on=COMPUTER` out of the words of a command. */
function readOn(words: readonly string[]): FarWords {
  const stop = words.indexOf("--");
  const at = words.findIndex(
    (word, index) => (word === "--on" || word.startsWith("--on=")) && (stop === -1 || index < stop),
  );
  const word = words[at];
  if (word === undefined) return here;
  const isSplit = word === "--on";
  const computer = isSplit ? words[at + 1] : word.slice("--on=".length);
  // Without a name, the command tells what is missing.
  if (computer === undefined) return here;
  return {
    kind: "named",
    computer,
    words: [...words.slice(0, at), ...words.slice(at + (isSplit ? 2 : 1))],
  };
}
