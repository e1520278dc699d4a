import { describe, expect, it } from "vitest";
import { findHandlerFile, viewFile } from "./function-code";

describe("findHandlerFile", () => {
  it.each([
    ["nodejs22.x", "index.handler", ["index.mjs", "package.json"], "index.mjs"],
    ["nodejs22.x", "src/app.http.get", ["src/app.js"], "src/app.js"],
    ["python3.12", "app.lambda_handler", ["app.py"], "app.py"],
    ["python3.12", "pkg.module.handler", ["pkg/module.py"], "pkg/module.py"],
    ["provided.al2023", "anything", ["bootstrap"], "bootstrap"],
    ["nodejs22.x", "missing.handler", ["index.js"], undefined],
    ["java21", "com.acme.Handler::run", ["lib/a.jar"], undefined],
  ])("%s %s", (runtime, handler, paths, expected) => {
    expect(findHandlerFile(runtime, handler, paths)).toBe(expected);
  });
});

describe("viewFile", () => {
  it("shows text and refuses to guess at the rest", () => {
    expect(viewFile("a.js", new TextEncoder().encode("let a;"))).toMatchObject({
      kind: "text",
      text: "let a;",
    });
    expect(viewFile("a.png", new Uint8Array([0x89, 0x50, 0xff]))).toMatchObject({
      kind: "binary",
      sizeBytes: 3,
    });
    expect(viewFile("a.bin", new Uint8Array([65, 0, 66]))).toMatchObject({ kind: "binary" });
    expect(viewFile("a.json", new Uint8Array(300_000))).toMatchObject({ kind: "too-large" });
  });
});
