import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import * as v from 'valibot';
import type { PictureFacts, Taken, Validators } from '../../lib/store/ingest-store';
import { SOURCE_KINDS } from '../source';
import { stateFile, writeWhole } from './files';
import type { StoredCopy } from './ledger';

/** What an address speaks, as files name it. */
export const Spec = v.strictObject({
  kind: v.picklist(SOURCE_KINDS),
  address: v.string(),
  currency: v.optional(v.string()),
});

const Settings = v.strictObject({
  format: v.literal(1),
  input: v.string(),
  shop: v.string(),
  source: v.string(),
  crop: v.picklist(['detect', 'content']),
  picturesUrl: v.optional(v.string()),
  picturesFolder: v.optional(v.string()),
  currency: v.optional(v.string()),
  // Older packs do not say what their address speaks.
  spec: v.optional(Spec),
});

const Line = v.strictObject({
  id: v.string(),
  hash: v.string(),
  etag: v.optional(v.string()),
  lastModified: v.optional(v.string()),
  address: v.optional(v.string()),
  print: v.optional(v.string()),
  doubt: v.optional(v.string()),
});
const CopyLine = v.strictObject({ id: v.string(), hash: v.string(), copyOf: v.string(), copyOfHash: v.string() });

/** How a pack was built: enough to build it again. `input` is a file or an address. */
export type BuildSettings = v.InferOutput<typeof Settings>;

/** What the side file of a pack knows: how it was built, and each product's hash and picture version. */
export interface BuildState {
  readonly settings: BuildSettings;
  readonly products: ReadonlyMap<string, PictureFacts & Pick<Taken, 'hash'>>;
  /** Products that were left out because another one has their picture. */
  readonly copies: readonly StoredCopy[];
}

/** Writes the side file of the pack `out`. */
export async function writeState(
  out: string,
  settings: BuildSettings,
  products: readonly Taken[],
  copies: readonly StoredCopy[],
): Promise<void> {
  const lines = products.map(({ row, hash, validators, print, doubt }) => {
    const bytes = print && Buffer.from(print).toString('base64');
    return JSON.stringify({ id: row.productId, hash, ...validators, print: bytes, doubt });
  });
  const left = copies.map(({ productId, hash, original }) => {
    return JSON.stringify({ id: productId, hash, copyOf: original.productId, copyOfHash: original.hash });
  });
  await writeWhole(stateFile(out), `${[JSON.stringify(settings), ...lines, ...left].join('\n')}\n`);
}

/** Reads the side file of the pack `out`. Throws an Error with a sentence where there is none or it is damaged. */
export async function readState(out: string): Promise<BuildState> {
  const file = stateFile(out);
  if (!existsSync(file)) throw new Error(`${file} is missing: a pack without it is built again, not refreshed.`);
  const products = new Map<string, PictureFacts & Pick<Taken, 'hash'>>();
  const copies: StoredCopy[] = [];
  let settings: BuildSettings | undefined;
  try {
    for await (const line of createInterface({ input: createReadStream(file) })) {
      const known = JSON.parse(line);
      if (settings && 'copyOf' in known) {
        const { id, hash, copyOf, copyOfHash } = v.parse(CopyLine, known);
        copies.push({ productId: id, hash, original: { productId: copyOf, hash: copyOfHash } });
      } else if (settings) {
        const { id, hash, print, doubt, ...validators } = v.parse(Line, known);
        const bytes = print ? { print: new Uint8Array(Buffer.from(print, 'base64')) } : {};
        products.set(id, { hash, validators: definedOf(validators), ...bytes, ...(doubt ? { doubt } : {}) });
      } else settings = v.parse(Settings, known);
    }
  } catch (cause) {
    throw new Error(`${file} is damaged: build the pack again.`, { cause });
  }
  if (!settings) throw new Error(`${file} is empty: build the pack again.`);
  return { settings, products, copies };
}

function definedOf(said: Partial<Record<keyof Validators, string | undefined>>): Validators {
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value));
}
