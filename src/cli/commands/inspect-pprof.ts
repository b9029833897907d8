import { once } from 'node:events';
import fs from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import zlib from 'node:zlib';
import { formatBytes, type Language } from '../../findings/index.ts';
import type { Inspection } from '../../inspect/index.ts';
import { UsageError } from '../failure.ts';
import { writeAll } from '../output.ts';
import { notWritten, type OwnFile, refuseForeignFile } from '../own-file.ts';
import { mapSamples, objectSamples, profileMark, profileOf } from '../report/retained-profile.ts';
import { printable } from '../text/printable.ts';

const ownProfile: OwnFile = { what: 'profile of ours', isOurs: isOwnProfile };

const written: Readonly<Record<Language, (file: string, size: string) => string>> = {
  en: (file, size) => `${file} (${size}): open it by go tool pprof, or in speedscope.\n`,
  zh: (file, size) => `${file}（${size}）：用 go tool pprof 或 speedscope 打开。\n`,
};

/** Fails, before the work begins, where no profile could be written in the end. */
export function refuseProfile(target: string): void {
  if (target !== '-') refuseForeignFile(target, ownProfile);
  else if (process.stdout.isTTY)
    throw new UsageError('a profile is no text for a terminal; name a file for --pprof');
}

/** Writes who holds how much, as a compressed profile for pprof, to a file or to stdout. */
export async function writeProfile(
  inspection: Inspection,
  target: string,
  language: Language,
): Promise<void> {
  const { target: from } = inspection;
  const samples = inspection.heap ? objectSamples(inspection.livePaths()) : mapSamples(inspection.holdings());
  const pieces = profileOf(samples, {
    program: from.exe,
    timeMs: Date.now(),
    comments: [`${from.kind} ${from.pid}, ${from.goVersion} ${from.arch}`, inspection.headline],
  });
  if (target === '-') {
    const compressed = Readable.from(pieces).pipe(zlib.createGzip());
    for await (const chunk of compressed) {
      if (!process.stdout.write(chunk as Uint8Array)) await once(process.stdout, 'drain');
    }
    return;
  }
  refuseForeignFile(target, ownProfile);
  try {
    await pipeline(Readable.from(pieces), zlib.createGzip(), fs.createWriteStream(target));
  } catch (error) {
    throw notWritten(target, error);
  }
  await writeAll([written[language](printable(target), formatBytes(fs.statSync(target).size))]);
}

function isOwnProfile(head: Buffer): boolean {
  try {
    const beginning = zlib.gunzipSync(head, { finishFlush: zlib.constants.Z_SYNC_FLUSH });
    return beginning.subarray(0, 128).includes(profileMark);
  } catch {
    return false;
  }
}
