import { writeFileSync } from 'node:fs';
import { type CpioEntry, packCpio, textFile } from './cpio.js';
import { hostFile } from './programs.js';

/** Ends the job's output on its serial line; the status follows. */
export const statusMark = '@@rein-guest-status';
/** What is said there before it: until then nothing of ours has run. */
export const startedMark = '@@rein-guest-started';

/**
 * First process of a guest: mounts what a Linux system has, runs `/job/run.sh` with its output on
 * the second serial line, says its status there and powers off whatever happened.
 */
const init = `#!/bin/busybox sh
/bin/busybox --install -s /bin
export PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin HOME=/root TERM=dumb
mkdir -p /proc /sys /dev /tmp /run /root /etc
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
mount -t securityfs securityfs /sys/kernel/security
mount -t bpf bpf /sys/fs/bpf
mount -t tracefs tracefs /sys/kernel/tracing
mkdir -p /sys/fs/cgroup && mount -t cgroup2 cgroup2 /sys/fs/cgroup
mount -t tmpfs tmpfs /tmp
mkdir -p /dev/shm && mount -t tmpfs shm /dev/shm
ln -s /proc/self/fd /dev/fd
ip link set lo up
for i in $(seq 100); do [ -b /dev/nvme0n1 ] && break; sleep 0.1; done
mke2fs /dev/nvme0n1 >/dev/null && mkdir -p /disk && mount -t ext4 /dev/nvme0n1 /disk
stty -F /dev/ttyS1 raw -echo
echo '${startedMark}' > /dev/ttyS1
sh /job/run.sh >> /dev/ttyS1 2>&1 < /dev/null
status=$?
sync
printf '\\n${statusMark} %s\\n' "$status" > /dev/ttyS1
sleep 0.2
poweroff -f
`;

/** Writes an initramfs of busybox, the given files and the script that the guest runs as its job. */
export function writeInitramfs(target: string, script: string, files: readonly CpioEntry[]): void {
  const entries = [
    hostFile('/bin/busybox'),
    textFile('/init', init, 0o755),
    textFile('/job/run.sh', script, 0o755),
    textFile('/etc/passwd', 'root:x:0:0:root:/root:/bin/sh\nuser:x:1000:1000::/tmp:/bin/sh\n'),
    textFile('/etc/hosts', '127.0.0.1 localhost\n::1 localhost\n'),
    ...files,
  ];
  writeFileSync(target, packCpio(entries));
}
