import type { FunctionTraffic, Traffic } from "./traffic";

/** The arrays of one function, in the order in which they are written. */
const columns = ["invocations", "throttles", "busySeconds", "concurrency"] as const;
const bytesPerValue = Float32Array.BYTES_PER_ELEMENT;

type Header = Omit<Traffic, "functions"> & {
  functions: Omit<FunctionTraffic, (typeof columns)[number]>[];
};

/**
 * Traffic as bytes: the length of a JSON header (32 bits), the header, which is everything but the arrays, and for
 * each function four arrays of 32-bit floats. All little-endian, as every machine that runs this is.
 */
export function encodeTraffic({ functions, ...rest }: Traffic): Uint8Array<ArrayBuffer> {
  const header: Header = {
    ...rest,
    functions: functions.map(({ name, duration, init }) => ({ name, duration, init })),
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  // Spaces are JSON too: the arrays begin at a multiple of their size.
  const headerBytes = Math.ceil(text.length / bytesPerValue) * bytesPerValue;
  const valueBytes = functions.length * columns.length * rest.length * bytesPerValue;
  const bytes = new Uint8Array(4 + headerBytes + valueBytes);
  new DataView(bytes.buffer).setUint32(0, headerBytes, true);
  bytes.fill(0x20, 4, 4 + headerBytes);
  bytes.set(text, 4);
  const values = new Float32Array(bytes.buffer, 4 + headerBytes);
  functions.forEach((traffic, index) => {
    columns.forEach((column, place) =>
      values.set(traffic[column], (index * columns.length + place) * rest.length),
    );
  });
  return bytes;
}

/** Reads what `encodeTraffic` wrote; the arrays are views of the bytes. Throws RangeError when bytes are missing. */
export function decodeTraffic(bytes: ArrayBuffer): Traffic {
  const headerBytes = new DataView(bytes).getUint32(0, true);
  const text = new TextDecoder().decode(new Uint8Array(bytes, 4, headerBytes));
  const header = JSON.parse(text) as Header;
  let offset = 4 + headerBytes;
  const next = () => {
    const values = new Float32Array(bytes, offset, header.length);
    offset += header.length * bytesPerValue;
    return values;
  };
  return {
    ...header,
    functions: header.functions.map((each) => ({
      ...each,
      invocations: next(),
      throttles: next(),
      busySeconds: next(),
      concurrency: next(),
    })),
  };
}

/**
 * Puts answers for different functions together, on the grid that ends first: the clock may have moved on between
 * them. Undefined: there is none.
 */
export function joinTraffic(parts: readonly Traffic[]): Traffic | undefined {
  const [first] = [...parts].sort((a, b) => a.startMs - b.startMs);
  return (
    first && {
      ...first,
      functions: parts.flatMap((part) =>
        part.functions.map((each) => shifted(each, (part.startMs - first.startMs) / first.stepMs)),
      ),
      use: {
        calls: sum(parts, ({ use }) => use.calls),
        metrics: sum(parts, ({ use }) => use.metrics),
        costUsd: sum(parts, ({ use }) => use.costUsd),
      },
      problems: parts.flatMap(({ problems }) => problems),
    }
  );
}

/** The first steps of a later grid are not known; they are the oldest and count for little. */
function shifted(traffic: FunctionTraffic, steps: number): FunctionTraffic {
  if (steps === 0) return traffic;
  const result = { ...traffic };
  for (const column of columns) {
    const values = new Float32Array(traffic[column].length);
    values.set(traffic[column].subarray(0, Math.max(0, values.length - steps)), steps);
    result[column] = values;
  }
  return result;
}

function sum(parts: readonly Traffic[], value: (part: Traffic) => number): number {
  return parts.reduce((total, part) => total + value(part), 0);
}
