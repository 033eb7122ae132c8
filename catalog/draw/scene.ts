/**
 * The one entrance to the drawing code for the demo server, the tests and the command line.
 *
 *   drawScene({ seed, width, height, people?, framing?, backdrop?, gender? })
 *     → { svg, width, height, persons, boxes, alt }       pure, synchronous, the same answer for the same options
 *   renderScene(scene) → Promise<Buffer>                  JPEG bytes (raster.ts, sharp), < 150 ms
 *
 * persons: [{ box: {x, y, width, height}, gender: 'women' | 'men', framing: 'full' | 'half' | 'close' }]
 * boxes:   [{ category, box, person (index into persons), productId, visible (share of the garment not covered) }]
 * Boxes are fractions 0–1 of the picture, origin top-left, and enclose exactly the visible pixels.
 * productId is a product of the starter catalogue (starter.ts); `alt` is a plain sentence for <img alt>.
 */
export type {};
