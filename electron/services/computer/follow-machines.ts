import { type FarMachine, type FarNews, newsMs } from "../../contract/computer/serve.ts";
import { follow } from "../base/follow.ts";

/** The machines of this computer for another one that follows them. */
export interface MachinesFollower {
  /** Answers once they differ from those of the answer with this number, or after a while. */
  readonly news: (since: number | null) => Promise<FarNews>;
  /** Answers what is waited for, and ends all watching. */
  readonly close: () => void;
}

/** Creates a follower; nothing is watched before the first question. */
export function followMachines(
  read: () => Promise<readonly FarMachine[]>,
  watch: (changed: () => void) => () => void,
): MachinesFollower {
  const waiting = new Set<() => void>();
  let known: string | null = null;
  let latest: FarNews = { state: 0, machines: [] };
  let first: Promise<void> | null = null;
  let endWatch = () => {};
  let isClosed = false;
  const follower = follow(
    read,
    (found) => {
      // How long they run is different in each reading.
      const text = JSON.stringify(found.map((each) => ({ ...each, uptimeSeconds: null })));
      const isNew = text !== known;
      known = text;
      latest = { state: latest.state + (isNew ? 1 : 0), machines: [...found] };
      if (isNew) for (const answer of waiting) answer();
    },
    () => {},
  );
  return {
    async news(since) {
      if (first === null) {
        endWatch = watch(follower.changed);
        follower.open();
        first = follower.now();
      }
      await first;
      if (since === latest.state && !isClosed) await nextAnswer(waiting);
      return latest;
    },
    close() {
      isClosed = true;
      endWatch();
      for (const answer of waiting) answer();
    },
  };
}

/** Resolves when the waiting ones are answered, or after a while. */
function nextAnswer(waiting: Set<() => void>): Promise<void> {
  return new Promise((resolve) => {
    const answer = () => {
      clearTimeout(late);
      waiting.delete(answer);
      resolve();
    };
    const late = setTimeout(answer, newsMs);
    waiting.add(answer);
  });
}
