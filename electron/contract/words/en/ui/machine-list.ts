import { plural } from "../../formats.ts";

/** Texts of the list of machines and of what is done with several at once, in English. */
export const machineList = {
  sort: "Order of the machines",
  orders: { name: "By name", status: "By state", address: "By address" },
  select: (name: string) => `Select ${name}`,
  selectAll: "Select all machines",
  selected: (count: number) => `${count} selected`,
  act: (verb: string, count: number) =>
    `${verb}: ${plural("en", count, { one: "1 machine", other: `${count} machines` })}`,
  removeTitle: (count: number) => `Delete ${count} machines?`,
  removeText: "They go to the trash and can be brought back for seven days. Their disks:",
  removeStay: (count: number) =>
    count === 1
      ? "One more is selected, but not stopped. It stays."
      : `${count} more are selected, but not stopped. They stay.`,
  removeConfirm: "Delete machines",
};
