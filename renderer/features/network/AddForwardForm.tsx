import { useId, useState } from "react";
import type { Result } from "../../../electron/contract/errors/app-error.ts";
import type { ForwardProtocol, PortForward } from "../../../electron/contract/lan/forward.ts";
import { errorLine } from "../../../electron/contract/words/words.ts";
import { useWords } from "../../app-state.ts";
import { AddForm } from "../../components/AddForm.tsx";
import { Field } from "../../components/Field.tsx";
import { focusOnSight } from "../../components/focus-on-sight.ts";
import { Segments } from "../../components/Segments.tsx";
import { useSending } from "../../components/use-sending.ts";
import { readPort } from "./read-port.ts";

const protocols = ["tcp", "udp"] as const;

/** Asks for a new forward. What is refused stays typed. */
export function AddForwardForm(props: {
  readonly onAdd: (forward: PortForward) => Promise<Result<void>>;
  readonly onClose: () => void;
}) {
  const words = useWords();
  const { forwards } = words;
  const [hostText, setHostText] = useState("");
  const [text, setText] = useState("");
  const [protocol, setProtocol] = useState<ForwardProtocol>("tcp");
  const [isOutside, setOutside] = useState(false);
  const [isAsked, setAsked] = useState(false);
  const sending = useSending();
  const { isBusy, refusal } = sending;
  const hintId = useId();
  const hostPort = readPort(hostText);
  const port = readPort(text);

  async function submit(): Promise<void> {
    setAsked(true);
    sending.forget();
    if (hostPort === null || port === null) return sending.leadToWrong();
    const reach = isOutside ? "uplink" : "host";
    await sending.send(() => props.onAdd({ protocol, hostPort, port, reach }));
  }

  const field = (
    label: string,
    value: string,
    change: (value: string) => void,
    error: string | undefined,
    isFirst: boolean,
  ) => (
    <Field label={label} hint={forwards.portHint} error={error}>
      {(ids) => (
        <input
          {...ids}
          className="input"
          inputMode="numeric"
          autoComplete="off"
          {...(isFirst ? { ref: focusOnSight } : {})}
          value={value}
          onChange={(event) => {
            change(event.target.value);
            sending.forget();
          }}
        />
      )}
    </Field>
  );
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
        {field(
          forwards.hostPort,
          hostText,
          setHostText,
          wrong(hostPort) ?? (refusal === null ? undefined : errorLine(words, refusal)),
          true,
        )}
        {field(forwards.port, text, setText, wrong(port), false)}
      </div>
      <div>
        <label className="check">
          <input
            type="checkbox"
            aria-describedby={hintId}
            checked={isOutside}
            onChange={(event) => setOutside(event.target.checked)}
          />
          {forwards.outside}
        </label>
        <p id={hintId} className="hint">
          {forwards.outsideHint}
        </p>
      </div>
    </AddForm>
  );
}
