#!/usr/bin/env node
/** `npm run build`: makes `out/` from the sources, as set-up does. */
import { makeBundle } from "./bundle/bundle.mjs";

await makeBundle();
