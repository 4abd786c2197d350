import { useEffect, useState } from "react";
import { parseReference } from "../../../electron/contract/computer/far-machine.ts";
import type { MachineView } from "../../../electron/contract/machine/machine.ts";
import { useAppState, useWords } from "../../app-state.ts";
import { bridge } from "../../bridge.ts";
import { type Dropped, hasFiles, readDropped } from "./dropped.ts";
import { FolderDialog } from "./FolderDialog.tsx";

/**
 * Takes files that are dropped on a machine, which is the nearest element with `data-machine`. Files go
 * into the machine; about a folder the user is asked. It shows nothing until then.
 */
export function FileDrop() {
  const { machines } = useAppState();
  const { drop } = useWords().ui;
  const [over, setOver] = useState<string | null>(null);
  const [dropped, setDropped] = useState<(Dropped & { readonly id: string }) | null>(null);
  useEffect(
    () =>
      followDrags(setOver, (id, transfer) => {
        const { paths, folder } = readDropped(transfer);
        if (folder !== null) setDropped({ id, paths, folder });
        // A refusal needs no words, and a failure stays in the list of jobs.
        else if (paths.length > 0) void bridge.call("machine.send", { id, paths: [...paths] });
      }),
    [],
  );
  const named = (id: string | undefined | null): MachineView | undefined =>
    machines.find((each) => each.id === id);
  const target = named(over);
  const machine = named(dropped?.id);
  const folder = dropped?.folder ?? null;
  return (
    <>
      {target !== undefined && (
        <p className="drop-hint" role="status">
          {drop.hint(target.name)}
        </p>
      )}
      {machine !== undefined && folder !== null && (
        <FolderDialog machine={machine} folder={folder} onClose={() => setDropped(null)} />
      )}
    </>
  );
}

/** Returns the element of this computer's machine that a drag with files is over; null for none. */
function targetOf({ dataTransfer, target }: DragEvent): Element | null {
  if (dataTransfer === null || !hasFiles(dataTransfer)) return null;
  const element = target instanceof Element ? target.closest("[data-machine]") : null;
  return parseReference(element?.getAttribute("data-machine") ?? "") === null ? element : null;
}

/**
 * Marks the machine's element that a drag with files is over, and tells its machine and what is dropped
 * there. Returns the function that ends this.
 */
function followDrags(
  onOver: (id: string | null) => void,
  onDrop: (id: string, transfer: DataTransfer) => void,
): () => void {
  let marked: Element | null = null;
  const idOf = (element: Element | null) => element?.getAttribute("data-machine") ?? null;
  const mark = (element: Element | null) => {
    if (marked === element) return;
    marked?.removeAttribute("data-drop");
    element?.setAttribute("data-drop", "");
    marked = element;
    onOver(idOf(element));
  };
  const end = new AbortController();
  const listen = (name: "dragover" | "drop", hear: (event: DragEvent) => void) =>
    document.addEventListener(
      name,
      (event) => {
        if (event.dataTransfer === null || !hasFiles(event.dataTransfer)) return;
        // The page would be left for the file otherwise.
        event.preventDefault();
        hear(event);
      },
      { signal: end.signal },
    );
  listen("dragover", (event) => {
    const element = targetOf(event);
    mark(element);
    if (event.dataTransfer !== null) {
      event.dataTransfer.dropEffect = element === null ? "none" : "copy";
    }
  });
  listen("drop", (event) => {
    const id = idOf(targetOf(event));
    mark(null);
    if (id !== null && event.dataTransfer !== null) onDrop(id, event.dataTransfer);
  });
  document.addEventListener(
    "dragleave",
    // The drag left the window if it enters nothing else.
    ({ relatedTarget }) => relatedTarget === null && mark(null),
    { signal: end.signal },
  );
  return () => {
    end.abort();
    mark(null);
  };
}
