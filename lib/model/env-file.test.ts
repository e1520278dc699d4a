import { describe, expect, it } from "vitest";
import { parseEnvFile } from "./env-file";

describe("parseEnvFile", () => {
  it.each([
    ["A=1\nB=two words  # note\n", { A: "1", B: "two words" }],
    ["export A = 1\r\n# comment\r\n\r\nB=", { A: "1", B: "" }],
    [`A="x\\ny \\"q\\"" # note`, { A: 'x\ny "q"' }],
    ["A='$HOME \\n'", { A: "$HOME \\n" }],
    ['KEY="-----BEGIN\nabc\n-----END"\nB=2', { KEY: "-----BEGIN\nabc\n-----END", B: "2" }],
    ["URL=https://x/#anchor", { URL: "https://x/#anchor" }],
    ["A=1\nA=2", { A: "2" }],
    [`A="unclosed`, { A: '"unclosed' }],
  ])("%j", (text, variables) => {
    expect(parseEnvFile(text)).toEqual({ variables, unreadable: [] });
  });

  it("names the lines it cannot read", () => {
    expect(parseEnvFile("A=1\nnonsense\nB=2")).toEqual({
      variables: { A: "1", B: "2" },
      unreadable: [{ line: 2, text: "nonsense" }],
    });
  });
});
