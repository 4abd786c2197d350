import { useId, useState } from "react";
import type { Result } from "../../../../electron/contract/errors/app-error.ts";
import type { ForwardProtocol, PortForward } from "../../../../electron/contract/lan/forward.ts";
import { errorLine } from "../../../../electron/contract/words/words.ts";
import { useWords } from "../../../app-state.ts";
import { AddForm } from "../../../components/AddForm.tsx";
import { Field } from "../../../components/Field.tsx";
import { Segments } from "../../../components/Segments.tsx";
import { focusOnSight } from "../../../hooks/focus-on-sight.ts";
import { useSending } from "../../../hooks/use-sending.ts";
import { readPort } from "./read-port.ts";

const protocols = ["tcp", "udp"] as const;

/** Asks for a new forward. Refused input stays in the form. */
export function AddForwardForm(props: {
  readonly onAdd: (forward: PortForward) => Promise<Result<void>>;
  readonly onClose: () => void;
}) {
  const words = useWords();
  const { forwards } = words;
  const [hostText, setHostText] = useState("");
  const [machineText, setMachineText] = useState("");
  const [protocol, setProtocol] = useState<ForwardProtocol>("tcp");
  const [isOutside, setOutside] = useState(false);
  const [isAsked, setAsked] = useState(false);
  const sending = useSending();
  const { isBusy, refusal } = sending;
  const hostPort = readPort(hostText);
  const port = readPort(machineText);

  async function submit(): Promise<void> {
    setAsked(true);
    sending.forget();
    if (hostPort === null || port === null) return sending.leadToWrong();
    const reach = isOutside ? "uplink" : "host";
    await sending.send(() => props.onAdd({ protocol, hostPort, port, reach }));
  }

  const wrong = (value: number | null) =>
    isAsked && value === null ? forwards.portWrong : undefined;
  return (
    <AddForm
      form={sending.form}
      className="forward-form"
      label={forwards.addTitle}
      submit={forwards.addDo}
      isBusy={isBusy}
      onSubmit={() => void submit()}
      onClose={props.onClose}
    >
      <Segments
        label={forwards.protocol}
        name="forward-protocol"
        values={protocols}
        value={protocol}
        nameOf={(each) => each.toUpperCase()}
        onChange={(each) => {
          setProtocol(each);
          sending.forget();
        }}
      />
      <div className="field-pair">
        <PortField
          label={forwards.hostPort}
          value={hostText}
          error={wrong(hostPort) ?? (refusal === null ? undefined : errorLine(words, refusal))}
          isFirst={true}
          onChange={(text) => {
            setHostText(text);
            sending.forget();
          }}
        />
        <PortField
          label={forwards.port}
          value={machineText}
          error={wrong(port)}
          isFirst={false}
          onChange={(text) => {
            setMachineText(text);
            sending.forget();
          }}
        />
      </div>
      <OutsideField isOutside={isOutside} onChange={setOutside} />
    </AddForm>
  );
}

function PortField(props: {
  readonly label: string;
  readonly value: string;
  readonly error: string | undefined;
  /** Whether the field takes the focus when the form opens. */
  readonly isFirst: boolean;
  readonly onChange: (value: string) => void;
}) {
  return (
    <Field label={props.label} hint={useWords().forwards.portHint} error={props.error}>
      {(ids) => (
        <input
          {...ids}
          className="input"
          inputMode="numeric"
          autoComplete="off"
          {...(props.isFirst ? { ref: focusOnSight } : {})}
          value={props.value}
          onChange={(event) => props.onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

/** A box that opens the forward to other computers. */
function OutsideField(props: {
  readonly isOutside: boolean;
  readonly onChange: (isOutside: boolean) => void;
}) {
  const { forwards } = useWords();
  const hintId = useId();
  return (
    <div>
      <label className="check">
        <input
          type="checkbox"
          aria-describedby={hintId}
          checked={props.isOutside}
          onChange={(event) => props.onChange(event.target.checked)}
        />
        {forwards.outside}
      </label>
      <p id={hintId} className="hint">
        {forwards.outsideHint}
      </p>
    </div>
  );
}
