/** An event the user keeps for a function. */
export interface SavedEvent {
  name: string;
  body: string;
  savedMs: number;
}

export const eventNamePattern = /^[^\s](.{0,62}[^\s])?$/u;
