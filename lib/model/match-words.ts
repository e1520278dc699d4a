/** The words of a search, in lower case. */
export function wordsIn(query: string): string[] {
  return query.toLowerCase().split(/\s+/).filter(Boolean);
}

/**
 * The items whose name holds every word, best first: names that start with the first word, then those where
 * a part starts with it (`image-resizer` for `res`), then the rest; shorter names before longer ones.
 */
export function bestMatches<T>(
  items: readonly T[],
  query: string,
  nameOf: (item: T) => string,
  limit: number,
): T[] {
  const words = wordsIn(query);
  const [first] = words;
  if (first === undefined) return items.slice(0, limit);
  return items
    .map((item) => ({ item, name: nameOf(item).toLowerCase() }))
    .filter(({ name }) => words.every((word) => name.includes(word)))
    .map(({ item, name }) => ({ item, rank: rankOf(name, first), length: name.length }))
    .sort((a, b) => a.rank - b.rank || a.length - b.length)
    .slice(0, limit)
    .map(({ item }) => item);
}

function rankOf(name: string, word: string): number {
  if (name.startsWith(word)) return 0;
  return name.split(/[^a-z0-9]+/).some((part) => part.startsWith(word)) ? 1 : 2;
}
