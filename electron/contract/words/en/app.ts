/** What the app says before it has read anything, in English. */
export const app = {
  starting: "Virtray is starting",
  failed: "Virtray cannot start",
  failedBy: (detail: string) => `${detail}

Machines that run go on. Mend this, then start Virtray again.`,
  quit: "Quit (machines keep running)",
};

export type AppWords = typeof app;
