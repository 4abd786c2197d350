import type { ReactNode } from "react";

/** A card of names and values. */
export function Facts(props: {
  readonly title: string;
  readonly facts: readonly (readonly [name: string, value: ReactNode])[];
}) {
  return (
    <section className="card">
      <h2>{props.title}</h2>
      <dl className="facts">
        {props.facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="selectable">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
