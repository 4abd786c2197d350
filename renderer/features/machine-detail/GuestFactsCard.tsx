import type { GuestFileSystem } from "../../../electron/contract/machine/guest-facts.ts";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { useWords } from "../../app-state.ts";
import { Facts } from "../../components/Facts.tsx";
import { useGuestFacts } from "./use-guest-facts.ts";

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
