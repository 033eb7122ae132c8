const isBlank = (character: string) => character.trim() === '';

/**
 * A text without white space and the characters of `edges` at both ends, in one pass: an expression that ends in `$`
 * looks for the end anew from every such character, which takes the square of a hostile text's length.
 */
export function trimmed(text: string, edges: string): string {
  const isEdge = (at: number) => isBlank(text.charAt(at)) || edges.includes(text.charAt(at));
  let [start, end] = [0, text.length];
  while (start < end && isEdge(start)) start += 1;
  while (end > start && isEdge(end - 1)) end -= 1;
  return text.slice(start, end);
}
