import type { Database, FactRecord } from './db';

const AT_ONCE = 500;

/** Those of a shop's products whose address is not among the ones that could not be read. */
export async function readElsewhere(
  db: Database,
  id: string,
  facts: readonly FactRecord[],
  isUnread: (url: string) => boolean,
): Promise<FactRecord[]> {
  const generation = (await db.shops.get(id))?.generation ?? '';
  const left: FactRecord[] = [];
  for (let at = 0; at < facts.length; at += AT_ONCE) {
    const part = facts.slice(at, at + AT_ONCE);
    const records = await db.products.bulkGet(part.map(({ row }) => [generation, row]));
    left.push(...part.filter((_, i) => !isUnread(records[i]?.url ?? '')));
  }
  return left;
}
