import type { DiskView, MachineView } from "../../../electron/contract/machine/machine.ts";
import { describeSetting } from "../../../electron/contract/words/hardware.ts";
import { useWords } from "../../app-state.ts";
import { Facts } from "../../components/Facts.tsx";
import { useNow } from "../../hooks/use-now.ts";
import { useDisks } from "../machine-disks/use-disks.ts";
import { useSnapshots } from "./use-snapshots.ts";

/** Sums a machine up in a few words: settings and disks have tabs of their own. */
export function MachineFacts({ machine }: { readonly machine: MachineView }) {
  const { definition, accelerator } = machine;
  const words = useWords();
  const { ui } = words;
  const disks = useDisks(machine).all ?? [];
  const snapshots = useSnapshots(machine).all;
  const newest = snapshots?.toSorted((a, b) => a.takenAt - b.takenAt).at(-1);
  const now = useNow(newest !== undefined, 60_000);
  const power = [
    ui.detail.processors(definition.cpus),
    ui.unit.size(definition.memoryMiB * 2 ** 20),
    accelerator === null
      ? describeSetting(words, "acceleration", definition)
      : ui.detail.accelerator[accelerator.kind],
  ];
  return (
    <Facts
      title={ui.detail.machine}
      facts={[
        ...(definition.template === undefined
          ? []
          : [[ui.detail.template, definition.template.name] as const]),
        ...disks.map(
          (disk) =>
            [
              disk.place === 0 ? ui.detail.disk : ui.disks.further(disk.place),
              <DiskUse key={disk.place} disk={disk} />,
            ] as const,
        ),
        [
          ui.storage.title,
          newest === undefined ? (
            ui.detail.noSnapshots
          ) : (
            <span key="snapshots" title={ui.unit.time(newest.takenAt)}>
              {ui.detail.snapshots(snapshots?.length ?? 0, ui.unit.ago(now - newest.takenAt))}
            </span>
          ),
        ],
        [ui.detail.hardware, power.join(" · ")],
      ]}
    />
  );
}

/** How much of a disk is in use, as far as that is known. */
function DiskUse({ disk: { place, bytes, virtualBytes } }: { readonly disk: DiskView }) {
  const { ui } = useWords();
  if (virtualBytes === null) return ui.disks.unknown;
  if (bytes === null) return ui.unit.size(virtualBytes);
  const title = place === 0 ? ui.disks.system : ui.disks.further(place);
  return (
    <span className="disk-use">
      {ui.detail.ofSize(ui.unit.size(bytes), ui.unit.size(virtualBytes))}
      <meter
        aria-label={ui.disks.used(title)}
        min={0}
        max={virtualBytes}
        value={Math.min(bytes, virtualBytes)}
      />
    </span>
  );
}
