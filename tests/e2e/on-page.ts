import type { TestPage } from '../pages/page';
import { siteOf } from '../pages/site';
import { type Session, startSession, warmEngine } from './harness';

/** A browser whose models are loaded, with every site allowed, and a server of one page; both close with the session. */
export async function startOn(page: TestPage): Promise<{ readonly session: Session; readonly origin: string }> {
  const session = await startSession('allsites');
  const server = await session.serve(
    siteOf(
      () => page,
      () => ({ here: server.origin, elsewhere: server.origin }),
    ),
  );
  await warmEngine(session);
  return { session, origin: server.origin };
}
