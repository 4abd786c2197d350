/** Main's own questions before it uses a path or a program that a window requests, in English. */
export const windowConsent = {
  ask: {
    disk: (path: string) => `Let a machine read and change ${path}?`,
    cd: (path: string) => `Let machines read ${path}?`,
    template: (path: string) =>
      `Create a template from ${path}? Machines of this template can read everything in that file.`,
    share: (path: string) => `Let a machine read and change everything in ${path}?`,
    folder: (path: string) => `Keep the images of templates in ${path}?`,
    send: (paths: string, machine: string) => `Copy ${paths} into “${machine}”?`,
    terminal: (program: string) => `Run ${program} as the terminal?`,
    computer: (host: string) =>
      `Connect to ${host} by ssh, and show and control the machines there?`,
  },
  why: "You typed or dropped this. You are not asked when you choose a file or folder in a dialogue of the desktop.",
  agree: "Agree",
};
