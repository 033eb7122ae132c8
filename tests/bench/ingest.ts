import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPack } from '../../catalog/build';
import { STARTER } from '../../catalog/draw/starter';
import { createFetcher } from '../../catalog/fetch/polite';
import { garmentBox } from '../../catalog/garment-box';
import { type NodeEyes, openEyesPool } from '../../catalog/node/eyes-pool';
import { useHnswlibInNode } from '../../catalog/node/hnsw';
import { openInput } from '../../catalog/node/open-input';
import type { GarmentCategory, PixelImage } from '../../lib/types';

const FOLDER = join(import.meta.dirname, '../../public/catalog/starter');
/** Pictures that the models alone look at. */
const ALONE = 124;

/** Products a second: the whole of ingest, and the models on pictures that are decoded already. */
export interface IngestFigures {
  readonly products: number;
  readonly perSecond: number;
  readonly modelsPerSecond: number;
}

interface Decoded {
  readonly image: PixelImage;
  readonly category: GarmentCategory;
}

/** Ingest of the drawn products, 320 × 320 pictures on this disk, found by the detector, on two threads. */
export async function measureIngest(): Promise<IngestFigures> {
  useHnswlibInNode();
  const eyes = await openEyesPool(Math.min(2, availableParallelism()), true);
  const folder = await mkdtemp(join(tmpdir(), 'ingest-'));
  try {
    // Both threads load their models.
    await modelsAlone(eyes, 4);
    const input = join(FOLDER, 'products.csv');
    const fetcher = createFetcher();
    const settings = { format: 1 as const, input, shop: 'Bench', source: 'bench', crop: 'detect' as const };
    const start = performance.now();
    const { products } = await buildPack(eyes, {
      ...{ settings, fetcher, input: await openInput(input, fetcher), out: join(folder, 'bench.zip') },
      ...{ signal: new AbortController().signal, progress: () => undefined },
    });
    const perSecond = products / ((performance.now() - start) / 1_000);
    return { products, perSecond, modelsPerSecond: await modelsAlone(eyes, ALONE) };
  } finally {
    await eyes.release();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The models on pictures that are decoded already, as many at once as there are threads. */
async function modelsAlone(eyes: NodeEyes, count: number): Promise<number> {
  const decoded: Decoded[] = [];
  const step = Math.floor(STARTER.length / count);
  for (const { id, category } of STARTER.filter((_, i) => i % step === 0)) {
    const image = await eyes.decode(new Uint8Array(await readFile(join(FOLDER, 'pictures', `${id}.webp`))));
    decoded.push({ image, category });
  }
  const start = performance.now();
  await Promise.all(
    decoded.map(async ({ image, category }) => {
      const box = garmentBox(image, category, (await eyes.detect?.(image)) ?? []);
      await eyes.embed([{ image, category, box }]);
    }),
  );
  return decoded.length / ((performance.now() - start) / 1_000);
}
