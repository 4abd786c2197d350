import { useEffect, useRef, useState } from "react";
import { type AppError, appError } from "../../../electron/contract/errors/app-error.ts";
import type { TemplateView } from "../../../electron/contract/template/template.ts";
import { useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { Trouble } from "../../components/Trouble.tsx";

/** Asks before a template is deleted; one with clones cannot be deleted, and the dialog lists them. */
export function DeleteTemplateDialog(props: {
  readonly template: TemplateView;
  readonly onClose: () => void;
}) {
  const { template, onClose } = props;
  const { templates, actions } = useWords().ui;
  const [refusal, setRefusal] = useState<AppError | null>(null);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const isHeld = template.clones.length > 0;
  const held = appError("template-has-clones", {
    name: template.name,
    machines: template.clones.join(", "),
  });
  async function remove(): Promise<void> {
    const removed = await bridge.call("template.delete", { id: template.id });
    if (removed.ok) dialog.current?.close();
    else setRefusal(removed.error);
  }
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby="delete-template" onClose={onClose}>
      <h2 id="delete-template">
        {isHeld ? templates.deleteHeld(template.name) : templates.deleteTitle(template.name)}
      </h2>
      {isHeld ? <Trouble level="info" about={held} /> : <p>{templates.deleteText}</p>}
      {refusal !== null && <Trouble level="error" about={refusal} />}
      <div className="dialog-buttons">
        <button type="button" className="button" onClick={() => dialog.current?.close()}>
          {isHeld ? actions.close : actions.cancel}
        </button>
        {!isHeld && (
          <button type="button" className="button button-danger" onClick={() => void remove()}>
            {templates.deleteConfirm}
          </button>
        )}
      </div>
    </dialog>
  );
}
