import { createFetcher, type Manners, type PoliteFetcher } from '../fetch/polite';
import { isPrivateAddress } from '../fetch/private-network';

/** A fetcher for the shop at an address that the user typed: of the user's own network only that very host is asked. */
export const fetcherFor = (typed: string, manners: Partial<Manners> = {}): PoliteFetcher =>
  createFetcher({ ...manners, mayAsk: (url) => !isPrivateAddress(url) || url.host === new URL(typed).host });
