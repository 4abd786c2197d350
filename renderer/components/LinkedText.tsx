import { Fragment } from "react";
import type { AppError } from "../../electron/contract/errors/app-error.ts";
import { useAppState } from "../app-state.ts";
import { bridge } from "../bridge.ts";

/** A text about an error, in which the machines that the error lists are links to their pages. */
export function LinkedText(props: { readonly text: string; readonly about: AppError }) {
  const { text, about } = props;
  const { machines } = useAppState();
  const listed = "machines" in about.params ? String(about.params.machines) : "";
  const at = listed === "" ? -1 : text.indexOf(listed);
  if (at < 0) return text;
  return (
    <>
      {text.slice(0, at)}
      {listed.split(", ").map((name, index, names) => {
        const id = machines.find((machine) => machine.name === name)?.id;
        return (
          <Fragment key={name}>
            {/* A comma stays with the name in front of it. */}
            <span className="listed-name">
              {id === undefined ? (
                name
              ) : (
                <button
                  type="button"
                  className="link-button"
                  onClick={() => void bridge.call("window.open", { page: "machines", machine: id })}
                >
                  {name}
                </button>
              )}
              {index < names.length - 1 && ","}
            </span>
            {index < names.length - 1 && " "}
          </Fragment>
        );
      })}
      {text.slice(at + listed.length)}
    </>
  );
}
