import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type CpioEntry, textFile } from './cpio.js';
import { hostFile, hostPrograms } from './programs.js';

const files = 200;
const headers = 20;
const headersEach = 8;
const functionsEach = 12;
const libraries = '/usr/lib/x86_64-linux-gnu/tcc';

function source(n: number): string {
  const included = Array.from({ length: headersEach }, (_, i) => (n + i * 3) % headers);
  return [
    ...included.map((header) => `#include "h${header}.h"`),
    ...Array.from(
      { length: functionsEach },
      (_, i) =>
        `int f${n}_${i}(int a) { int s = 0; for (int k = 0; k < a; k++) s += k ^ H${included[i % headersEach]}; return s; }`,
    ),
  ].join('\n');
}

/** A small C compiler, and a folder of files for it to compile: `/build/make.sh` does. */
export function buildFiles(): CpioEntry[] {
  return [
    ...hostPrograms(['/usr/bin/tcc']),
    hostFile(join(libraries, 'libtcc1.a')),
    ...readdirSync(join(libraries, 'include')).map((name) =>
      hostFile(join(libraries, 'include', name)),
    ),
    ...Array.from({ length: headers }, (_, n) =>
      textFile(`/build/h${n}.h`, `#define H${n} ${n}\nextern int g${n}(int);\n`),
    ),
    ...Array.from({ length: files }, (_, n) => textFile(`/build/f${n}.c`, source(n))),
    textFile(
      '/build/make.sh',
      `cd /build; i=0; while [ $i -lt ${files} ]; do tcc -c f$i.c -o f$i.o || exit 1; i=$((i+1)); done\n`,
    ),
  ];
}
