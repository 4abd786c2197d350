import { HardDrive } from "lucide-react";
import { type FormEvent, useRef, useState } from "react";
import type { DiskView, MachineView } from "../../../electron/contract/machine/machine.ts";
import { isAlive } from "../../../electron/contract/machine/machine-actions.ts";
import { errorLine } from "../../../electron/contract/words/words.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Field } from "../../components/Field.tsx";
import { FilePath } from "../../components/FilePath.tsx";
import { focusOnSight } from "../../components/focus-on-sight.ts";
import { TextInput } from "../../components/TextInput.tsx";
import { useSending } from "../../components/use-sending.ts";
import { toBytes } from "../machine/hardware-draft.ts";

interface DiskRowProps {
  readonly machine: MachineView;
  readonly disk: DiskView;
  readonly onGrown: (bytes: number) => void;
  readonly onRemove: () => void;
}

/** One of a machine's disks: what it is, and how to make it larger or take it away. */
export function DiskRow(props: DiskRowProps) {
  const { machine, disk } = props;
  const { definition } = machine;
  const { ui } = useWords();
  const [isGrowing, setGrowing] = useState(false);
  const growButton = useRef<HTMLButtonElement>(null);
  const close = () => {
    setGrowing(false);
    growButton.current?.focus();
  };
  const { place, path, bus, format, virtualBytes, bytes } = disk;
  const device = place === 0 ? definition.disk.device : undefined;
  const template = place === 0 ? definition.template : undefined;
  const title = place === 0 ? ui.disks.system : ui.disks.further(place);
  const size = virtualBytes ?? device?.bytes ?? null;
  const facts = [
    size === null
      ? ui.disks.unknown
      : bytes === null || device !== undefined
        ? ui.unit.size(size)
        : ui.disks.size(ui.unit.size(size), ui.unit.size(bytes)),
    ...(device === undefined ? [format] : [ui.disks.device]),
    { virtio: "virtio", ide: "IDE" }[bus],
    ...(template === undefined ? [] : [ui.disks.cloneOf(template.name)]),
  ];
  return (
    <li className="disk" data-testid={`disk-${place}`}>
      <HardDrive size={18} aria-hidden="true" className="dim" />
      <div className="disk-words">
        <h2>{title}</h2>
        <p>{facts.join(" · ")}</p>
        {virtualBytes !== null && bytes !== null && device === undefined && (
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
        {virtualBytes !== null && device === undefined && (
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

/** Asks for the new size of a disk. What is refused stays typed. */
function GrowForm(props: {
  readonly machine: MachineView;
  readonly place: number;
  /** In bytes. */
  readonly now: number;
  readonly onClose: () => void;
  readonly onGrown: (bytes: number) => void;
}) {
  const { machine, place, now } = props;
  const words = useWords();
  const { ui } = words;
  const [size, setSize] = useState(String(Math.floor(now / 2 ** 30) + 10));
  const [isWrong, setWrong] = useState(false);
  const sending = useSending();
  const { isBusy, refusal } = sending;

  async function grow(event: FormEvent): Promise<void> {
    event.preventDefault();
    const bytes = toBytes(size);
    sending.forget();
    // Also what is no number.
    if (!(bytes > now)) {
      setWrong(true);
      return sending.leadToWrong();
    }
    const grown = await sending.send(() =>
      bridge.call("disk.grow", { id: machine.id, place, bytes }),
    );
    if (grown.ok) props.onGrown(bytes);
    else if (grown.error.code === "input-invalid") setWrong(true);
  }

  const error = isWrong
    ? ui.disks.growWrong(ui.unit.size(now))
    : refusal === null
      ? undefined
      : errorLine(words, refusal);
  const hint = isAlive(machine.status) ? ui.disks.growHintRunning : ui.disks.growHintStopped;
  return (
    <form
      ref={sending.form}
      className="disk-form"
      noValidate={true}
      onSubmit={(event) => void grow(event)}
      onKeyDown={(event) => {
        if (event.key === "Escape") props.onClose();
      }}
    >
      <Field label={ui.disks.growTo} hint={hint} error={error}>
        {(ids) => (
          <div className="field-row">
            <TextInput
              {...ids}
              inputMode="numeric"
              ref={focusOnSight}
              value={size}
              onChange={(text) => {
                setSize(text);
                setWrong(false);
                sending.forget();
              }}
            />
            <button type="submit" className="button button-primary" disabled={isBusy}>
              {ui.disks.growDo}
            </button>
            <button type="button" className="button" onClick={props.onClose}>
              {ui.actions.cancel}
            </button>
          </div>
        )}
      </Field>
    </form>
  );
}
