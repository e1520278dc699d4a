/** MD5 of a text in hexadecimal, as SQS writes it beside a message's body. Browsers have none of their own. */
export function md5(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const length = ((bytes.length + 8) >> 6) * 64 + 64;
  const padded = new DataView(new ArrayBuffer(length));
  bytes.forEach((byte, at) => padded.setUint8(at, byte));
  padded.setUint8(bytes.length, 0x80);
  padded.setUint32(length - 8, bytes.length << 3, true);
  padded.setUint32(length - 4, Math.floor(bytes.length / 2 ** 29), true);
  let state: [number, number, number, number] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let block = 0; block < length; block += 64) state = mixed(state, padded, block);
  const result = new DataView(new ArrayBuffer(16));
  state.forEach((word, at) => result.setUint32(at * 4, word, true));
  return [...new Uint8Array(result.buffer)]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}

const turns = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
];
const sines = Array.from({ length: 64 }, (_, at) =>
  Math.floor(Math.abs(Math.sin(at + 1)) * 2 ** 32),
);

function mixed(
  before: [number, number, number, number],
  padded: DataView,
  block: number,
): [number, number, number, number] {
  let [a, b, c, d] = before;
  for (let step = 0; step < 64; step++) {
    const round = step >> 4;
    const [mix, word] = [
      [(b & c) | (~b & d), step],
      [(d & b) | (~d & c), 5 * step + 1],
      [b ^ c ^ d, 3 * step + 5],
      [c ^ (b | ~d), 7 * step],
    ][round] as [number, number];
    const sum = (a + mix + sines[step]! + padded.getUint32(block + (word % 16) * 4, true)) | 0;
    const turn = turns[round]![step % 4]!;
    [a, d, c] = [d, c, b];
    b = (b + ((sum << turn) | (sum >>> (32 - turn)))) | 0;
  }
  return [before[0] + a, before[1] + b, before[2] + c, before[3] + d].map((word) => word | 0) as [
    number,
    number,
    number,
    number,
  ];
}
