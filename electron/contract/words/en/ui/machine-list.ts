import { plural } from "../../formats.ts";

/** Texts of the list of machines and of what is done with several at once, in English. */
export const machineList = {
  width: "Width of the list",
  sort: "Sort machines",
  orders: { name: "Sort: name", status: "Sort: state", address: "Sort: address" },
  select: (name: string) => `Select ${name}`,
  selectAll: "Select all machines",
  selected: (count: number) => `${count} selected`,
  act: (verb: string, count: number) =>
    `${verb}: ${plural("en", count, { one: "1 machine", other: `${count} machines` })}`,
  removeTitle: (count: number) =>
    plural("en", count, { one: "Delete 1 machine?", other: `Delete ${count} machines?` }),
  removeText:
    "The machines are moved to the trash and can be restored for seven days. Disks of these machines:",
  removeStay: (count: number) =>
    plural("en", count, {
      one: "1 more selected machine is not stopped and stays.",
      other: `${count} more selected machines are not stopped and stay.`,
    }),
  removeConfirm: "Delete machines",
};
