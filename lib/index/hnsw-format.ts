/** How graphs are built: links of a vector (hnswlib's M), width of the search while building, seed of the levels. */
export const GRAPH = { m: 16, efConstruction: 200, seed: 100 } as const;
