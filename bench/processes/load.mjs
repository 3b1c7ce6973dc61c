// Prints what it costs to load a package once Nest is loaded: CPU time and memory.
import 'reflect-metadata';
import '@nestjs/common';
import '@nestjs/core';
import 'rxjs';
import process from 'node:process';

const [specifier] = process.argv.slice(2);

globalThis.gc();
const heapBefore = process.memoryUsage().heapUsed;
const before = process.cpuUsage();
await import(specifier);
const { user, system } = process.cpuUsage(before);
globalThis.gc();
console.log(JSON.stringify({ ms: (user + system) / 1000, kB: (process.memoryUsage().heapUsed - heapBefore) / 1000 }));
