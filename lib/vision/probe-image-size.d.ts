/** What is used of the package: its own types know Node's streams alone. */
declare module 'probe-image-size/sync.js' {
  /** A picture's size as it is stored, and its EXIF orientation 1–8 where the format's own parser tells it. */
  export interface Probed {
    readonly type: string;
    readonly width: number;
    readonly height: number;
    readonly orientation?: number | undefined;
  }
  /** Reads the header of a picture; null where it is none or cut short. */
  export default function probe(bytes: Uint8Array): Probed | null;
}
