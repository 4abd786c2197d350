import { HardDrive } from "lucide-react";
import { useRef, useState } from "react";
import type { DiskView, MachineView } from "../../../electron/contract/machine/machine.ts";
import { isAlive } from "../../../electron/contract/machine/machine-actions.ts";
import { useWords } from "../../app-state.ts";
import { FilePath } from "../../components/FilePath.tsx";
import { GrowForm } from "./GrowForm.tsx";

/** Returns the description of a disk: its size, format, bus and template. */
function useFacts({ definition }: MachineView, disk: DiskView): readonly string[] {
  const { disks, unit } = useWords().ui;
  const { place, bus, format, virtualBytes, bytes } = disk;
  const device = place === 0 ? definition.disk.device : undefined;
  const template = place === 0 ? definition.template : undefined;
  const size = virtualBytes ?? device?.bytes ?? null;
  return [
    size === null
      ? disks.unknown
      : bytes === null || device !== undefined
        ? unit.size(size)
        : disks.size(unit.size(size), unit.size(bytes)),
    ...(device === undefined ? [format] : [disks.device]),
    { virtio: "virtio", ide: "IDE" }[bus],
    ...(template === undefined ? [] : [disks.cloneOf(template.name)]),
  ];
}

/** One of a machine's disks, with the buttons that make it larger and take it away. */
export function DiskRow(props: {
  readonly machine: MachineView;
  readonly disk: DiskView;
  readonly onGrown: (bytes: number) => void;
  readonly onRemove: () => void;
}) {
  const { machine, disk } = props;
  const { ui } = useWords();
  const [isGrowing, setGrowing] = useState(false);
  const growButton = useRef<HTMLButtonElement>(null);
  const close = () => {
    setGrowing(false);
    growButton.current?.focus();
  };
  const { place, path, virtualBytes, bytes } = disk;
  const isDevice = place === 0 && machine.definition.disk.device !== undefined;
  const title = place === 0 ? ui.disks.system : ui.disks.further(place);
  return (
    <li className="disk" data-testid={`disk-${place}`}>
      <HardDrive size={18} aria-hidden="true" className="dim" />
      <div className="disk-words">
        <h2>{title}</h2>
        <p>{useFacts(machine, disk).join(" · ")}</p>
        {virtualBytes !== null && bytes !== null && !isDevice && (
          <meter
            aria-label={ui.disks.used(title)}
            min={0}
            max={virtualBytes}
            value={Math.min(bytes, virtualBytes)}
          />
        )}
        <p className="dim selectable">
          <FilePath path={path} />
        </p>
      </div>
      <div className="disk-buttons">
        {virtualBytes !== null && !isDevice && (
          <button
            ref={growButton}
            type="button"
            className="button"
            aria-expanded={isGrowing}
            aria-label={ui.actions.of(ui.disks.grow, title)}
            onClick={() => setGrowing(!isGrowing)}
          >
            {ui.disks.grow}
          </button>
        )}
        {place > 0 && (
          <button
            type="button"
            className="button"
            disabled={isAlive(machine.status)}
            aria-label={ui.actions.of(ui.disks.remove, title)}
            onClick={props.onRemove}
          >
            {ui.disks.remove}
          </button>
        )}
      </div>
      {isGrowing && virtualBytes !== null && (
        <GrowForm
          machine={machine}
          place={place}
          now={virtualBytes}
          onClose={close}
          onGrown={(grown) => {
            close();
            props.onGrown(grown);
          }}
        />
      )}
    </li>
  );
}
