import { expect, test } from "vitest";
import { isoTime } from "./iso-time";

test.each([
  ["2026-11-21T10:00:00.000+0000", "2026-11-21T10:00:00.000Z"],
  ["2026-11-21T10:00:00.000-0130", "2026-11-21T11:30:00.000Z"],
  ["2026-11-21T10:00:00Z", "2026-11-21T10:00:00.000Z"],
  ["soon", undefined],
  ["", undefined],
  [undefined, undefined],
])("%s is %s", (given, expected) => expect(isoTime(given)).toBe(expected));
