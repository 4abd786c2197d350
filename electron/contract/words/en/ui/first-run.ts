/** Texts of the first steps, in English. */
export const firstRun = {
  title: "Welcome to Virtray",
  intro: "Four steps to your first machine, one click each. All of it can be done later, too.",
  computer: "This computer",
  look: "Show",
  lan: "LAN",
  lanHint:
    "Machines get fixed addresses that this computer reaches. It asks for your password once.",
  lanOn: "Switch on",
  template: "First template",
  templateHint: "An image that machines are made from, downloaded once.",
  templateGet: (name: string) => `Get ${name}`,
  templateUnderWay: "On its way…",
  templateOther: "Take another one",
  machine: "First machine",
  machineHint: "Made from the template, and started.",
  machineMake: "Make it",
  machineOwn: "From a disk that I have",
  done: "done",
  skip: "Skip the first steps",
};
