import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Received, SocketClient } from "../testing/socket-client.ts";
import { acceptHandshake, handshakeKey, refuseHandshake } from "./handshake.ts";
import { WebSocketConnection } from "./web-socket.ts";

const limits = { largestFrameBytes: 200, largestMessageBytes: 500 };
let server: Server;
let endpoint: string;
let ended: { code: number; reason: string }[] = [];
beforeAll(async () => {
  server = createServer().on("upgrade", (request, socket, head) => {
    const key = handshakeKey(request);
    if (!key) return refuseHandshake(socket, 426, "Upgrade Required");
    acceptHandshake(socket, key, undefined);
    const connection = new WebSocketConnection(socket, head, limits, {
      message(payload, isText) {
        const text = payload.toString();
        if (text === "close me") connection.close(4000, "as you said");
        else connection.send(isText ? `echo ${text}` : payload, isText);
      },
      closed: (code, reason) => ended.push({ code, reason }),
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const open = () => SocketClient.open(endpoint, { path: "/" });

async function answerTo(act: (client: SocketClient) => void): Promise<Received> {
  const client = await open();
  act(client);
  const received = await client.next();
  client.destroy();
  return received;
}

test("messages come whole, also from pieces with a ping between them, and go out in frames", async () => {
  const client = await open();
  client.send("hallo grün");
  expect(await client.next()).toEqual({ text: "echo hallo grün" });
  client.frame(1, "a".repeat(150), { final: false });
  client.frame(9, "p");
  client.frame(0, "b".repeat(150), { final: false });
  client.frame(0, "c");
  expect(await client.next()).toEqual({ text: "pong p" });
  expect(await client.next()).toEqual({ text: `echo ${"a".repeat(150)}${"b".repeat(150)}c` });
  client.frame(1, "");
  expect(await client.next()).toEqual({ text: "echo " });
  client.destroy();
});

test("either side may close, and the other one learns the code", async () => {
  ended = [];
  const client = await open();
  client.close(3001);
  expect(await client.next()).toEqual({ code: 3001, reason: "" });
  await expect.poll(() => ended).toContainEqual({ code: 3001, reason: "" });
  expect(await answerTo((one) => one.send("close me"))).toEqual({
    code: 4000,
    reason: "as you said",
  });
  await expect.poll(() => ended.at(-1)).toEqual({ code: 4000, reason: "as you said" });
  (await open()).destroy();
  await expect.poll(() => ended.at(-1)).toEqual({ code: 1006, reason: "" });
});

test.each<[string, number, (client: SocketClient) => void]>([
  ["a frame without a mask", 1002, (one) => one.frame(1, "x", { masked: false })],
  ["an unknown opcode", 1002, (one) => one.frame(3, "x")],
  ["reserved bits", 1002, (one) => one.frame(0x41, "x")],
  ["a piece of no message", 1002, (one) => one.frame(0, "x")],
  ["a fragmented ping", 1002, (one) => one.frame(9, "x", { final: false })],
  ["a long ping", 1002, (one) => one.frame(9, "x".repeat(126))],
  ["a close code that may not be sent", 1002, (one) => one.close(1006)],
  ["a text that is no UTF-8", 1007, (one) => one.frame(1, Buffer.of(0xff, 0xfe))],
  ["a frame that is too big", 1009, (one) => one.frame(1, "x".repeat(201))],
  [
    "a message that is too big",
    1009,
    (one) => {
      for (let i = 0; i < 3; i++) one.frame(i === 0 ? 1 : 0, "x".repeat(200), { final: i === 2 });
    },
  ],
])("%s closes with %i", async (_what, code, act) => {
  expect(await answerTo(act)).toMatchObject({ code });
});

test("a message in the middle of another one closes with 1002", async () => {
  const closed = await answerTo((one) => {
    one.frame(1, "a", { final: false });
    one.send("b");
  });
  expect(closed).toMatchObject({ code: 1002 });
});

test("a request that is no WebSocket's is refused in HTTP", async () => {
  const headers = { "sec-websocket-version": "8" };
  await expect(SocketClient.open(endpoint, { path: "/", headers })).rejects.toThrow("426");
});
