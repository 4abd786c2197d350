import { Fragment } from "react";

/** The path of a file, which wraps after slashes only. */
export function FilePath(props: { readonly path: string }) {
  const names = props.path.split("/");
  return (
    <span className="mono file-path">
      {names.map((name, depth) => (
        <Fragment key={names.slice(0, depth + 1).join("/")}>
          {depth > 0 && (
            <>
              /<wbr />
            </>
          )}
          {name}
        </Fragment>
      ))}
    </span>
  );
}
