import { appWordsFor } from "../../base/languages.ts";
import type { ErrorWords } from "../sentence.ts";
import { computers } from "./computers.ts";
import { details, systemDetails } from "./details.ts";
import { deviceErrors, devices } from "./devices.ts";
import { doctor } from "./doctor.ts";
import { addressErrors } from "./errors/address.ts";
import { computerErrors } from "./errors/computer.ts";
import { diskErrors } from "./errors/disk.ts";
import { downloadErrors } from "./errors/download.ts";
import { generalErrors } from "./errors/general.ts";
import { lanErrors } from "./errors/lan.ts";
import { machineErrors } from "./errors/machine.ts";
import { rootErrors } from "./errors/root.ts";
import { runErrors } from "./errors/run.ts";
import { shareErrors } from "./errors/share.ts";
import { sshKeyErrors } from "./errors/ssh-keys.ts";
import { suspendErrors } from "./errors/suspend.ts";
import { templateErrors } from "./errors/template.ts";
import { transferErrors } from "./errors/transfer.ts";
import { forwardErrors, forwards } from "./forwards.ts";
import { hardware } from "./hardware.ts";
import { hostErrors } from "./host.ts";
import { imageErrors } from "./images.ts";
import { inputErrors } from "./input.ts";
import { airlock } from "./lan/airlock.ts";
import { weather } from "./lan/weather.ts";
import { net } from "./net.ts";
import { path } from "./path.ts";
import { projectErrors } from "./project.ts";
import { repairs } from "./repairs.ts";
import { root } from "./root.ts";
import { shares } from "./shares.ts";
import { snapshotErrors } from "./snapshots.ts";
import { ui } from "./ui/ui.ts";
import { uplinkErrors } from "./uplink.ts";
import { valueErrors } from "./values.ts";

const errors: ErrorWords = {
  ...machineErrors,
  ...diskErrors,
  ...downloadErrors,
  ...templateErrors,
  ...transferErrors,
  ...shareErrors,
  ...addressErrors,
  ...lanErrors,
  ...uplinkErrors,
  ...rootErrors,
  ...generalErrors,
  ...deviceErrors,
  ...snapshotErrors,
  ...suspendErrors,
  ...runErrors,
  ...imageErrors,
  ...sshKeyErrors,
  ...projectErrors,
  ...forwardErrors,
  ...hostErrors,
  ...inputErrors,
  ...valueErrors,
  ...computerErrors,
};

export const en = {
  app: appWordsFor("en"),
  details,
  devices,
  forwards,
  computers,
  shares,
  hardware,
  net,
  errors,
  path,
  ui,
  repairs,
  root,
  doctor,
  systemDetails,
  weather,
  airlock,
};

export type Words = typeof en;
