import { Argument, type Command } from "commander";
import * as v from "valibot";
import { appError, ok } from "../../contract/errors/app-error.ts";
import {
  fairWeather,
  type Weather,
  type WeatherPreset,
  weatherPresetNames,
  weatherPresets,
  weatherSchema,
} from "../../contract/lan/weather.ts";
import type { MachineView } from "../../contract/machine/machine.ts";
import { parseDelay, parsePercent, parseRate } from "../../core/lan/weather/read-figures.ts";
import type { MachinesService } from "../../services/base/interfaces.ts";
import { finish, say, sayJson, type Voice } from "../base/output.ts";
import { duration } from "../base/read-number.ts";
import type { Subcommand } from "../base/subcommand.ts";
import { UsageFault } from "../base/usage-fault.ts";
import { actOnEach, findByName } from "../machine/commands.ts";

/** The tools of the commands for the weather of cables. */
interface WeatherTools {
  readonly machines: () => MachinesService;
}

type Figure = "delay" | "percent" | "rate";

/** Creates a parser of an option that refuses what it cannot read. */
function figure(option: Figure, parse: (text: string) => number | null) {
  return (text: string): number => {
    const read = parse(text);
    if (read === null) throw new UsageFault(appError("option-invalid", { option, text }));
    return read;
  };
}

interface WeatherWish {
  readonly delay?: number;
  readonly jitter?: number;
  readonly loss?: number;
  readonly rate?: number;
  readonly for?: number;
  readonly keep?: true;
  readonly off?: true;
}

/** Returns the weather that is asked for; undefined if none is, null if it is to end. */
function readWish(
  preset: WeatherPreset | undefined,
  wish: WeatherWish,
): Weather | null | undefined {
  const { delay, jitter, loss, rate, off } = wish;
  const isFigured = [delay, jitter, loss, rate].some((each) => each !== undefined);
  if (off === true) {
    if (preset === undefined && !isFigured) return null;
    throw new UsageFault(appError("options-one-of", { options: "--off, --delay, --loss, --rate" }));
  }
  if (preset === undefined && !isFigured) return undefined;
  const base: Weather = preset === undefined ? fairWeather : weatherPresets[preset];
  const read = v.safeParse(weatherSchema, {
    delayMs: delay ?? base.delayMs,
    jitterMs: jitter ?? base.jitterMs,
    lossPercent: loss ?? base.lossPercent,
    bitsPerSecond: rate ?? base.bitsPerSecond,
  });
  if (!read.success) throw new UsageFault(appError("weather-invalid", {}));
  return read.output;
}

const splitNames = (names: unknown) => String(names).split(",").filter(Boolean);

function describe({ words }: Voice, { name, cable }: MachineView): string {
  const parts = cable === undefined ? [] : words.weather.parts(cable);
  return `${name}: ${parts.join("; ") || words.weather.none}`;
}

/** `virtray weather NAMES [PRESET] …` */
async function weatherCommand(
  machines: MachinesService,
  voice: Voice,
  names: readonly string[],
  preset: WeatherPreset | undefined,
  wish: WeatherWish,
): Promise<number> {
  const weather = readWish(preset, wish);
  if (weather === undefined) return showWeather(machines, voice, names);
  const options = { forMs: wish.for ?? null, keep: wish.keep === true };
  const code = await actOnEach(machines, voice, names, (id) =>
    machines.setWeather(id, weather, options),
  );
  return code === 0 && !voice.json ? showWeather(machines, voice, names) : code;
}

async function showWeather(
  machines: MachinesService,
  voice: Voice,
  names: readonly string[],
): Promise<number> {
  const views: MachineView[] = [];
  for (const name of names) {
    const found = await findByName(machines, name);
    if (!found.ok) return finish(voice, found, () => {});
    views.push(found.value);
  }
  if (voice.json) {
    sayJson(views.map(({ id, name, cable }) => ({ id, name, cable: cable ?? null })));
  } else for (const view of views) say(describe(voice, view));
  return 0;
}

/** Finds the machines of a list of names, or the error of the first that is unknown. */
async function findAll(machines: MachinesService, names: readonly string[]) {
  const ids: string[] = [];
  for (const name of names) {
    const found = await findByName(machines, name);
    if (!found.ok) return found;
    ids.push(found.value.id);
  }
  return ok(ids);
}

/** `virtray partition NAMES from NAMES` */
async function partitionCommand(
  machines: MachinesService,
  voice: Voice,
  [side, others]: readonly [readonly string[], readonly string[]],
  forMs: number | null,
): Promise<number> {
  const [here, there] = [await findAll(machines, side), await findAll(machines, others)];
  if (!here.ok) return finish(voice, here, () => {});
  if (!there.ok) return finish(voice, there, () => {});
  const done = await machines.partition(here.value, there.value, forMs);
  if (!done.ok) return finish(voice, done, () => {});
  return showWeather(machines, voice, [...side, ...others]);
}

/** `virtray heal [NAME…]` */
async function healCommand(
  machines: MachinesService,
  voice: Voice,
  names: readonly string[],
): Promise<number> {
  const ids = await findAll(machines, names);
  const done = ids.ok ? await machines.heal(names.length === 0 ? null : ids.value) : ids;
  return finish(voice, done, () => {
    if (voice.json) sayJson({ ok: true });
  });
}

/** Adds the commands for what is done to the cables of machines. */
export function addWeatherProgram(
  program: Command,
  command: Subcommand,
  tools: WeatherTools,
): void {
  command<WeatherWish>(
    program,
    "weather <names>",
    "make the cables of running machines slow or lossy; without a wish it shows how they are",
    (voice, [names, preset], wish) =>
      weatherCommand(
        tools.machines(),
        voice,
        splitNames(names),
        preset as WeatherPreset | undefined,
        wish,
      ),
  )
    .addArgument(new Argument("[preset]", "a weather by name").choices(weatherPresetNames))
    .option("--delay <time>", "delay each way, such as 50ms", figure("delay", parseDelay))
    .option("--jitter <time>", "by how much the delay varies", figure("delay", parseDelay))
    .option(
      "--loss <percent>",
      "lost packets each way, such as 2%",
      figure("percent", parsePercent),
    )
    .option("--rate <rate>", "bits per second each way, such as 2M", figure("rate", parseRate))
    .option("--for <time>", "only for so long, such as 10m", duration)
    .option("--keep", "again after each start of the machines")
    .option("--off", "remove the weather");
  command<{ for?: number }>(
    program,
    "partition <names> <from> <others>",
    "cut machines off from others: “partition a,b from c”",
    (voice, [names, from, others], options) => {
      if (from !== "from") {
        const told = { field: "from", wrong: "choice", text: String(from), limit: "from" } as const;
        throw new UsageFault(appError("input-invalid", told));
      }
      const sides = [splitNames(names), splitNames(others)] as const;
      return partitionCommand(tools.machines(), voice, sides, options.for ?? null);
    },
  ).option("--for <time>", "only for so long, such as 10m", duration);
  command(
    program,
    "heal [name...]",
    "end the partitions of machines; of all if none is named",
    (voice, [names]) => healCommand(tools.machines(), voice, names as readonly string[]),
  );
}
