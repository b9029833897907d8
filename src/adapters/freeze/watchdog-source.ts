/**
 * The program of the watchdog, run by `node -e` so that nothing has to be found on disk, compiled or not. Its stdin is a
 * pipe whose other end only highwater holds: end of file means that highwater is gone, however it went. Then the process
 * goes on if it is still the one that was stopped (start time, field 22 of stat). SIGCONT is sent without a look at the
 * state: a SIGSTOP that was just sent may not have taken effect yet, and SIGCONT takes back one that is pending.
 */
export const watchdogSource = `
const fs = require('node:fs');
const pid = Number(process.argv[1]);
const startTime = process.argv[2];
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGPIPE']) process.on(signal, () => {});
function fields() {
  try {
    const text = fs.readFileSync('/proc/' + pid + '/stat', 'latin1');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
function release() {
  const stat = fields();
  if (stat && stat[19] === startTime) {
    try { process.kill(pid, 'SIGCONT'); } catch {}
  }
  process.exit(0);
}
let done = false;
process.stdin.on('data', (data) => { if (data.includes(100)) done = true; });
process.stdin.on('end', () => (done ? process.exit(0) : release()));
process.stdin.on('error', release);
fs.writeSync(1, 'ready\\n');
`;
