/**
 * `node scripts/article-numbers.ts FOLDER`: finds every number in the texts of the articles (FOLDER/000_….txt to
 * 004_….txt, which are not in this repository) and writes lab/article-numbers.json: article, line, number, in the order of
 * the text. lab/numbers.json says of each which claim tests it; a test holds one against the other.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { projectRoot } from './tool.ts';

/** Hexadecimal and code points in one piece; digits with separators of thousands, and a fraction. */
const number = /0x[0-9a-fA-F]+|U\+[0-9A-F]{4,6}|\d(?:[\d,_]*\d)?(?:\.\d+)?/g;

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: article-numbers.ts FOLDER');
const found = globSync('0*.txt', { cwd: folder })
  .sort()
  .flatMap((file) =>
    readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .flatMap((line, place) =>
        [...line.matchAll(number)].map((match) => [basename(file).slice(0, 3), place + 1, match[0]]),
      ),
  );
const text = `[\n${found.map((each) => ` ${JSON.stringify(each)}`).join(',\n')}\n]\n`;
writeFileSync(join(projectRoot, 'lab', 'article-numbers.json'), text);
console.log(`${found.length} numbers`);
