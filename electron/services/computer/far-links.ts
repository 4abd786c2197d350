import { setTimeout as delay } from "node:timers/promises";
import { type FarRecord, keepFarRecord, readFarRecord } from "../../adapters/computer/far-cache.ts";
import { type FarRequest, type FarTalk, openFarTalk } from "../../adapters/computer/far-talk.ts";
import type { Paths } from "../../adapters/files/paths.ts";
import { compareNaturally } from "../../contract/base/natural-order.ts";
import type { Computer } from "../../contract/computer/computer.ts";
import { type FarMachineView, farReference } from "../../contract/computer/far-machine.ts";
import { type FarNews, farNewsSchema, newsMs } from "../../contract/computer/serve.ts";
import { type AppError, appError, type Result } from "../../contract/errors/app-error.ts";
import { createBackOff } from "../../core/base/back-off.ts";
import { asking } from "./asking.ts";
import { createHurry, isRefusal, pause } from "./attempts.ts";
import { keepFailure } from "./computers.ts";

/** The connections of the app to other computers, one for each that can be reached. */
export interface FarLinks {
  /** Has a connection to each of these computers, and none to others. */
  keep(computers: readonly Computer[]): void;
  /** Tries those again at once that are not connected: somebody looks. */
  hurry(): void;
  /** Uses the connection to a computer; without one, this fails at once with the reason. */
  use<T>(
    name: string,
    work: (talk: FarTalk, computer: Computer) => Promise<Result<T>>,
  ): Promise<Result<T>>;
  close(): void;
}

export interface FarLinksParts {
  readonly version: string;
  readonly paths: Paths;
  /** Has the LAN know the machines that are in it now. */
  readonly tellLan: () => Promise<void>;
  /** Finds out where machines are whose moves between both computers were cut. */
  readonly settle: (talk: FarTalk, computer: Computer) => Promise<unknown>;
  /** Told the machines of all computers after each change. */
  readonly heard: (machines: readonly FarMachineView[]) => void;
}

/** The pauses before a computer is tried again, in ms. */
const pauses = [0, 1000, 2000, 5000, 15_000, 60_000] as const;
/** The pause in ms where a person has to do something first. */
const refusedMs = 60_000;
/** The time limit of news: the other side waits for them, and the way there takes its time. */
const newsSeconds = newsMs / 1000 + 10;

/** The least pause between news and the question for the next ones, in ms. */
const newsPauseMs = 200;

interface Link {
  computer: Computer;
  readonly ended: AbortController;
  /** Ends the present pause. */
  hurry: AbortController;
  talk: FarTalk | null;
  problem: AppError | null;
  record: FarRecord | null;
}

/** Creates the connections. Without other computers, there is nothing that runs. */
export function createFarLinks(parts: FarLinksParts): FarLinks {
  const links = new Map<string, Link>();
  const tell = () => parts.heard(viewsOf([...links.values()]));
  const end = ({ computer, ended, hurry, talk }: Link) => {
    links.delete(computer.name);
    ended.abort();
    hurry.abort();
    void talk?.close();
  };
  return {
    keep(computers) {
      for (const link of links.values()) {
        const { name, host } = link.computer;
        const now = computers.find((each) => each.name === name && each.host === host);
        if (now === undefined) end(link);
        else link.computer = now;
      }
      for (const computer of computers) {
        if (links.has(computer.name)) continue;
        const link: Link = {
          ...{ computer, ended: new AbortController(), hurry: new AbortController() },
          ...{ talk: null, problem: null, record: null },
        };
        links.set(computer.name, link);
        void keepLink(parts, link, tell);
      }
      tell();
    },
    hurry() {
      for (const { hurry } of links.values()) hurry.abort();
    },
    async use(name, work) {
      const link = links.get(name);
      if (link === undefined) return { ok: false, error: appError("computer-unknown", { name }) };
      return link.talk === null
        ? { ok: false, error: link.problem ?? appError("computer-silent", { name, seconds: 0 }) }
        : work(link.talk, link.computer);
    },
    close() {
      for (const link of links.values()) end(link);
    },
  };
}

/** Connects, and follows the machines there, again and again until the link is ended. */
async function keepLink(parts: FarLinksParts, link: Link, tell: () => void): Promise<void> {
  const { computer, ended } = link;
  const backOff = createBackOff(pauses);
  const hurry = createHurry();
  link.record = await readFarRecord(parts.paths, computer.name);
  tell();
  while (!ended.signal.aborted) {
    link.hurry = new AbortController();
    const isRefused = link.problem !== null && isRefusal(link.problem);
    if (await pause(isRefused ? refusedMs : backOff.next(), link.hurry.signal)) backOff.reset();
    if (ended.signal.aborted) return;
    if (link.hurry.signal.aborted) backOff.reset();
    const attempt = new AbortController();
    const endWatch = hurry.watch(() => {
      backOff.reset();
      attempt.abort();
    });
    const talk = await openFarTalk(computer, parts.version, attempt.signal);
    endWatch();
    if (talk.ok) hurry.reset();
    if (talk.ok && !ended.signal.aborted) {
      link.talk = talk.value;
      void parts.settle(talk.value, computer);
      const lost = await followNews(parts, link, talk.value, () => {
        backOff.reset();
        tell();
      });
      link.talk = null;
      link.problem = lost;
    } else if (!talk.ok) link.problem = talk.error;
    if (talk.ok) await talk.value.close();
    if (ended.signal.aborted) return;
    await keepFailure(parts, computer.name, link.problem ?? appError("computer-lost", computer));
    tell();
  }
}

/** Follows the machines there until the connection is lost; returns why. */
async function followNews(
  { paths, tellLan }: FarLinksParts,
  link: Link,
  talk: FarTalk,
  heard: () => void,
): Promise<AppError> {
  let since: number | null = null;
  for (;;) {
    const { computer } = link;
    const request: FarRequest = { ask: "news", since };
    const news: Result<FarNews> = await asking(talk, computer, request, farNewsSchema, newsSeconds);
    if (!news.ok) return news.error;
    const now = Date.now();
    const { machines } = news.value;
    const isNew = news.value.state !== since;
    since = news.value.state;
    link.problem = null;
    link.record = { asked: now, answered: now, problem: null, machines };
    await keepFarRecord(paths, computer.name, link.record);
    if (isNew && computer.isJoined) await tellLan();
    heard();
    // Another side that has news all the time would keep this one busy.
    await delay(newsPauseMs, undefined, { signal: link.ended.signal }).catch(() => {});
  }
}

/** Returns what is shown of the machines there: those of the last answer, each once. */
function viewsOf(links: readonly Link[]): readonly FarMachineView[] {
  return links
    .flatMap(({ computer: { name: computer }, record, talk }) => {
      const unheardSince = talk === null ? (record?.answered ?? 0) : null;
      const byId = new Map((record?.machines ?? []).map((machine) => [machine.id, machine]));
      return [...byId.values()].map((machine) => ({
        ...machine,
        ...{ id: farReference(computer, machine.id), computer, unheardSince },
        // It grows without news, which would be a change of the state with each answer.
        uptimeSeconds: null,
      }));
    })
    .toSorted((a, b) => compareNaturally(a.name, b.name));
}
