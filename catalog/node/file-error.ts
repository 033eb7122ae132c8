const SAYINGS: Readonly<Record<string, (file: string) => string>> = {
  ENOENT: (file) => `There is no file ${file}.`,
  ENOTDIR: (file) => `There is no file ${file}.`,
  EISDIR: (file) => `${file} is a folder, not a file.`,
  EACCES: (file) => `${file} may not be opened.`,
  EPERM: (file) => `${file} may not be opened.`,
};

/** The error with a sentence for people where it is a common one about a file; Node's own does not always name the file. */
export function fileError(cause: unknown, file: string): unknown {
  const saying = cause instanceof Error && 'code' in cause ? SAYINGS[String(cause.code)] : undefined;
  return saying ? new Error(saying(file), { cause }) : cause;
}
