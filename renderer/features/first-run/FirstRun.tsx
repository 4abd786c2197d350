import { type FormEvent, useState } from "react";
import { useAppState, useWords } from "../../app-state.ts";
import { type Tile, Tiles } from "../../components/Tiles.tsx";
import { navigate } from "../../dashboard/route.ts";
import { useExamination } from "../health/use-examination.ts";
import { hereWords, tileOfImage } from "../templates/image-tile.ts";
import { useCatalogue } from "../templates/use-catalogue.ts";
import { FirstSteps } from "./FirstSteps.tsx";
import {
  createFirstMachine,
  type FirstSystem,
  leaveFirstMachine,
  useFirstMachine,
} from "./first-machine.ts";
import { readiness } from "./readiness.ts";

/** The way to the first machine: one button that does all, and below it what it does. */
export function FirstRun(props: { readonly onEnd: () => void }) {
  const { machines } = useAppState();
  const { firstRun } = useWords().ui;
  const first = useFirstMachine();
  const { examination } = useExamination();
  const { choices, chosen, choose } = useSystems();
  const ready = examination === null ? null : readiness(examination);
  const machine = machines.find(({ id }) => id === first?.machine);
  const system = first?.system ?? chosen?.system;

  function leave(): void {
    leaveFirstMachine();
    props.onEnd();
  }

  return (
    <section className="first-run" aria-labelledby="first-run-title">
      <h1 id="first-run-title">
        {first === null
          ? firstRun.title
          : first.isDone && machine !== undefined
            ? firstRun.running(machine.name)
            : firstRun.creating(first.system.name)}
      </h1>
      {first === null && (
        <Choice
          choices={choices.map(({ tile }) => tile)}
          chosen={chosen?.tile.value ?? ""}
          onChoose={choose}
          isBlocked={ready?.blocking != null}
          onGo={() => {
            if (chosen !== undefined) void createFirstMachine(chosen.system);
          }}
        />
      )}
      <FirstSteps first={first} system={system} machine={machine} ready={ready} />
      <div className="first-run-foot">
        {machine !== undefined && (
          <button
            type="button"
            className={first?.isDone === true ? "button button-primary" : "button"}
            onClick={() => {
              if (first?.isDone === true) leave();
              navigate({ page: "machines", machine: machine.id });
            }}
          >
            {firstRun.show}
          </button>
        )}
        {first?.isDone !== true && (
          <button type="button" className="link-button dim" onClick={leave}>
            {firstRun.skip}
          </button>
        )}
      </div>
    </section>
  );
}

/** A system that the first machine may be made from, and its tile. */
interface Offer {
  readonly system: FirstSystem;
  readonly tile: Tile<string>;
}

/** Returns the systems to choose from: templates that are there, then the catalogue's images. */
function useSystems() {
  const { templates } = useAppState();
  const { ui } = useWords();
  const catalogue = useCatalogue();
  const [value, choose] = useState<string>();
  const choices: readonly Offer[] = [
    ...templates
      .filter(({ problem }) => problem === null)
      .map((template) => {
        const { id, name } = template;
        return {
          system: { kind: "template", id, name } as const,
          tile: { value: id, title: name, detail: hereWords(template, ui) },
        };
      }),
    ...catalogue.map((image) => {
      const tile = tileOfImage(image, templates, ui);
      const { id, url } = image;
      return { system: { kind: "catalogue", id, url, name: tile.title } as const, tile };
    }),
  ];
  const chosen = choices.find(({ tile }) => tile.value === value) ?? choices[0];
  return { choices, chosen, choose };
}

/** The systems as tiles, and the button that does all for the chosen one. */
function Choice(props: {
  readonly choices: readonly Tile<string>[];
  readonly chosen: string;
  readonly onChoose: (value: string) => void;
  readonly isBlocked: boolean;
  readonly onGo: () => void;
}) {
  const { firstRun } = useWords().ui;
  return (
    <form
      className="first-run-choice"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        props.onGo();
      }}
    >
      <p className="dim">{firstRun.intro}</p>
      <Tiles
        label={firstRun.systems}
        name="system"
        tiles={props.choices}
        value={props.chosen}
        onChange={props.onChoose}
      />
      <div className="first-run-go">
        <button
          type="submit"
          className="button button-primary button-large"
          disabled={props.isBlocked || props.choices.length === 0}
        >
          {firstRun.go}
        </button>
        <button
          type="button"
          className="link-button"
          onClick={() => navigate({ page: "new-machine" })}
        >
          {firstRun.own}
        </button>
      </div>
    </form>
  );
}
