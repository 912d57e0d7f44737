// The bundle as one script. V8 compiles a function when it is first called, and keeps nothing between two
// processes: that is a third of what a command costs. So the build keeps what V8 made of the bundle while
// it ran one (cli/warm.js), in a file that is named after the V8 that can use it; others do without.
const { readFileSync } = require('node:fs');
const { createRequire, Module } = require('node:module');
const { dirname } = require('node:path');
const { Script } = require('node:vm');

/** @param {string} path of the bundle */
function cachePath(path) {
  return `${path}.${process.versions.v8}-${process.arch}`;
}

/** @param {string} path of the bundle */
function readCache(path) {
  try {
    return readFileSync(cachePath(path));
  } catch {
    return undefined;
  }
}

/**
 * V8 refuses a cache that is cut, or of another source, version or set of flags, and compiles.
 *
 * @param {string} path of the bundle
 */
function compileBundle(path) {
  // esbuild writes nothing but ASCII, and a string of single bytes is half as long.
  return new Script(Module.wrap(readFileSync(path, 'latin1')), {
    filename: path,
    cachedData: readCache(path),
  });
}

/**
 * @param {string} path of the bundle
 * @param {Script} script
 */
function runBundle(path, script) {
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(path), module, path, dirname(path));
}

module.exports = { cachePath, compileBundle, runBundle };
