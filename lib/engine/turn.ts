import { isNamed } from '../errors';

const FELL_OVER = 'FellOverPicture';

/** Whether an error came from the models over a picture, and not from a file, the network or the catalogue. */
export function isOver(error: unknown): boolean {
  return error instanceof Error && error.name === FELL_OVER;
}

/** Runs a picture's work as its turn. */
export type InTurn<S> = <T>(source: S, work: () => Promise<T>) => Promise<T>;

/**
 * Tells whose turn it is, null when it is over. What fails without a name of ours is marked as the picture's doing:
 * before its error arrives anywhere, the turn has gone to the next picture.
 */
export function createTurns<S>(onTurn: (source: S | null) => void): InTurn<S> {
  return async (source, work) => {
    onTurn(source);
    try {
      return await work();
    } catch (error) {
      if (isNamed(error)) throw error;
      const { message } = error instanceof Error ? error : new Error(String(error));
      throw Object.assign(new Error(message, { cause: error }), { name: FELL_OVER });
    } finally {
      onTurn(null);
    }
  };
}
