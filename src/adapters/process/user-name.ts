import fs from 'node:fs';

let names: Map<number, string> | undefined;

/** Login name of a user id by /etc/passwd, or the number: users of containers have none here. */
export function userName(userId: number): string {
  names ??= readNames();
  return names.get(userId) ?? String(userId);
}

function readNames(): Map<number, string> {
  const found = new Map<number, string>();
  let text = '';
  try {
    text = fs.readFileSync('/etc/passwd', 'utf8');
  } catch {
    // Distroless images have no such file.
  }
  for (const line of text.split('\n')) {
    const [name, , id] = line.split(':');
    if (id !== undefined && !found.has(Number(id))) found.set(Number(id), name);
  }
  return found;
}
