import type { LogEvent } from "@/lib/model/log-line";
import type { Program } from "./start-program";

export interface Arrival {
  event: LogEvent;
  atMs: number;
}

/** Follows a log group through the dashboard's API, as a page does; keeps what arrives, in its order. */
export async function followOverHttp(program: Program, logGroup: string, sinceMs: number) {
  const arrivals: Arrival[] = [];
  const modes: string[] = [];
  const hangUp = new AbortController();
  const response = await fetch(
    `${program.address}/api/logs/follow?group=${encodeURIComponent(logGroup)}&sinceMs=${sinceMs}`,
    { headers: { authorization: `Bearer ${program.token}` }, signal: hangUp.signal },
  );
  let changed = () => {};
  const read = async () => {
    let text = "";
    for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) {
      text += piece;
      const frames = text.split("\n\n");
      text = frames.pop() ?? "";
      const atMs = Date.now();
      for (const frame of frames) {
        const [, kind, data] = /^event: (\w+)\ndata: (.*)$/s.exec(frame) ?? [];
        if (kind === "mode") modes.push((JSON.parse(data!) as { mode: string }).mode);
        if (kind === "events")
          for (const event of (JSON.parse(data!) as { events: LogEvent[] }).events)
            arrivals.push({ event, atMs });
      }
      changed();
    }
  };
  // Ends with an error when it is hung up on.
  void read().catch(() => {});
  return {
    arrivals,
    /** Resolves when it has followed in this way. */
    mode: (mode: string) =>
      new Promise<void>((resolve) => {
        changed = () => modes.includes(mode) && resolve();
        changed();
      }),
    stop: () => hangUp.abort(),
  };
}
