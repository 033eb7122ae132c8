import { fileURLToPath } from 'node:url';

/** Folder of the three models. */
export const MODELS = fileURLToPath(new URL('../../public/models', import.meta.url));

/** The packaged starter pack (the sample boutique). */
export const STARTER = fileURLToPath(new URL('../../public/catalog/starter/pack.zip', import.meta.url));
