import fs from 'node:fs';
import path from 'node:path';
import { assert } from '../../base/index.ts';
import { labFolder } from '../lab-folder.ts';
import { articleIds, type Claim } from './claim.ts';
import { asClaim, claimProblems } from './parse-claim.ts';

/** Every claim of lab/claims, in the order of the articles and of their lines. A file that is wrong is a bug of ours. */
export function readClaims(folder: string = labFolder('claims')): Claim[] {
  const files = fs.readdirSync(folder).filter((name) => name.endsWith('.json'));
  return files.map((name) => readClaim(folder, name)).sort(inOrder);
}

function readClaim(folder: string, name: string): Claim {
  const content: unknown = JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8'));
  const problems = claimProblems(content);
  assert(problems.length === 0, `lab/claims/${name}: ${problems.join('; ')}`);
  const claim = asClaim(content);
  assert(name === `${claim.id}.json`, `lab/claims/${name} is the file of ${claim.id}`);
  return claim;
}

function inOrder(one: Claim, other: Claim): number {
  const byArticle = articleIds.indexOf(one.article) - articleIds.indexOf(other.article);
  if (byArticle !== 0) return byArticle;
  return (one.lines?.[0] ?? 0) - (other.lines?.[0] ?? 0) || one.id.localeCompare(other.id);
}
