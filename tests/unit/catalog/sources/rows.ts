import { openFile } from '../../../../catalog/sources/open';
import { drain, streamOf } from './found';

/** The columns of a table of ours. */
export const HEADER = 'product_id,product_url,image_url,description,brand,gender,category,type';

/** A row of such a table. */
export const row = (id: number | string, title = 'Größe Café dress') =>
  `${id},https://s.example/${id},https://s.example/${id}.jpg,${title},B,women,,Dresses`;

/** Reads a file of products, in parts of `size` bytes. */
export async function read(text: string | Uint8Array, size?: number) {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  return drain(await openFile(() => streamOf(bytes, size)));
}
