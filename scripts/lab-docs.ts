/** Writes the pages of docs/ that say what was measured of the articles' claims, from lab/claims and lab/results. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { labPages } from '../src/lab/index.ts';
import { projectRoot } from './tool.ts';

for (const [name, text] of labPages()) writeFileSync(join(projectRoot, 'docs', name), text);
