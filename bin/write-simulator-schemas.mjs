// Writes docs/scenario.schema.json and docs/result.schema.json from the schemas that the simulator checks with.
import { writeFileSync } from "node:fs";
import * as z from "zod";
import { bundle } from "./bundle.mjs";

await bundle({
  "schemas/scenario": "lib/simulator/scenario.ts",
  "schemas/result": "lib/simulator/result.ts",
});
const { scenarioSchema } = await import("../dist/schemas/scenario.mjs");
const { resultSchema } = await import("../dist/schemas/result.mjs");
for (const [name, schema] of Object.entries({ scenario: scenarioSchema, result: resultSchema })) {
  const title = `Lambdeck simulation ${name}`;
  const document = { title, ...z.toJSONSchema(schema, { io: "input" }) };
  writeFileSync(`docs/${name}.schema.json`, `${JSON.stringify(document, null, 2)}\n`);
}
