/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the kernel's headers of the oldest supported distribution lack, each with the version that
 * brought it. A call that the running kernel does not know fails, and is then done without.
 */
#ifndef REIN_COMPAT_H
#define REIN_COMPAT_H

#include <linux/seccomp.h>
#include <sys/syscall.h>

#ifndef SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV /* 5.19 */
#define SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV (1UL << 5)
#endif
#ifndef SECCOMP_ADDFD_FLAG_SEND /* 5.14 */
#define SECCOMP_ADDFD_FLAG_SEND (1UL << 1)
#endif
#ifndef SECCOMP_IOCTL_NOTIF_SET_FLAGS /* 6.6 */
#define SECCOMP_IOCTL_NOTIF_SET_FLAGS SECCOMP_IOW(4, __u64)
#define SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP (1UL << 0)
#endif
#ifndef SECCOMP_USER_NOTIF_FLAG_CONTINUE /* 5.5 */
#define SECCOMP_USER_NOTIF_FLAG_CONTINUE (1UL << 0)
#endif

/* Numbers are the same on every architecture from here on. */
#ifndef __NR_fchmodat2 /* 6.6 */
#define __NR_fchmodat2 452
#endif
#ifndef __NR_setxattrat /* 6.13 */
#define __NR_setxattrat 463
#define __NR_removexattrat 466
#endif
#ifndef __NR_open_tree_attr /* 6.15 */
#define __NR_open_tree_attr 467
#endif
#ifndef __NR_file_setattr /* 6.17 */
#define __NR_file_setattr 469
#endif
#ifndef __NR_mount_setattr /* 5.12 */
#define __NR_mount_setattr 442
#endif
#ifndef __NR_process_mrelease /* 5.15 */
#define __NR_process_mrelease 448
#endif

/* The highest call this program knows. A newer one may be a new way to do what is governed: it
 * fails with ENOSYS, as on the older kernel, and programs fall back. */
#define NEWEST_CALL 469

#ifndef PTRACE_EVENT_STOP
#define PTRACE_EVENT_STOP 128
#endif

#endif
