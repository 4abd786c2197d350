import type { LoginEntry } from "../../adapters/desktop/login-entry.ts";
import type { ActionJson, AutostartJson, AutostartRunJson } from "../../contract/app/cli.ts";
import { ok, type Result } from "../../contract/errors/app-error.ts";
import type { AutostartWhen } from "../../contract/machine/machine.ts";
import { autostartOf } from "../../core/machine/autostart-plan.ts";
import type { MachinesService } from "../../services/base/interfaces.ts";
import type { AutostartReport } from "../../services/machine/power/autostart.ts";
import { complain, errorJson, finish, say, sayJson, table, type Voice } from "../base/output.ts";
import { actOnEach } from "./commands.ts";

/** The tools of these commands. */
export interface AutostartTools {
  readonly machines: () => MachinesService;
  readonly loginEntry: () => LoginEntry;
  readonly resumeWork: () => Promise<AutostartReport>;
}

async function overview(tools: AutostartTools): Promise<AutostartJson> {
  const [{ machines }, wanted, atLogin] = await Promise.all([
    tools.machines().list(),
    tools.machines().wanted(),
    tools.loginEntry().isOn(),
  ]);
  return {
    atLogin,
    machines: machines.map(({ id, name, definition }) => ({
      ...{ id, name, ...autostartOf(definition) },
      wanted: wanted.has(id),
    })),
  };
}

/** `virtray autostart` */
export async function listAutostart(tools: AutostartTools, voice: Voice): Promise<number> {
  const found = await overview(tools);
  if (voice.json) {
    sayJson(found);
    return 0;
  }
  const { autostart: words, columns } = voice.cli;
  if (found.machines.length > 0) {
    say(
      table([
        [columns.name, words.when, words.order],
        ...found.machines.map(({ name, when, order }) => [name, words.choice[when], `${order}`]),
      ]),
    );
  }
  say(found.atLogin ? words.loginOn : words.loginOff);
  return 0;
}

/** `virtray autostart set WHEN NAME…` */
export async function setAutostart(
  tools: AutostartTools,
  voice: Voice,
  when: AutostartWhen,
  names: readonly string[],
  order: number | null,
): Promise<number> {
  const machines = tools.machines();
  const done = await actOnEach(machines, voice, names, async (id) => {
    const { machines: views } = await machines.list();
    const found = views.find((view) => view.id === id);
    const now = autostartOf(found?.definition ?? {});
    return machines.setAutostart(id, { when, order: order ?? now.order });
  });
  // Without the app's own start at login, the choice would have no effect.
  if (!voice.json && done === 0 && when !== "never" && !(await tools.loginEntry().isOn())) {
    say(voice.cli.autostart.loginOff);
  }
  return done;
}

/** `virtray autostart run` */
export async function runAutostart(tools: AutostartTools, voice: Voice): Promise<number> {
  const done = await tools.resumeWork();
  if (done.lan !== null) complain(voice, done.lan);
  const machines = done.machines.map(({ id, name, error }): ActionJson => {
    if (error !== null) complain(voice, error);
    else if (!voice.json) say(voice.cli.autostart.started(name));
    const json = error === null ? null : errorJson(voice, error);
    return { name, id, ok: error === null, error: json, warning: null };
  });
  const lan = done.lan === null ? null : errorJson(voice, done.lan);
  if (voice.json) sayJson({ lan, machines } satisfies AutostartRunJson);
  else if (machines.length === 0) say(voice.cli.autostart.nothing);
  return done.lan === null && machines.every((each) => each.ok) ? 0 : 1;
}

/** `virtray autostart login on|off` */
export async function loginCommand(
  tools: AutostartTools,
  voice: Voice,
  isOn: boolean,
): Promise<number> {
  const set: Result<void> = await tools.loginEntry().set(isOn);
  const shown = set.ok ? ok(await overview(tools)) : set;
  const { autostart: words } = voice.cli;
  return finish(voice, shown, (found) => {
    if (voice.json) sayJson(found);
    else say(isOn ? words.loginOn : words.loginOff);
  });
}
