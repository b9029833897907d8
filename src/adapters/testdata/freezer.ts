// Freezes the process given, says so, and ends as told: for tests that kill it or let it end by itself.
import { freezeProcess } from '../freeze/freeze-process.ts';

const frozen = await freezeProcess(Number(process.argv[2]));
console.log(JSON.stringify({ pid: process.pid, stoppedByUs: frozen.stoppedByUs }));
const ending = process.argv[3];
if (ending === 'exception') throw new Error('asked for');
if (ending === 'exit') process.exit(0);
if (ending === 'return') frozen.resume();
else setInterval(() => {}, 1000);
