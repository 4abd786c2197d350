import type { Result } from "../../contract/errors/app-error.ts";
import { hardware } from "../../contract/machine/hardware.ts";
import type { TemplateView } from "../../contract/template/template.ts";
import type { WarmRecord, WarmTemplate } from "../../contract/template/warm.ts";
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
 * Warms each template that is added from now on and whose guest has cloud-init, and anew each whose
 * warmed state was lost, one after the other; as long as the settings have that done by itself.
 */
export function careForWarming({ appState, templates, readRoom }: AutoWarmParts): () => void {
  const seen = new Set(appState.update().state.templates.map(({ id }) => id));
  const asked = new Set<string>();
  let last = Promise.resolve();

  async function warm(template: TemplateView): Promise<void> {
    const { id, name, definition, warmAgain } = template;
    const memoryMiB =
      warmAgain?.memoryMiB ?? Math.max(hardware.memoryMiB.usual, definition.minimumMemoryMiB);
    const why = whyNotWarm(name, memoryMiB, await readRoom());
    if (why !== null) appState.inform(why);
    else await warmAsJob(appState, templates, { id, ...warmAgain }, true);
  }

  function look(): void {
    const { state } = appState.update();
    for (const template of state.templates) {
      const { id, warm: now, warmAgain, problem, definition } = template;
      const isNew = !seen.has(id) && definition.user !== null && now === null;
      seen.add(id);
      const isLost = warmAgain !== null && !asked.has(id);
      if (warmAgain === null) asked.delete(id);
      else asked.add(id);
      if (state.settings.warmTemplates !== "automatic" || problem !== null) continue;
      // A failure is told as a job, and the next template has its turn.
      if (isNew || isLost) last = last.then(() => warm(template)).catch(() => {});
    }
  }

  look();
  return appState.watch(look);
}
