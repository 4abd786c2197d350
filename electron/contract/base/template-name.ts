import { machineNameSchema } from "./primitives.ts";

/** A template's name: as narrow as a machine's, so that it can be typed and used in a path. */
export const templateNameSchema = machineNameSchema;
