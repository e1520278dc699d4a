import { describe, expect, it } from "vitest";
import { blockingTable, erlangB } from "./erlang";

/** The stable recursion over the servers, as textbooks have it. */
function byRecursion(servers: number, offered: number): number {
  let blocked = 1;
  for (let server = 1; server <= servers; server++)
    blocked = (offered * blocked) / (server + offered * blocked);
  return blocked;
}

describe("erlangB", () => {
  it("is the recursion's value for low and high loads", () => {
    for (const servers of [1, 2, 10, 100, 1000])
      for (const part of [0.5, 0.9, 1, 1.2, 5]) {
        const exact = byRecursion(servers, servers * part);
        expect(Math.abs(erlangB(servers, servers * part) - exact)).toBeLessThan(
          1e-6 * exact + 1e-12,
        );
      }
  });

  it("turns away everything where there is no server, and nothing where nothing comes", () => {
    expect([erlangB(0, 3), erlangB(0, 0), erlangB(5, 0)]).toEqual([1, 0, 0]);
  });
});

describe("blockingTable", () => {
  it("is within 3 % of the value wherever one in 100,000 is turned away", () => {
    let worst = 0;
    for (const servers of [1, 3, 20, 150, 1000]) {
      const table = blockingTable(servers);
      for (let part = 0.02; part < 6; part *= 1.013) {
        const exact = erlangB(servers, servers * part);
        if (exact < 1e-5) continue;
        worst = Math.max(worst, Math.abs(table.at(servers * part) / exact - 1));
      }
    }
    console.log(`largest error of the tables: ${(worst * 100).toFixed(2)} %`);
    expect(worst).toBeLessThan(0.03);
  });

  it("knows below which load it need not be asked", () => {
    for (const servers of [1, 20, 1000]) {
      const { quietLoad } = blockingTable(servers);
      expect(erlangB(servers, quietLoad)).toBeLessThan(1e-9);
      expect(erlangB(servers, quietLoad * 1.2 + 0.05)).toBeGreaterThan(1e-11);
    }
    expect(blockingTable(0).at(2)).toBe(1);
  });
});
