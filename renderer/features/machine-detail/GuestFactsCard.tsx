import { useEffect, useState } from "react";
import type {
  GuestFacts,
  GuestFileSystem,
} from "../../../electron/contract/machine/guest-facts.ts";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Facts } from "../../components/Facts.tsx";

/** The interval of the questions while the page is seen, in milliseconds. */
const paceMs = 15_000;

/** Shows the facts that the guest's agent tells; nothing without an agent. */
export function GuestFactsCard({ machine }: { readonly machine: MachineView }) {
  const { ui } = useWords();
  const facts = useGuestFacts(machine);
  if (facts === null) return null;
  const { system, kernel, fileSystems, users, addresses } = facts;
  const text = (name: string, value: string | null) => (value ? [[name, value] as const] : []);
  return (
    <Facts
      title={ui.guest.title}
      facts={[
        ...text(ui.guest.system, system),
        ...text(ui.guest.kernel, kernel),
        ...fileSystems.map(
          (each) => [each.mountedAt, <Use key={each.mountedAt} fileSystem={each} />] as const,
        ),
        [ui.guest.users, users.length === 0 ? ui.guest.nobody : users.join(", ")],
        ...text(ui.guest.addresses, addresses.join(", ")),
      ]}
    />
  );
}

function Use({ fileSystem }: { readonly fileSystem: GuestFileSystem }) {
  const { ui } = useWords();
  const { usedBytes, totalBytes, isNearlyFull, mountedAt } = fileSystem;
  const used = ui.detail.ofSize(ui.unit.size(usedBytes), ui.unit.size(totalBytes));
  return (
    <span className="disk-use">
      {isNearlyFull ? <span className="warn">{ui.guest.nearlyFull(used)}</span> : used}
      <meter
        aria-label={ui.disks.used(mountedAt)}
        min={0}
        max={totalBytes}
        value={Math.min(usedBytes, totalBytes)}
      />
    </span>
  );
}

/** Asks while the machine runs and the page is seen: an app in the background asks no guest. */
function useGuestFacts({ id, status, pid }: MachineView): GuestFacts | null {
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
