import { GetRoutesCommand } from "@aws-sdk/client-apigatewayv2";
import { clientsFor } from "@/lib/aws/clients";
import { allOf } from "@/lib/aws/pages";
import { signRequest } from "@/lib/aws/sign-request";
import type { Connection } from "@/lib/model/connection";
import { ProblemError } from "@/lib/model/problem";
import type { ApiRoute } from "@/lib/model/push-triggers";
import { takesMessages, type SentEvents, type SentResult } from "@/lib/model/sent-events";
import { addressOf } from "./address-of";
import {
  connectWebSocket,
  type Closed,
  type Conversation,
  type Listener,
  type Refusal,
} from "./connect-web-socket";
import { requireWritable } from "./require-writable";

export interface Waits {
  /** While fewer answers came than messages went: the function may start cold. */
  firstMs: number;
  /** For more than that. */
  nextMs: number;
}

const shownAnswers = 20;
const mostAnswerLetters = 4_096;

/**
 * Connects to a WebSocket API, sends messages, waits for what comes back and hangs up. Of the routes that a connection
 * itself calls there is no message.
 */
export async function sendToWebSocket(
  connection: Connection,
  route: ApiRoute,
  filled: readonly SentEvents[],
  waits: Waits = { firstMs: 4_000, nextMs: 1_000 },
): Promise<SentResult> {
  requireWritable(connection);
  const [first] = filled;
  if (!first) return { sent: 0, ids: [], failed: null };
  const url = new URL(`${addressOf(connection, route)}${first.path ?? ""}`);
  const talk = new Talk();
  const socket = await connect(connection, route, url, first, talk);
  if ("status" in socket) {
    const reason = `HTTP ${socket.status}: ${socket.body.slice(0, 200)}`;
    // The function behind $connect may well be who refused.
    const sent = route.route === "$connect" ? 1 : 0;
    return { sent, ids: [], failed: { count: filled.length, reason }, response: socket };
  }
  if (takesMessages(route)) {
    for (const { text } of filled) socket.send(text);
    await talk.quiet(filled.length, waits);
  }
  const closed = talk.closed;
  socket.close();
  const { answers } = talk;
  const shown = answers.slice(0, shownAnswers).map((text) => text.slice(0, mostAnswerLetters));
  return {
    sent: filled.length,
    ids: [],
    failed: null,
    conversation: { answers: shown, count: answers.length, ...(closed && { closed }) },
  };
}

async function connect(
  connection: Connection,
  route: ApiRoute,
  url: URL,
  { headers = [] }: SentEvents,
  talk: Talk,
): Promise<Conversation | Refusal> {
  const signed = (await asksForSignature(connection, route))
    ? await signRequest(connection, "execute-api", { url, method: "GET", headers, body: "" })
    : headers;
  try {
    return await connectWebSocket(url, signed, talk);
  } catch (error) {
    throw new ProblemError({
      kind: "unreachable",
      title: "The address did not answer",
      detail: `${url.href}: ${error instanceof Error ? error.message : String(error)}`,
    });
  }
}

/** Who may connect is said at $connect, whichever route a message takes. */
async function asksForSignature(connection: Connection, { apiId }: ApiRoute): Promise<boolean> {
  const routes = await allOf(async (NextToken) => {
    const page = await clientsFor(connection).apigatewayv2.send(
      new GetRoutesCommand({ ApiId: apiId, NextToken, MaxResults: "100" }),
    );
    return { items: page.Items, next: page.NextToken };
  });
  return routes.some(
    ({ RouteKey, AuthorizationType }) => RouteKey === "$connect" && AuthorizationType === "AWS_IAM",
  );
}

/** What the other end says, and when it has said nothing for a while. */
class Talk implements Listener {
  readonly answers: string[] = [];
  closed: Closed | undefined;
  #heard: () => void = () => undefined;

  onMessage(text: string): void {
    this.answers.push(text);
    this.#heard();
  }

  onClose(closed: Closed): void {
    this.closed = closed;
    this.#heard();
  }

  async quiet(asked: number, { firstMs, nextMs }: Waits): Promise<void> {
    let isLonger = true;
    while (isLonger && !this.closed)
      isLonger = await new Promise<boolean>((resolve) => {
        const timer = setTimeout(resolve, this.answers.length >= asked ? nextMs : firstMs, false);
        this.#heard = () => {
          clearTimeout(timer);
          resolve(true);
        };
      });
  }
}
