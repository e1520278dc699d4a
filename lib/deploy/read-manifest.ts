import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { DeployError } from "./deploy-error";

/** What `lambdeck.json` in a function's folder may say; every part is optional. */
const manifestSchema = z.strictObject({
  name: z.string().optional(),
  description: z.string().optional(),
  runtime: z.string().optional(),
  handler: z.string().optional(),
  memoryMb: z.number().int().optional(),
  timeoutSeconds: z.number().int().optional(),
  environment: z.record(z.string(), z.string()).optional(),
  /** Events to try the function with. */
  events: z.array(z.strictObject({ name: z.string(), event: z.unknown() })).optional(),
  /** A queue that triggers the function; used for Lambdeck's own samples. */
  queue: z
    .strictObject({
      name: z.string(),
      batchSize: z.number().int(),
      batchingWindowSeconds: z.number().int(),
      maxReceiveCount: z.number().int(),
      visibilityTimeoutSeconds: z.number().int(),
    })
    .optional(),
  /** When the function wants to be called; used for Lambdeck's own samples, as all that follows. */
  schedule: z.string().optional(),
  /** A bucket that tells it of new objects. */
  bucket: z.strictObject({ name: z.string() }).optional(),
  /** A Kinesis stream that it reads. */
  stream: z
    .strictObject({
      name: z.string(),
      shardCount: z.number().int(),
      batchSize: z.number().int(),
    })
    .optional(),
  /** A table that it writes to, with one key of text. */
  table: z.strictObject({ name: z.string(), key: z.string() }).optional(),
  /** An HTTP API whose routes it answers. */
  httpApi: z.strictObject({ name: z.string(), routes: z.array(z.string()) }).optional(),
  /** A state machine that calls it. */
  stateMachine: z.strictObject({ name: z.string(), definition: z.unknown() }).optional(),
});

export type Manifest = z.infer<typeof manifestSchema>;

/** The folder's lambdeck.json, or an empty one. Throws DeployError when it is not valid. */
export function readManifest(directory: string): Manifest {
  const file = join(directory, "lambdeck.json");
  if (!existsSync(file)) return {};
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new DeployError(`${file} is not valid JSON: ${(error as Error).message}`);
  }
  const parsed = manifestSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join(".");
  throw new DeployError(`${file}: ${where ? `${where}: ` : ""}${issue?.message}`);
}
