/** The next step where nothing better is known: report the error with what helps to find it. */
export const reportIt = {
  todo: "Please report this with a support report: page “Health”, “Save support report…”.",
  typed: "Please report this with the file that “virtray doctor --bundle FILE” writes.",
} as const;

/** Where more about an error of the LAN or of root’s work stands. */
export const seeHealth = {
  todo: "The page “Health” shows what is wrong and offers repairs.",
  typed: "“virtray doctor” shows what is wrong and offers repairs.",
} as const;

/** Returns where more about an error of a machine stands. */
export const seeLog = (name: string, first = "") => ({
  todo: `${first}Its tab “Log” shows what QEMU reported.`,
  typed: `${first}“virtray show ${name}” shows where its log is.`,
});
