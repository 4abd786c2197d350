import { FolderOpen } from "lucide-react";
import { useState } from "react";
import type { Answer } from "../../../electron/contract/channels.ts";
import type { Result } from "../../../electron/contract/errors.ts";
import { errorLine } from "../../../electron/contract/words/words.ts";
import { bridge } from "../../bridge.ts";
import { Field } from "../../components/Field.tsx";
import { useWords } from "../../snapshot.ts";

interface Look {
  readonly path: string;
  /** null: still looking. */
  readonly found: Result<Answer<"disk.inspect">> | null;
}

/** The disk's path, typed or chosen, with what was found there. */
export function DiskField(props: {
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (path: string) => void;
}) {
  const words = useWords();
  const { ui } = words;
  const { create } = ui;
  const [look, setLook] = useState<Look | null>(null);
  const current = look !== null && look.path === props.value ? look : null;

  async function inspect(path: string): Promise<void> {
    if (!path.startsWith("/") || current !== null) return;
    setLook({ path, found: null });
    const found = await bridge.call("disk.inspect", { path });
    // What was found of a path that is no longer the last one asked for is dropped.
    setLook((now) => (now?.path === path ? { path, found } : now));
  }

  async function pick(): Promise<void> {
    const answer = await bridge.call("disk.pick", undefined);
    if (!answer.ok || answer.value === null) return;
    props.onChange(answer.value);
    await inspect(answer.value);
  }

  const found = current?.found ?? null;
  const hint =
    current === null
      ? create.diskHint
      : found === null
        ? create.checking
        : found.ok
          ? create.found(found.value.format, ui.unit.size(found.value.virtualBytes))
          : undefined;
  const refusal = found !== null && !found.ok ? errorLine(words, found.error) : undefined;
  return (
    <Field label={create.disk} hint={hint} error={props.error ?? refusal}>
      {(ids) => (
        <div className="field-row">
          <input
            {...ids}
            className="input"
            name="disk"
            autoComplete="off"
            spellCheck={false}
            value={props.value}
            onChange={(event) => props.onChange(event.target.value)}
            onBlur={() => void inspect(props.value)}
          />
          <button type="button" className="button" onClick={() => void pick()}>
            <FolderOpen size={16} aria-hidden="true" />
            {create.pick}
          </button>
        </div>
      )}
    </Field>
  );
}
