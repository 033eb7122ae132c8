import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { drawScene, renderScene, type Scene } from '../../catalog/draw/scene';

/** A picture as a server sends it. */
export interface Picture {
  readonly bytes: Uint8Array;
  readonly type: string;
  readonly alt: string;
}

/** Where a page's pictures come from: any number of them, each the same at every asking. */
export interface Pictures {
  picture(index: number, shape: Shape): Promise<Picture>;
}

/** What a place on a page wants to be filled with. */
export type Shape = 'lead' | 'portrait' | 'square';

const SIZES: Readonly<Record<Shape, { width: number; height: number }>> = {
  lead: { width: 1200, height: 800 },
  portrait: { width: 720, height: 960 },
  square: { width: 840, height: 840 },
};
const TYPES: Readonly<Record<string, string>> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.gif': 'image/gif',
};
const KEPT = 60;

/** The scene a drawn page shows at a place; tests ask it for the right answers. */
export function sceneAt(index: number, shape: Shape): Scene {
  const people = shape === 'lead' ? 3 : index % 5 === 3 ? 2 : 1;
  return drawScene({ seed: 4000 + index, people, framing: 'full', ...SIZES[shape] });
}

/** Pictures drawn when they are asked for; the last few are kept. */
export function drawnPictures(): Pictures {
  const kept = new Map<string, Promise<Picture>>();
  return {
    picture(index, shape) {
      const name = `${shape}-${index}`;
      const picture = kept.get(name) ?? draw(index, shape);
      if (kept.size >= KEPT) kept.delete(kept.keys().next().value ?? '');
      kept.set(name, picture);
      return picture;
    },
  };
}

async function draw(index: number, shape: Shape): Promise<Picture> {
  const scene = sceneAt(index, shape);
  return { bytes: await renderScene(scene), type: 'image/jpeg', alt: scene.alt };
}

/** The photos of a folder, over and over. Throws when the folder has none. */
export async function folderPictures(folder: string): Promise<Pictures> {
  const entries = await readdir(folder).catch((cause: unknown) => {
    throw new Error(`${folder} is no folder that can be read.`, { cause });
  });
  const names = entries.filter((name) => TYPES[extname(name).toLowerCase()]).sort();
  if (names.length === 0) throw new Error(`No photo (${Object.keys(TYPES).join(' ')}) lies in ${folder}.`);
  return {
    async picture(index) {
      const name = names[index % names.length] ?? '';
      const type = TYPES[extname(name).toLowerCase()] ?? '';
      return { bytes: await readFile(join(folder, name)), type, alt: name };
    },
  };
}
