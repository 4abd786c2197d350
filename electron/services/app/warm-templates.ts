import type { Result } from "../../contract/errors/app-error.ts";
import type { TemplateView } from "../../contract/template/template.ts";
import {
  isPair,
  usualPair,
  type WarmPair,
  type WarmRecord,
  type WarmTemplate,
  warmBytes,
} from "../../contract/template/warm.ts";
import { type WarmRoom, whyNotWarm } from "../../core/template/warm-room.ts";
import type { TemplatesService } from "../base/template-interfaces.ts";
import type { AppStateService } from "./app-state.ts";

/** Warms a template as a job that every window shows. */
export function warmAsJob(
  appState: Pick<AppStateService, "update" | "work">,
  templates: Pick<TemplatesService, "warm">,
  request: WarmTemplate,
  isUnasked = false,
): Promise<Result<WarmRecord>> {
  const found = appState.update().state.templates.find(({ id }) => id === request.id);
  const subject = found?.name ?? request.id;
  return appState.work(
    { kind: "template-warm", subject, cancellable: true, canRetry: true },
    (options) => templates.warm(request, { ...options, isUnasked }),
  );
}

/** The parts of the warming by itself. */
interface AutoWarmParts {
  readonly appState: Pick<AppStateService, "update" | "watch" | "work" | "inform">;
  readonly templates: Pick<TemplatesService, "warm">;
  /** Reads what this computer has for it. */
  readonly readRoom: () => Promise<WarmRoom>;
}

/**
 * Warms each template that is added from now on and whose guest has cloud-init, and each for machines whose
 * warmed state was lost or missing, one after the other; as long as the settings have that done by itself.
 */
export function careForWarming({ appState, templates, readRoom }: AutoWarmParts): () => void {
  const seen = new Set(appState.update().state.templates.map(({ id }) => id));
  /** The machines for which each template was asked to be warmed, until that is begun. */
  const asked = new Map<string, readonly WarmPair[]>();
  let last = Promise.resolve();

  async function warm({ id, name }: TemplateView, pair: WarmPair): Promise<void> {
    const states = appState.update().state.templates.find((each) => each.id === id)?.warm;
    // It may have been deleted, or warmed by hand, before this had its turn.
    if (states === undefined || states.some((state) => isPair(state, pair))) return;
    const why = whyNotWarm(name, pair.memoryMiB, warmBytes(states), await readRoom());
    if (why !== null) appState.inform(why);
    else await warmAsJob(appState, templates, { id, ...pair }, true);
  }

  function look(): void {
    const { state } = appState.update();
    for (const template of state.templates) {
      const { id, warm: states, warmWishes, problem, definition } = template;
      const isNew = !seen.has(id) && definition.user !== null && states.length === 0;
      seen.add(id);
      const before = asked.get(id) ?? [];
      asked.set(id, warmWishes);
      if (state.settings.warmTemplates !== "automatic" || problem !== null) continue;
      const wished = warmWishes.filter((pair) => !before.some((each) => isPair(each, pair)));
      const pairs = isNew ? [usualPair(definition), ...wished] : wished;
      for (const pair of pairs) {
        // A failure is told as a job, and the next one has its turn.
        last = last.then(() => warm(template, pair)).catch(() => {});
      }
    }
  }

  look();
  return appState.watch(look);
}
