import { useCallback, useEffect, useRef, useState } from "react";
import type { Examination } from "../../../electron/contract/doctor.ts";
import { bridge } from "../../bridge.ts";
import { useAppState } from "../../snapshot.ts";

/** The doctor's last examination (null: none yet), and the way to a new one. */
export function useExamination(): {
  readonly examination: Examination | null;
  readonly isBusy: boolean;
  readonly again: () => Promise<void>;
} {
  const { lan, machines, broken } = useAppState();
  // What others change in LAN and machines outdates what was found.
  const occasion = JSON.stringify([
    [lan.status, lan.problem?.code],
    machines.map(({ id, problem }) => [id, problem?.code]),
    broken.map(({ id }) => id),
  ]);
  const [last, setLast] = useState<{ readonly occasion: string; readonly found: Examination }>();
  const [underWay, setUnderWay] = useState(0);
  const latest = useRef(0);
  const again = useCallback(async () => {
    latest.current += 1;
    const number = latest.current;
    setUnderWay((count) => count + 1);
    const answer = await bridge.call("doctor.examine", undefined);
    setUnderWay((count) => count - 1);
    // A later one may have come first.
    if (answer.ok && number === latest.current) setLast({ occasion, found: answer.value });
  }, [occasion]);
  useEffect(() => void again(), [again]);
  return { examination: last?.found ?? null, isBusy: underWay > 0, again };
}
