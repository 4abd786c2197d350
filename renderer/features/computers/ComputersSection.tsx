import { useState } from "react";
import { mostComputers } from "../../../electron/contract/computer/computer.ts";
import { useWords } from "../../app-state.ts";
import { Trouble } from "../../components/Trouble.tsx";
import { AddComputerForm } from "./AddComputerForm.tsx";
import { ComputerRow } from "./ComputerRow.tsx";
import { useComputers } from "./use-computers.ts";

/** The section of the settings with the other computers of the user's. */
export function ComputersSection() {
  const { computers: words, ui } = useWords();
  const title = ui.settings.sections.computers;
  const { look, refresh } = useComputers();
  const [isAdding, setAdding] = useState(false);
  const { computers, clashes } = look;
  return (
    <section className="settings-section" aria-labelledby="settings-computers">
      <h2 id="settings-computers" tabIndex={-1}>
        {title}
      </h2>
      <div className="card computers">
        <div className="card-head">
          <p className="dim">{words.hint}</p>
          {!isAdding && computers.length < mostComputers && (
            <button
              type="button"
              className="button"
              aria-label={`${title}: ${words.add}`}
              onClick={() => setAdding(true)}
            >
              {words.add}
            </button>
          )}
        </div>
        {computers.length > 0 && (
          <ul>
            {computers.map((computer) => (
              <ComputerRow key={computer.name} computer={computer} onChanged={refresh} />
            ))}
          </ul>
        )}
        {clashes.map((clash) => (
          <Trouble key={JSON.stringify(clash.params)} level="warning" about={clash} />
        ))}
        {isAdding && <AddComputerForm onAdded={refresh} onClose={() => setAdding(false)} />}
      </div>
    </section>
  );
}
