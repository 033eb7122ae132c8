import 'fake-indexeddb/auto';
import { afterEach, expect, it, vi } from 'vitest';
import { withShops } from '../../../catalog/shop/calls';
import { useShop } from './sources/test-shop';

const shop = useShop();

afterEach(() => vi.restoreAllMocks());

it('an address that asks to wait for longer than somebody who typed it does is said to be silent', async () => {
  shop.routes = { '/': { status: 429, type: 'text/plain', body: '', headers: { 'retry-after': '100' } } };
  vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(new DOMException('The operation timed out.', 'TimeoutError')), 100);
    return stop.signal;
  });
  const { probeShop } = withShops({ calls: {} } as never);
  const sentence = `${new URL(shop.origin).host} did not answer.`;
  await expect(probeShop(shop.origin)).rejects.toMatchObject({ name: 'ShopUnreadable', message: sentence });
});
