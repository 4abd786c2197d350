import { ChevronRight } from "lucide-react";
import type { FormEvent, KeyboardEvent, ReactNode, RefObject } from "react";
import { useState } from "react";
import type { AppError } from "../../../electron/contract/errors/app-error.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Trouble } from "../../components/Trouble.tsx";
import { FormFoot } from "../machine/FormFoot.tsx";

/**
 * A form that makes a machine: what is always asked, further options that are folded, and a foot that
 * stays in sight. Ctrl+Enter sends it from any field.
 */
export function MachineForm(props: {
  readonly form: RefObject<HTMLFormElement | null>;
  readonly refusal: AppError | null;
  readonly isBusy: boolean;
  /** Whether nothing can be made yet, such as without any disk. */
  readonly isBlocked?: boolean;
  /** Makes the machine, and returns its ID and whether it runs already; null if that was refused. */
  readonly make: () => Promise<{ readonly id: string; readonly isAwake?: boolean } | null>;
  readonly onCreated: (id: string) => void;
  /** The machine that will be made, in a line. */
  readonly summary: string;
  readonly options: ReactNode;
  readonly children: ReactNode;
}) {
  const { create } = useWords().ui;
  const [isStarting, setStarting] = useState(true);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    const made = await props.make();
    if (made === null) return;
    const { id, isAwake = false } = made;
    if (isStarting && !isAwake) void bridge.call("machine.start", { id });
    props.onCreated(id);
  }

  return (
    <form
      ref={props.form}
      className="machine-form"
      noValidate={true}
      onSubmit={(event) => void submit(event)}
      onKeyDown={(event: KeyboardEvent<HTMLFormElement>) => {
        if (event.key === "Enter" && event.ctrlKey) event.currentTarget.requestSubmit();
      }}
    >
      {props.refusal !== null && <Trouble level="error" about={props.refusal} />}
      {props.children}
      {props.isBlocked !== true && (
        <details className="advanced">
          <summary>
            <ChevronRight size={14} aria-hidden="true" />
            {create.options}
          </summary>
          {props.options}
        </details>
      )}
      <FormFoot
        isStarting={isStarting}
        onStarting={setStarting}
        isBusy={props.isBusy}
        isBlocked={props.isBlocked === true}
        summary={props.summary}
      />
    </form>
  );
}
