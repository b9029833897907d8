/**
 * Short id of the container that a /proc/PID/cgroup file names, '' for none. Docker, containerd, CRI-O and Podman all put
 * the 64 hex digits of the container last in a path: `/docker/ID`, `/kubepods/…/ID`, `docker-ID.scope`,
 * `cri-containerd-ID.scope`, `crio-ID.scope`, `libpod-ID.scope`.
 */
export function containerId(cgroupText: string): string {
  let id = '';
  for (const match of cgroupText.matchAll(/(?:^|[/:-])([0-9a-f]{64})(?=\.scope|\/|$)/gm)) id = match[1];
  return id.slice(0, 12);
}
