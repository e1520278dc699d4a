/** An event the user keeps for a function. */
export interface SavedEvent {
  name: string;
  body: string;
  savedMs: number;
}

export const eventNamePattern = /^[^\s](.{0,62}[^\s])?$/u;
export const eventNameWords =
  "A name has 1 to 64 characters and does not start or end with a space.";
