/** Most garments of one request, as many as are embedded at once: of a crowd they are asked for in parts. */
export const MOST_GARMENTS = 24;
