import { isGoLog } from '../../../formats/index.ts';

/** Of a text's first bytes so few may be neither printable nor white space: escapes of colours are. */
const mostControls = 0.02;
const leastBytes = 8;

/** True for what a Go program wrote, and for any other text: what matters of a log may come late. */
export function isLog(head: Uint8Array): boolean {
  return isText(head) || isGoLog(head);
}

function isText(head: Uint8Array): boolean {
  if (head.length < leastBytes) return false;
  let controls = 0;
  for (const byte of head) {
    if (byte === 0) return false;
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) controls++;
  }
  return controls <= head.length * mostControls;
}
