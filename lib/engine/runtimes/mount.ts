/**
 * One thing that is put into a place of an environment's file tree: a folder, memory of so many MiB, or what an
 * archive holds.
 */
export type Mount = readonly [
  how: "read-only" | "writable" | "memory" | "unpack",
  what: string,
  place: string,
];
