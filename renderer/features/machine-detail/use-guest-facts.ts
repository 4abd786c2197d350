import { useEffect, useState } from "react";
import type { GuestFacts } from "../../../electron/contract/machine/guest-facts.ts";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { bridge } from "../../bridge.ts";

/** The interval of the questions while the page is seen, in milliseconds. */
const paceMs = 15_000;

/**
 * Returns the facts that a running guest's agent tells; null without an agent. It asks while the machine
 * runs and the page is seen: an app in the background asks no guest.
 */
export function useGuestFacts({
  id,
  status,
  pid,
}: Pick<MachineView, "id" | "status" | "pid">): GuestFacts | null {
  const [facts, setFacts] = useState<GuestFacts | null>(null);
  const isOn = status === "running" && pid !== null;
  useEffect(() => {
    setFacts(null);
    if (!isOn) return;
    let isLeft = false;
    const ask = async () => {
      if (document.visibilityState !== "visible") return;
      const answer = await bridge.call("machine.guest-facts", { id });
      if (!isLeft && answer.ok) setFacts(answer.value);
    };
    void ask();
    const timer = setInterval(() => void ask(), paceMs);
    return () => {
      isLeft = true;
      clearInterval(timer);
    };
  }, [id, isOn]);
  return facts;
}
