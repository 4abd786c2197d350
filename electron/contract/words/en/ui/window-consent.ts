/** Main's own questions before it uses a path or a program that a window requests, in English. */
export const windowConsent = {
  ask: {
    disk: (path: string) => `Let a machine read and change ${path}?`,
    cd: (path: string) => `Let machines read ${path}?`,
    template: (path: string) => `Make a template of ${path}? Its machines can read what is in it.`,
    folder: (path: string) => `Keep the images of templates in ${path}?`,
    terminal: (program: string) => `Run ${program} as the terminal?`,
  },
  why: "This was typed. What you choose in a dialogue of the desktop is not asked about.",
  agree: "Agree",
};
