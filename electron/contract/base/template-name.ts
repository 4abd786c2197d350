import { machineNameSchema } from "./primitives.ts";

/** A template's name: as narrow as a machine's, so that it can be typed and put in a path. */
export const templateNameSchema = machineNameSchema;
