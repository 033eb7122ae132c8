/** Names that survive the way between contexts (messages carry name and message, never the class). */
export const ERROR_NAMES = [
  'PictureUnreadable',
  'PictureTooLarge',
  'PictureForbidden',
  'ModelInvalid',
  'PackInvalid',
  'FileInvalid',
  'CatalogUnavailable',
  'ShopUnreadable',
  'EngineUnavailable',
  'Cancelled',
] as const;

/** Name of an error whose message is a sentence for the user. */
export type ErrorName = (typeof ERROR_NAMES)[number];

/** An error with a sentence for the user; recognised by `name` in every context. */
export class UserError extends Error {
  constructor(
    override readonly name: ErrorName,
    sentence: string,
    options?: ErrorOptions,
  ) {
    super(sentence, options);
  }
}

/** Whether `error` carries that name, also after a message or a worker boundary. */
export function isError(error: unknown, name: ErrorName): boolean {
  return error instanceof Error && error.name === name;
}

/** Whether `error` has one of the names above: its message is for the user. */
export function isNamed(error: unknown): error is Error {
  return error instanceof Error && (ERROR_NAMES as readonly string[]).includes(error.name);
}

/** The sentence to show for any thrown value; unknown ones get a general sentence. */
export function sentenceOf(error: unknown): string {
  return isNamed(error) ? error.message : 'Something went wrong. Try again.';
}
