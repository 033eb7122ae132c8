import { type Asking, type Remark, withRemark } from './said';
import type { ShownList } from './shown-list';

/** Takes a remark on the garment at `at` of the picture shown under `id`. False where it came to nothing. Never rejects. */
export type TakeRemark = (id: number, at: number, remark: Remark) => Promise<boolean>;

/**
 * Takes what a person says of the pictures of a list. Remarks on one picture are taken one after the other, each to what
 * the one before it left: two that began with the same answer would undo each other.
 */
export function createRemarks(
  list: Pick<ShownList, 'all' | 'change'>,
  asking: Asking,
  failed: (error: unknown) => void,
): TakeRemark {
  const turns = new Map<number, Promise<boolean>>();
  const take: TakeRemark = async (id, at, remark) => {
    const one = list.all.find((other) => other.id === id);
    if (!one?.result) return false;
    try {
      const after = await withRemark({ result: one.result, said: one.said }, at, remark, one.source, asking);
      // What is saved already is another answer now.
      list.change(id, { ...after, saved: false });
      return true;
    } catch (error) {
      failed(error);
      return false;
    }
  };
  return (id, at, remark) => {
    const before = turns.get(id) ?? Promise.resolve(false);
    const turn = before.then(() => take(id, at, remark));
    turns.set(id, turn);
    void turn.finally(() => {
      if (turns.get(id) === turn) turns.delete(id);
    });
    return turn;
  };
}
