import { expect, it } from "vitest";
import { md5 } from "./md5";
import { fillPlaceholders, placeholdersIn, readyToSend } from "./placeholders";

const moment = { nowMs: Date.UTC(2026, 10, 21), uuid: () => "an-id" };

it("turns a whole string into a number, and leaves the rest of the text alone", () => {
  expect(
    fillPlaceholders('{"t": "${nowMs}", "s": "at ${nowSeconds}", "x": "${other}"}', moment),
  ).toBe(`{"t": ${moment.nowMs}, "s": "at ${moment.nowMs / 1000}", "x": "\${other}"}`);
  expect(fillPlaceholders('{"at": "${nowIso}"}', moment)).toBe(
    '{"at": "2026-11-21T00:00:00.000Z"}',
  );
});

it("does so in JSON that is written inside of strings", () => {
  const body = JSON.stringify({ at: "${nowMs}", deep: JSON.stringify({ at: "${nowSeconds}" }) });
  const filled = JSON.parse(fillPlaceholders(JSON.stringify({ body }), moment)) as { body: string };
  const inner = JSON.parse(filled.body) as { at: number; deep: string };
  expect(inner.at).toBe(moment.nowMs);
  expect(JSON.parse(inner.deep)).toEqual({ at: moment.nowMs / 1000 });
});

it("gives every uuid its own value", () => {
  let next = 0;
  expect(fillPlaceholders("${uuid} ${uuid}", { nowMs: 0, uuid: () => String(++next) })).toBe("1 2");
});

it("lists what will be filled", () => {
  expect(placeholdersIn('"${uuid}" "${nowMs}" "${uuid}" "${HOME}"')).toEqual(["uuid", "nowMs"]);
  expect(placeholdersIn("{}")).toEqual([]);
});

it("keeps the checksum of a message right, and a wrong one wrong", () => {
  const records = [
    { body: "${uuid}", md5OfBody: md5("${uuid}") },
    { body: "${uuid}", md5OfBody: "0" },
  ];
  expect(JSON.parse(readyToSend(JSON.stringify({ Records: records }), moment))).toEqual({
    Records: [
      { body: "an-id", md5OfBody: md5("an-id") },
      { body: "an-id", md5OfBody: "0" },
    ],
  });
});
