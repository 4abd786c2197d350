import { useState } from "react";
import type { AppError } from "../../../electron/contract/errors/app-error.ts";
import { hostShutdownSchema, idleSchema } from "../../../electron/contract/machine/hardware.ts";
import { settingIn } from "../../../electron/contract/machine/hardware-values.ts";
import {
  type Autostart,
  autostartWhenSchema,
  type ChangeMachine,
  defaultAutostart,
  type MachineView,
} from "../../../electron/contract/machine/machine.ts";
import { errorLine } from "../../../electron/contract/words/words.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { SelectField } from "../../components/SelectField.tsx";
import { TextField } from "../../components/TextInput.tsx";

/** Chooses whether a machine starts at login, its turn, and when it ends by itself; a change takes effect at once. */
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
      <IdleFields machine={props.machine} />
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

/** Sets one thing of a machine, which takes effect at once, and holds the refusal. */
function useSetting({ id }: MachineView) {
  const words = useWords();
  const [refusal, setRefusal] = useState<AppError | null>(null);
  return {
    error: refusal === null ? undefined : errorLine(words, refusal),
    async set(change: ChangeMachine): Promise<void> {
      const done = await bridge.call("machine.set", { id, change });
      setRefusal(done.ok ? null : done.error);
    },
  };
}

/** Chooses what becomes of a machine when the computer shuts down. */
function HostShutdownField({ machine }: { readonly machine: MachineView }) {
  const { hostShutdown } = useWords().ui.machineSettings;
  const { error, set } = useSetting(machine);
  return (
    <SelectField
      label={hostShutdown.title}
      hint={hostShutdown.hint}
      error={error}
      name="hostShutdown"
      value={settingIn(machine.definition, "hostShutdown")}
      options={hostShutdownSchema.options.map((each) => [each, hostShutdown.names[each]])}
      onChange={(value) => {
        const wanted = hostShutdownSchema.options.find((each) => each === value);
        if (wanted !== undefined) void set({ hostShutdown: wanted });
      }}
    />
  );
}

/** Chooses what becomes of a machine that nothing uses, and after how many minutes. */
function IdleFields({ machine }: { readonly machine: MachineView }) {
  const { idle } = useWords().ui.machineSettings;
  const { error, set } = useSetting(machine);
  const [typed, setTyped] = useState<string | null>(null);
  const minutes = settingIn(machine.definition, "idleMinutes");
  const isWrong = typed !== null && !isMinutes(typed);

  async function setMinutes(): Promise<void> {
    if (typed === null || !isMinutes(typed)) return;
    if (Number(typed) !== minutes) await set({ idleMinutes: Number(typed) });
    setTyped(null);
  }

  return (
    <>
      <SelectField
        label={idle.title}
        hint={idle.hint}
        error={error}
        name="idle"
        value={settingIn(machine.definition, "idle")}
        options={idleSchema.options.map((each) => [each, idle.names[each]])}
        onChange={(value) => {
          const wanted = idleSchema.options.find((each) => each === value);
          if (wanted !== undefined) void set({ idle: wanted });
        }}
      />
      {settingIn(machine.definition, "idle") !== "never" && (
        <TextField
          label={idle.minutes}
          error={isWrong ? idle.minutesWrong : undefined}
          name="idleMinutes"
          inputMode="numeric"
          value={typed ?? String(minutes)}
          onChange={setTyped}
          onBlur={() => void setMinutes()}
        />
      )}
    </>
  );
}

const isMinutes = (text: string) => /^[1-9]\d{0,5}$/.test(text.trim());

/** Parses a turn from 0 to 99; null if the text is not one. */
function readOrder(text: string): number | null {
  return /^\d{1,2}$/.test(text.trim()) ? Number(text) : null;
}
