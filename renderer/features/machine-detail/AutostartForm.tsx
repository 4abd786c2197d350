import { useState } from "react";
import type { AppError } from "../../../electron/contract/errors/app-error.ts";
import {
  type HostShutdown,
  hostShutdownSchema,
} from "../../../electron/contract/machine/hardware.ts";
import { settingIn } from "../../../electron/contract/machine/hardware-values.ts";
import {
  type Autostart,
  autostartWhenSchema,
  defaultAutostart,
  type MachineView,
} from "../../../electron/contract/machine/machine.ts";
import { errorLine } from "../../../electron/contract/words/words.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { SelectField } from "../../components/SelectField.tsx";
import { TextField } from "../../components/TextInput.tsx";

/** Chooses whether a machine starts at login, its turn, and its end; a change takes effect at once. */
export function AutostartForm(props: { readonly machine: MachineView }) {
  const { id, definition } = props.machine;
  const words = useWords();
  const { machineSettings } = words.ui;
  const now = definition.autostart ?? defaultAutostart;
  const [typed, setTyped] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<AppError | null>(null);
  const isWrong = typed !== null && readOrder(typed) === null;

  async function set(wanted: Autostart): Promise<void> {
    const done = await bridge.call("machine.autostart", { id, autostart: wanted });
    setRefusal(done.ok ? null : done.error);
  }

  async function setOrder(): Promise<void> {
    const order = typed === null ? null : readOrder(typed);
    if (order === null) return;
    if (order !== now.order) await set({ ...now, order });
    setTyped(null);
  }

  return (
    <form
      className="card field-pair"
      noValidate={true}
      onSubmit={(event) => {
        event.preventDefault();
        void setOrder();
      }}
    >
      <SelectField
        label={machineSettings.autostart.title}
        hint={machineSettings.autostart.hint}
        error={refusal === null ? undefined : errorLine(words, refusal)}
        name="autostart"
        value={now.when}
        options={autostartWhenSchema.options.map((when) => [
          when,
          machineSettings.autostart.names[when],
        ])}
        onChange={(value) => {
          const when = autostartWhenSchema.options.find((each) => each === value);
          if (when !== undefined) void set({ ...now, when });
        }}
      />
      <HostShutdownField machine={props.machine} />
      {now.when !== "never" && (
        <TextField
          label={machineSettings.autostart.order}
          hint={machineSettings.autostart.orderHint}
          error={isWrong ? machineSettings.autostart.orderHint : undefined}
          name="order"
          inputMode="numeric"
          value={typed ?? String(now.order)}
          onChange={setTyped}
          onBlur={() => void setOrder()}
        />
      )}
    </form>
  );
}

/** Chooses what becomes of a machine when the computer shuts down; takes effect at once. */
function HostShutdownField({ machine }: { readonly machine: MachineView }) {
  const { id, definition } = machine;
  const words = useWords();
  const { hostShutdown } = words.ui.machineSettings;
  const [refusal, setRefusal] = useState<AppError | null>(null);

  async function set(wanted: HostShutdown): Promise<void> {
    const done = await bridge.call("machine.set", { id, change: { hostShutdown: wanted } });
    setRefusal(done.ok ? null : done.error);
  }

  return (
    <SelectField
      label={hostShutdown.title}
      hint={hostShutdown.hint}
      error={refusal === null ? undefined : errorLine(words, refusal)}
      name="hostShutdown"
      value={settingIn(definition, "hostShutdown")}
      options={hostShutdownSchema.options.map((each) => [each, hostShutdown.names[each]])}
      onChange={(value) => {
        const wanted = hostShutdownSchema.options.find((each) => each === value);
        if (wanted !== undefined) void set(wanted);
      }}
    />
  );
}

/** Parses a turn from 0 to 99; null if the text is not one. */
function readOrder(text: string): number | null {
  return /^\d{1,2}$/.test(text.trim()) ? Number(text) : null;
}
