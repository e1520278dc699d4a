import { type Problem, ProblemError } from "@/lib/model/problem";

/** Reads an answer that comes as lines of JSON, one after the other. Throws ProblemError. */
export async function* readLines<Line>(
  url: string,
  signal: AbortSignal,
): AsyncGenerator<Line | { problem: Problem }> {
  const response = await fetch(url, {
    signal,
    headers: { accept: "application/x-ndjson", "x-lambdeck": "1" },
  }).catch((error: unknown) => {
    if (signal.aborted) throw error;
    throw new ProblemError({
      kind: "unreachable",
      title: "Lambdeck does not answer",
      detail: "The dashboard's own server cannot be reached from this page.",
      action: "Run `npm start` again; the page goes on by itself.",
    });
  });
  if (!response.body) return;
  let rest = "";
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { value, done } = await reader.read();
    const lines = (rest + (value ?? "")).split("\n");
    rest = done ? "" : (lines.pop() ?? "");
    for (const line of lines) if (line !== "") yield JSON.parse(line);
    if (done) return;
  }
}
