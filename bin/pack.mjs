// `npm pack` runs this first: builds the programs that the package holds, and the types of what it exports.
import { writeTypes } from "./build-embed.mjs";
import { setUp } from "./set-up.mjs";

// Standard output is npm's: the name of the tarball.
console.log = console.error;
await setUp({ pages: false });
writeTypes();
