import type { ReactNode } from "react";

interface FactsProps {
  readonly facts: readonly (readonly [name: string, value: ReactNode])[];
}

/** A card of names and values. */
export function Facts(props: FactsProps & { readonly title: string }) {
  return (
    <section className="card">
      <h2>{props.title}</h2>
      <FactList facts={props.facts} />
    </section>
  );
}

/** Names and values; a value without a name goes on from the one above it. */
export function FactList({ facts }: FactsProps) {
  const names = facts.map(([name]) => name);
  const keys = names.map((name, at) => `${name} ${names.indexOf(name, at + 1)}`);
  return (
    <dl className="facts">
      {facts.map(([name, value], index) => (
        <div key={keys[index]}>
          <dt>{name}</dt>
          <dd className="selectable">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
