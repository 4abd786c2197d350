import { FolderOpen, X } from "lucide-react";
import { useState } from "react";
import type { CertificateFile } from "../../../electron/contract/base/handed-on.ts";
import type { AppError } from "../../../electron/contract/errors/app-error.ts";
import { errorLine } from "../../../electron/contract/words/words.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { SelectField } from "../../components/SelectField.tsx";
import { TextField } from "../../components/TextInput.tsx";
import type { useFromTemplate } from "./use-from-template.ts";

/** The fields for what a machine gets of its surroundings: proxy, certificates, guest agent. */
export function HandedOnFields(props: {
  readonly machine: Pick<
    ReturnType<typeof useFromTemplate>,
    "at" | "shown" | "certificates" | "setCertificates"
  >;
  /** The name of the computer that is to have the machine; null: this one. */
  readonly there: string | null;
}) {
  const { handedOn } = useWords().ui;
  const { at, shown, certificates, setCertificates } = props.machine;
  const { onChange, value } = at("agent", handedOn.agent);
  const isOther = shown.proxyFrom === "other";
  return (
    <>
      <div className={isOther ? undefined : "field-wide"}>
        <SelectField
          {...at("proxyFrom", handedOn.proxy, handedOn.proxyHint)}
          options={[
            ["none", handedOn.noProxy],
            ["host", handedOn.ofHost(props.there)],
            ["other", handedOn.otherProxy],
          ]}
        />
      </div>
      {isOther && (
        <TextField
          {...at("proxy", handedOn.proxyAddress)}
          placeholder="http://proxy.example.org:3128"
        />
      )}
      {props.there === null && (
        <CertificatesField chosen={certificates} onChange={setCertificates} />
      )}
      <div className="field field-wide">
        <label className="check">
          <input
            type="checkbox"
            checked={value === "yes"}
            onChange={(event) => onChange(event.target.checked ? "yes" : "no")}
          />
          {handedOn.agent}
        </label>
        <p className="hint">{handedOn.agentHint}</p>
      </div>
    </>
  );
}

/** The files of certificates that a machine is to trust; each is read when it is chosen. */
function CertificatesField(props: {
  readonly chosen: readonly CertificateFile[];
  readonly onChange: (chosen: readonly CertificateFile[]) => void;
}) {
  const words = useWords();
  const { handedOn, create } = words.ui;
  const { chosen, onChange } = props;
  const [refusal, setRefusal] = useState<AppError | null>(null);

  async function pick(): Promise<void> {
    const picked = await bridge.call("certificate.pick", undefined);
    setRefusal(picked.ok ? null : picked.error);
    if (!picked.ok || picked.value === null) return;
    const { value } = picked;
    onChange([...chosen.filter(({ path }) => path !== value.path), value]);
  }

  return (
    <fieldset className="field keys-field field-wide">
      <legend className="field-label">{handedOn.certificates}</legend>
      <div className="keys">
        {chosen.map(({ path, certificates }) => (
          <span key={path} className="check">
            <span className="cut mono" title={path}>
              {path}
            </span>
            <span className="dim">{handedOn.count(certificates.length)}</span>
            <button
              type="button"
              className="icon-button"
              aria-label={handedOn.leaveOut(path)}
              onClick={() => onChange(chosen.filter((each) => each.path !== path))}
            >
              <X size={14} aria-hidden="true" />
            </button>
          </span>
        ))}
        <button type="button" className="button" onClick={() => void pick()}>
          <FolderOpen size={16} aria-hidden="true" />
          {create.pick}
        </button>
      </div>
      <p className={refusal === null ? "hint" : "hint bad"} role="status">
        {refusal === null ? handedOn.certificatesHint : errorLine(words, refusal)}
      </p>
    </fieldset>
  );
}
