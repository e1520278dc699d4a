import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openCloud } from "@/lib/deploy/stack/cloud";
import { startEngine } from "@/lib/engine/testing/start-engine";

/** An engine, the cloud that templates are deployed to there, and an empty folder for them. */
export async function startDeployCloud() {
  const engine = await startEngine({ settings: { settleMs: 0 } });
  const cloud = await openCloud({
    endpoint: engine.endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  const folder = mkdtempSync(join(tmpdir(), "lambdeck-deploy-"));
  return {
    engine,
    cloud,
    folder,
    async stop() {
      cloud.close();
      await engine.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

export type DeployCloud = Awaited<ReturnType<typeof startDeployCloud>>;
