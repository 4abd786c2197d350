import { useState } from "react";
import type { AppError } from "../../../electron/contract/errors.ts";
import {
  type Autostart,
  autostartWhen,
  defaultAutostart,
  type MachineView,
} from "../../../electron/contract/machine.ts";
import { errorLine } from "../../../electron/contract/words/words.ts";
import { bridge } from "../../bridge.ts";
import { Field } from "../../components/Field.tsx";
import { useWords } from "../../snapshot.ts";

/** Whether a machine starts by itself at login, and when in turn; a choice holds at once. */
export function AutostartForm(props: { readonly machine: MachineView }) {
  const { id, definition } = props.machine;
  const words = useWords();
  const { machineSettings } = words.ui;
  const now = definition.autostart ?? defaultAutostart;
  const [typed, setTyped] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<AppError | null>(null);
  const isWrong = typed !== null && readOrder(typed) === null;

  async function set(wished: Autostart): Promise<void> {
    const done = await bridge.call("machine.autostart", { id, autostart: wished });
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
      <Field
        label={machineSettings.autostart.title}
        hint={machineSettings.autostart.hint}
        error={refusal === null ? undefined : errorLine(words, refusal)}
      >
        {(ids) => (
          <select
            {...ids}
            name="autostart"
            value={now.when}
            onChange={(event) => {
              const when = autostartWhen.options.find((each) => each === event.target.value);
              if (when !== undefined) void set({ ...now, when });
            }}
          >
            {autostartWhen.options.map((when) => (
              <option key={when} value={when}>
                {machineSettings.autostart.names[when]}
              </option>
            ))}
          </select>
        )}
      </Field>
      {now.when !== "never" && (
        <Field
          label={machineSettings.autostart.order}
          hint={machineSettings.autostart.orderHint}
          error={isWrong ? machineSettings.autostart.orderHint : undefined}
        >
          {(ids) => (
            <input
              {...ids}
              className="input"
              name="order"
              inputMode="numeric"
              autoComplete="off"
              value={typed ?? String(now.order)}
              onChange={(event) => setTyped(event.target.value)}
              onBlur={() => void setOrder()}
            />
          )}
        </Field>
      )}
    </form>
  );
}

/** The turn that was typed, 0 to 99; null: it is none. */
function readOrder(text: string): number | null {
  return /^\d{1,2}$/.test(text.trim()) ? Number(text) : null;
}
