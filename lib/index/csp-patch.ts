import type { Plugin } from 'vite';

/** The file of hnswlib-wasm 0.8.2 that holds its glue code and its WebAssembly. */
export const GLUE_FILE = 'hnswlib-317962d7.js';

/** One replacement: from the start of `from` up to (without) the start of `to`. */
interface Cut {
  readonly from: string;
  readonly to: string;
  readonly by: string;
}

/**
 * As published the glue compiles two invokers with `new Function`, which the content security policy of an extension
 * page forbids, mounts IndexedDB behind our back and keeps its file system private. The closures below behave like the
 * generated code, argument checks included.
 */
const CUTS: readonly Cut[] = [
  {
    from: '      var argsList = "";\n      var argsListWired = "";',
    to: '  \n  \n  function heap32VectorToArray',
    by: `      return function (...given) {
        if (given.length !== argCount - 2) {
          throwBindingError('function ' + humanName + ' called with ' + given.length + ' arguments, expected ' + (argCount - 2) + ' args!');
        }
        var destructors = needsDestructorStack ? [] : null;
        var wired = isClassMethodFunc ? [argTypes[1].toWireType(destructors, this)] : [];
        for (var i = 0; i < given.length; ++i) wired.push(argTypes[i + 2].toWireType(destructors, given[i]));
        var rv = cppInvokerFunc(cppTargetFunc, ...wired);
        if (needsDestructorStack) {
          runDestructors(destructors);
        } else {
          var first = isClassMethodFunc ? 1 : 2;
          for (var i = first; i < argTypes.length; ++i) {
            if (argTypes[i].destructorFunction !== null) argTypes[i].destructorFunction(wired[i - first]);
          }
        }
        return returns ? argTypes[0].fromWireType(rv) : undefined;
      };
    }
`,
  },
  {
    from: '      var params = ["retType"];\n      var args = [retType];',
    to: '      returnId = emval_addMethodCaller(invokerFunction);',
    by: `      var invokerFunction = function (handle, name, destructors, args) {
        var offset = 0;
        var values = [];
        for (var i = 1; i < argCount; ++i) {
          values.push(types[i].readValueFromPointer(args + offset));
          offset += types[i].argPackAdvance;
        }
        var rv = handle[name](...values);
        for (var i = 1; i < argCount; ++i) if (types[i].deleteObject) types[i].deleteObject(values[i - 1]);
        return retType.isVoid ? undefined : retType.toWireType(destructors, rv);
      };
`,
  },
  {
    from: '  44983: ($0, $1) => {',
    to: '};\nfunction syncIdb_js',
    by: '  44983: (type, directory) => { FS.mkdirTree(UTF8ToString(directory)); }\n',
  },
  {
    from: 'function syncIdb_js(',
    to: '\n  function callRuntimeCallbacks',
    by: 'function syncIdb_js() { Module.setIdbfsSynced(true); }\n',
  },
  { from: "  if (!(typeof window == 'object' ||", to: '\n  // Differentiate the Web Worker', by: '' },
  { from: '  return hnswlib.ready', to: '\n}\n', by: '  Module.FileSystem = FS;\n  return hnswlib.ready' },
];

/**
 * The glue without `new Function`, without IndexedDB, with its file system as `FileSystem`, free of environment checks.
 * @throws Error when the text it expects is missing, so that another release of hnswlib-wasm fails the build.
 */
export function patchGlue(code: string): string {
  let patched = code;
  for (const { from, to, by } of CUTS) {
    const start = patched.indexOf(from);
    const end = start < 0 ? -1 : patched.indexOf(to, start + from.length);
    if (end < 0) throw new Error(`hnswlib-wasm is not the release this patch knows: no ${JSON.stringify(from)}`);
    patched = patched.slice(0, start) + by + patched.slice(end);
  }
  patched = patched.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n');
  if (patched.includes('newFunc(Function')) throw new Error('hnswlib-wasm still compiles code from text');
  return patched;
}

/** Vite plugin that patches hnswlib-wasm wherever it is bundled: pages, workers and tests. */
export function patchHnswlib(): Plugin {
  return {
    name: 'patch-hnswlib',
    enforce: 'pre',
    transform(code, id) {
      return id.split('?')[0]?.endsWith(GLUE_FILE) ? { code: patchGlue(code), map: null } : undefined;
    },
  };
}
