#!/usr/bin/env node
/**
 * cli: the command line, a skin over `inspect`: one file a command, reports for people, JSON for programs.
 * It decides nothing about memory, and writes to stdout and stderr only.
 */
import { enableCompileCache } from 'node:module';
import { useOptimizer } from './optimizer.ts';

// Before the cache is opened, which keeps code by the compilers in use.
useOptimizer(false);
// Before anything else is loaded: from the second start on, it saves compiling again what is loaded after it.
enableCompileCache();
const { run } = await import('./run.ts');
await run(process.argv.slice(2));
