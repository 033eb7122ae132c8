import { describe, expect, it } from 'vitest';
import { pictureReader } from '../../../../catalog/fetch/picture';
import { fetcherFor } from '../../../../catalog/shop/typed-fetcher';
import { serve } from '../../../browser/servers';
import { useShop } from './test-shop';

const shop = useShop();

describe('addresses in a private network', () => {
  it('are asked only where the user typed that very host', async () => {
    const typed = shop.origin;
    shop.routes = { '/a.jpg': { body: 'x', type: 'image/jpeg' } };
    const read = pictureReader(fetcherFor(typed, { gap: 0, pause: 1, retries: 0 }));
    expect((await read(`${typed}/a.jpg`))?.bytes).toHaveLength(1);
    const other = await serve(() => ({ body: 'secret', type: 'image/jpeg' }));
    for (const address of [
      `${other.origin}/a.jpg`,
      'http://10.0.0.1/a.jpg',
      'http://router.lan/a.jpg',
      'http://[fd00::1]/',
    ]) {
      await expect(read(address), address).rejects.toThrow(/private network/);
    }
    shop.routes = {
      '/a.jpg': { body: '', type: 'text/plain', status: 302, headers: { location: `${other.origin}/a.jpg` } },
    };
    await expect(read(`${typed}/a.jpg`)).rejects.toThrow(/private network/);
    await other.close();
    const web = pictureReader(fetcherFor('https://shop.example/', { gap: 0, pause: 1, retries: 0 }));
    await expect(web(`${typed}/a.jpg`)).rejects.toThrow(/private network/);
  });
});
