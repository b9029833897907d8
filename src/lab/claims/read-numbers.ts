import fs from 'node:fs';
import { labFolder } from '../lab-folder.ts';
import type { ArticleNumbers } from './article-number.ts';

export function readNumbers(): ArticleNumbers {
  return JSON.parse(fs.readFileSync(labFolder('numbers.json'), 'utf8')) as ArticleNumbers;
}
