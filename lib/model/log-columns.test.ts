import { describe, expect, it } from "vitest";
import { BufferedLine } from "@/lib/model/log-buffer";
import { jsonPaths, jsonValues } from "@/lib/model/log-columns";
import { exportLines } from "@/lib/model/log-export";

const line = (message: string, timestampMs = 0) =>
  new BufferedLine({ id: message, timestampMs, stream: "s", message });

describe("jsonValues", () => {
  it("names values by their path, lists and text as they are", () => {
    const values = jsonValues('{"a":1,"b":{"c":"x","d":{"e":null}},"f":[1,2]}\n');
    expect(Object.fromEntries(values)).toEqual({ a: "1", "b.c": "x", "b.d.e": "null", f: "[1,2]" });
  });

  it("has nothing for other lines", () => {
    for (const text of ["plain", "{not json}", "[1]", "{"])
      expect(jsonValues(text).size, text).toBe(0);
  });

  it("lists the paths that occur, the most frequent first, without what has a column anyway", () => {
    const lines = ['{"ms":1,"level":"INFO"}', '{"ms":2,"user":{"id":7}}', "text"].map((text) =>
      line(text),
    );
    expect(jsonPaths(lines)).toEqual(["ms", "user.id"]);
  });
});

describe("exportLines", () => {
  const lines = [line('{"level":"WARN","ms":5,"message":"a, b"}\n'), line("=cmd()", 1_000)];

  it("writes text as it was logged", () => {
    expect(exportLines(lines, "text")).toBe(
      '1970-01-01T00:00:00.000Z {"level":"WARN","ms":5,"message":"a, b"}\n1970-01-01T00:00:01.000Z =cmd()\n',
    );
  });

  it("writes an object a line", () => {
    const [first] = exportLines(lines, "ndjson").split("\n");
    expect(JSON.parse(first!)).toMatchObject({ stream: "s", level: "warn" });
  });

  it("writes chosen values as columns, and nothing that a spreadsheet would run", () => {
    const [head, first, second] = exportLines(lines, "csv", ["ms"]).split("\r\n");
    expect(head).toBe("time,stream,level,requestId,ms,message");
    expect(first).toMatch(/^1970-01-01T00:00:00.000Z,s,warn,,5,"\{/);
    expect(second).toContain(",'=cmd()");
  });
});
