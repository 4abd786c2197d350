import type { MachineFile } from "../../contract/machine/machine.ts";
import type { MarkMachine } from "../../contract/machine/marks.ts";

/** Returns a machine with other tags, note or protection. */
export function withMarks(machine: MachineFile, change: MarkMachine): MachineFile {
  const { tags = [], note, protected: guarded, ...rest } = machine;
  const removed = new Set(change.removeTags);
  const kept = [...tags, ...change.addTags].filter((tag) => !removed.has(tag));
  const next = [...new Set(kept)].sort();
  const nextNote = change.note === undefined ? note : (change.note ?? undefined);
  return {
    ...rest,
    ...(next.length === 0 ? {} : { tags: next }),
    ...(nextNote === undefined ? {} : { note: nextNote }),
    ...((change.isProtected ?? guarded) === true ? { protected: true } : {}),
  };
}
