import {
  CreateApiCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  CreateStageCommand,
} from "@aws-sdk/client-apigatewayv2";
import { expect, test } from "vitest";
import { ManualClock } from "../testing/manual-clock.ts";
import { SocketClient } from "../testing/socket-client.ts";
import { startEngine } from "../testing/start-engine.ts";

const minuteMs = 60_000;

test("silence of ten minutes ends a connection, and a life of two hours does", async () => {
  const clock = new ManualClock();
  const engine = await startEngine({ clock });
  const { apis } = engine.clients;
  const { ApiId = "" } = await apis.send(
    new CreateApiCommand({
      Name: "quiet",
      ProtocolType: "WEBSOCKET",
      RouteSelectionExpression: "$request.body.action",
    }),
  );
  const { IntegrationId } = await apis.send(
    new CreateIntegrationCommand({ ApiId, IntegrationType: "MOCK" }),
  );
  const Target = `integrations/${IntegrationId}`;
  await apis.send(new CreateRouteCommand({ ApiId, RouteKey: "$default", Target }));
  await apis.send(new CreateStageCommand({ ApiId, StageName: "dev", AutoDeploy: true }));
  const path = `/_lambdeck/execute-api/${ApiId}/dev`;
  const open = () => SocketClient.open(engine.endpoint, { path });
  /** Says something and waits until it has been heard: what follows a pong came after it. */
  const speak = async (client: SocketClient) => {
    client.send("anything");
    client.frame(9, "?");
    expect(await client.next()).toEqual({ text: "pong ?" });
  };
  const away = { code: 1001, reason: "Going away" };

  const silent = await open();
  await clock.advance(6 * minuteMs);
  await speak(silent);
  await clock.advance(9 * minuteMs);
  await speak(silent);
  await clock.advance(10 * minuteMs);
  expect(await silent.next()).toEqual(away);

  const talking = await open();
  for (let minutes = 0; minutes < 120; minutes += 8) {
    await speak(talking);
    await clock.advance(8 * minuteMs);
  }
  expect(await talking.next()).toEqual(away);
  await engine.stop();
});
