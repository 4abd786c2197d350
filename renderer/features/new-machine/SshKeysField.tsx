import { KeyRound } from "lucide-react";
import { useEffect, useState } from "react";
import type { AppError } from "../../../electron/contract/errors/app-error.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Trouble } from "../../components/Trouble.tsx";

/** Returns a short name of a key: its comment, or else its last characters, and its kind. */
function nameOf(key: string): string {
  const [kind = "", base64 = "", ...comment] = key.split(" ");
  return `${comment.join(" ") || `…${base64.slice(-12)}`} (${kind.replace(/^ssh-/, "")})`;
}

/** Returns the name of the first key, and how many more there are. */
function shortList([first = "", ...more]: readonly string[]): string {
  return more.length === 0 ? nameOf(first) : `${nameOf(first)}, +${more.length}`;
}

/** The keys that may log in: those in `~/.ssh`, all chosen at first, or a new one. `onChange` must be a stable function. */
export function SshKeysField(props: {
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}) {
  const { chosen, onChange } = props;
  const { keys } = useWords().ui.fromTemplate;
  const [found, setFound] = useState<readonly string[] | null>(null);
  const [refusal, setRefusal] = useState<AppError | null>(null);
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    void bridge.call("ssh-key.list", undefined).then((answer) => {
      if (!answer.ok) return setRefusal(answer.error);
      setFound(answer.value);
      onChange(answer.value);
    });
  }, [onChange]);

  async function make(): Promise<void> {
    const made = await bridge.call("ssh-key.make", undefined);
    if (!made.ok) return setRefusal(made.error);
    setRefusal(null);
    setFound([made.value]);
    onChange([made.value]);
  }

  if (found !== null && found.length > 0 && !isOpen) {
    return (
      <p className="keys-line">
        <span className="field-label">{keys.logIn}</span>
        <span className="cut">{chosen.length === 0 ? keys.nobody : shortList(chosen)}</span>
        <button type="button" className="link-button dim" onClick={() => setOpen(true)}>
          {keys.change}
        </button>
      </p>
    );
  }

  return (
    <fieldset className="field keys-field">
      <legend className="field-label">{keys.label}</legend>
      <div className="keys">
        {found?.map((key) => (
          <label key={key} className="check">
            <input
              type="checkbox"
              checked={chosen.includes(key)}
              onChange={(event) =>
                onChange(
                  event.target.checked ? [...chosen, key] : chosen.filter((each) => each !== key),
                )
              }
            />
            <span className="cut" title={key}>
              {nameOf(key)}
            </span>
          </label>
        ))}
        {found?.length === 0 && (
          <>
            <p className="dim">{keys.none}</p>
            <button type="button" className="button" onClick={() => void make()}>
              <KeyRound size={14} aria-hidden="true" />
              {keys.make}
            </button>
          </>
        )}
      </div>
      {refusal !== null && <Trouble level="error" about={refusal} />}
      <p className="hint">{found?.length === 0 ? keys.makeHint : keys.hint}</p>
    </fieldset>
  );
}
