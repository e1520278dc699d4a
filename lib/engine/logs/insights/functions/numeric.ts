import { asNumber, type Value } from "../value.ts";
import type { FunctionTable, QueryFunction } from "./functions.ts";

/** A function of numbers: nothing where one of them is none. */
function ofNumbers(
  fewest: number,
  most: number,
  apply: (...numbers: number[]) => number,
): QueryFunction {
  return {
    arity: [fewest, most],
    apply: (...values) => {
      const numbers = values.map(asNumber);
      return numbers.every((value) => value !== undefined) ? finite(apply(...numbers)) : undefined;
    },
  };
}

function finite(value: number): Value {
  return Number.isFinite(value) ? value : undefined;
}

const earthRadiusKm = 6371;

export const numericFunctions: FunctionTable = {
  abs: ofNumbers(1, 1, Math.abs),
  ceil: ofNumbers(1, 1, Math.ceil),
  floor: ofNumbers(1, 1, Math.floor),
  greatest: ofNumbers(1, Infinity, Math.max),
  least: ofNumbers(1, Infinity, Math.min),
  log: ofNumbers(1, 1, Math.log),
  round: ofNumbers(1, 2, (value, digits = 0) => Math.round(value * 10 ** digits) / 10 ** digits),
  sqrt: ofNumbers(1, 1, Math.sqrt),
  tonumber: ofNumbers(1, 1, (value) => value),
  todouble: ofNumbers(1, 1, (value) => value),
  toint: ofNumbers(1, 1, Math.trunc),
  tolong: ofNumbers(1, 1, Math.trunc),
  /** The way between two points on the earth, in kilometres. */
  haversine: ofNumbers(
    4,
    4,
    (fromLatitude = 0, fromLongitude = 0, toLatitude = 0, toLongitude = 0) => {
      const radians = (degrees: number) => (degrees * Math.PI) / 180;
      const [north, east] = [
        radians(toLatitude - fromLatitude) / 2,
        radians(toLongitude - fromLongitude) / 2,
      ];
      const chord =
        Math.sin(north) ** 2 +
        Math.cos(radians(fromLatitude)) * Math.cos(radians(toLatitude)) * Math.sin(east) ** 2;
      return 2 * earthRadiusKm * Math.asin(Math.sqrt(chord));
    },
  ),
};
