// SPDX-License-Identifier: Apache-2.0
/*
 * The table of system calls. What is not in it goes through untouched, except what is newer than
 * this program (NEWEST_CALL).
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <linux/ioprio.h>
#include <linux/sched.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <linux/sockios.h>

#include "base/compat.h"
#include "exec/exec.h"
#include "files/open.h"
#include "files/attributes.h"
#include "files/paths.h"
#include "guard/guards.h"
#include "guard/owners.h"
#include "guard/signals.h"
#include "guard/views.h"
#include "link/calls.h"
#include "net/net.h"

#define SOCKET_TYPE 0xf /* without flags */
#ifndef IPV6_FLOWLABEL_MGR
#define IPV6_FLOWLABEL_MGR 32 /* linux/in6.h, which is not for who has netinet/in.h */
#endif
#define NEW_NAMESPACES                                                                             \
	(CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER |             \
	 CLONE_NEWPID | CLONE_NEWNET)

#define NR(call) .nr = __NR_##call, .name = #call
#define ALL(call, handler) { NR(call), NEED_ALWAYS, TEST_NONE, .handle = handler }
#define OPENS(call, flags, handler) { NR(call), NEED_ALWAYS, TEST_OPEN, flags, .handle = handler }
#define EXECS(call, handler) { NR(call), NEED_EXEC, TEST_NONE, .handle = handler }
#define NET(call, handler) { NR(call), NEED_NET, TEST_NONE, .handle = handler }
#define RIGHTS(call) { NR(call), NEED_PRIVILEGED, TEST_NONE, .handle = views_rights }
#define GUARDED(call, name)                                                                        \
	{ NR(call), NEED_GUARD, TEST_NONE, .guard = REIN_GUARD_##name, .handle = guard_call }
#define PROTECTS(call, pid)                                                                        \
	{ NR(call), NEED_GUARD, TEST_POINTER, pid, REIN_GUARD_CONTROL, .handle = signal_aimed }
/* By process, group or user: `group` and `user` are the words for these. */
#define SLOWS(call, group, user)                                                                   \
	PROTECTS_BY(call, TEST_POINTER, 1, 0), PROTECTS_BY(call, TEST_VALUE, 0, group),            \
		PROTECTS_BY(call, TEST_VALUE, 0, user)
#define PROTECTS_BY(call, how, which, word)                                                        \
	{ NR(call), NEED_GUARD, how, which, REIN_GUARD_CONTROL, word, .handle = signal_slowing }
#define CONTROLS(call, handler)                                                                    \
	{ NR(call), NEED_GUARD, TEST_NONE, .guard = REIN_GUARD_CONTROL, .handle = handler }
#define OWNS(call, request, handler)                                                               \
	{ NR(call), NEED_GUARD, TEST_VALUE, 1, REIN_GUARD_CONTROL, request, .handle = handler }

const struct call calls[] = {
	/* ---- Opening: reads only where a rule asks about them ---- */
	OPENS(openat, 2, open_openat),
	ALL(openat2, open_openat2), /* its flags are in memory */
#ifdef __NR_open
	OPENS(open, 1, open_open),
	ALL(creat, open_creat),
#endif

	/* ---- Names made, moved and removed: the engine's own rules always ask ---- */
	ALL(unlinkat, path_unlinkat),
	ALL(renameat2, path_renameat2),
	ALL(linkat, path_linkat),
	ALL(symlinkat, path_symlinkat),
	ALL(mkdirat, path_mkdirat),
	ALL(mknodat, path_mknodat),
#ifdef __NR_renameat
	ALL(renameat, path_renameat),
#endif
#ifdef __NR_unlink
	ALL(unlink, path_unlink),
	ALL(rmdir, path_rmdir),
	ALL(rename, path_rename),
	ALL(link, path_link),
	ALL(symlink, path_symlink),
	ALL(mkdir, path_mkdir),
	ALL(mknod, path_mknod),
#endif

	/* ---- Files changed without being opened for writing ---- */
	ALL(truncate, attribute_truncate),
	{ NR(ftruncate), NEED_FLOW, TEST_NONE, .handle = attribute_ftruncate },
	ALL(fchmod, attribute_fchmod),
	ALL(fchmodat, attribute_fchmodat),
	ALL(fchmodat2, attribute_fchmodat2),
	ALL(fchown, attribute_fchown),
	ALL(fchownat, attribute_fchownat),
	ALL(utimensat, attribute_utimensat),
	ALL(setxattr, attribute_setxattr),
	ALL(lsetxattr, attribute_lsetxattr),
	ALL(fsetxattr, attribute_fsetxattr),
	ALL(removexattr, attribute_removexattr),
	ALL(lremovexattr, attribute_lremovexattr),
	ALL(fremovexattr, attribute_fremovexattr),
#ifdef __NR_chmod
	ALL(chmod, attribute_chmod),
	ALL(chown, attribute_chown),
	ALL(lchown, attribute_lchown),
	ALL(utime, attribute_utime),
	ALL(utimes, attribute_utimes),
	ALL(futimesat, attribute_futimesat),
#endif
	/* Programs fall back to the calls above. */
	{ NR(setxattrat), NEED_ALWAYS, TEST_ERROR, .error = ENOSYS },
	{ NR(removexattrat), NEED_ALWAYS, TEST_ERROR, .error = ENOSYS },
	{ NR(file_setattr), NEED_ALWAYS, TEST_ERROR, .error = ENOSYS },

	/* ---- Programs ---- */
	EXECS(execve, exec_execve),
	EXECS(execveat, exec_execveat),

	/* ---- Endpoints ---- */
	NET(connect, net_connect),
	{ NR(sendto), NEED_NET, TEST_POINTER, 4, .handle = net_sendto },
	NET(sendmsg, net_sendmsg),
	NET(sendmmsg, net_sendmmsg),
	NET(accept4, net_accept4),
#ifdef __NR_accept
	NET(accept, net_accept),
#endif
	ALL(bind, net_bind), /* it makes a name when the address is a path */
	{ NR(recvfrom), NEED_HOSTS, TEST_NONE, .handle = net_received },
	{ NR(recvmsg), NEED_HOSTS, TEST_NONE, .handle = net_received },
	{ NR(recvmmsg), NEED_HOSTS, TEST_NONE, .handle = net_received },
	/* Connects by setsockopt(), past connect(). */
	{ NR(socket), NEED_NET, TEST_VALUE, 2, .value = IPPROTO_SCTP, .error = EPROTONOSUPPORT },
	{ NR(socket), NEED_NET, TEST_MASK, 1, .mask = SOCKET_TYPE, .value = SOCK_SEQPACKET,
	  .handle = net_socket },
	/* A source route goes to its first hop, whatever address is connected to. */
	{ NR(setsockopt), NEED_NET, TEST_PAIR, 1, .value = IPPROTO_IP, .value2 = IP_OPTIONS,
	  .error = EPERM },
	{ NR(setsockopt), NEED_NET, TEST_PAIR, 1, .value = IPPROTO_IPV6, .value2 = IPV6_RTHDR,
	  .error = EPERM },
	{ NR(setsockopt), NEED_NET, TEST_PAIR, 1, .value = IPPROTO_IPV6,
	  .value2 = IPV6_2292PKTOPTIONS, .error = EPERM },
	{ NR(setsockopt), NEED_NET, TEST_PAIR, 1, .value = IPPROTO_IPV6,
	  .value2 = IPV6_FLOWLABEL_MGR, .error = EPERM }, /* a lease of a label keeps one */

	/* ---- What the engine itself rests on ---- */
	/* CLONE_UNTRACED would leave ptrace behind; clone3 has its flags in memory, and every
	 * library falls back to clone. */
	{ NR(clone), NEED_ALWAYS, TEST_BITS, 0, .value = CLONE_UNTRACED | NEW_NAMESPACES,
	  .handle = views_clone },
	/* Descriptors and working directory are looked at by process. No library makes such. */
	{ NR(clone), NEED_ALWAYS, TEST_MASK, 0, .mask = CLONE_THREAD | CLONE_FILES,
	  .value = CLONE_THREAD, .error = EPERM },
	{ NR(clone), NEED_ALWAYS, TEST_MASK, 0, .mask = CLONE_THREAD | CLONE_FS,
	  .value = CLONE_THREAD, .error = EPERM },
	{ NR(clone3), NEED_ALWAYS, TEST_ERROR, .error = ENOSYS },
	{ NR(unshare), NEED_ALWAYS, TEST_BITS, 0,
	  .value = NEW_NAMESPACES | CLONE_NEWTIME | CLONE_FILES | CLONE_FS,
	  .handle = views_unshare },
	{ NR(close_range), NEED_FLOW, TEST_BITS, 2, .value = CLOSE_RANGE_UNSHARE,
	  .handle = views_close_range },
	ALL(setns, views_setns),
	ALL(chdir, views_chdir),
	ALL(fchdir, views_chdir),
	ALL(chroot, views_root),
	ALL(pivot_root, views_root),
	/* A process that is not dumpable cannot be read; it is told that it is not. */
	{ NR(prctl), NEED_ALWAYS, TEST_PAIR, 0, .value = PR_SET_DUMPABLE, .value2 = 0 },
	RIGHTS(setuid),
	RIGHTS(setgid),
	RIGHTS(setreuid),
	RIGHTS(setregid),
	RIGHTS(setresuid),
	RIGHTS(setresgid),
	RIGHTS(setfsuid),
	RIGHTS(setfsgid),
	RIGHTS(setgroups),
	RIGHTS(capset),
	CONTROLS(kill, signal_kill),
	CONTROLS(tkill, signal_aimed),
	CONTROLS(rt_sigqueueinfo, signal_aimed),
	CONTROLS(pidfd_send_signal, signal_pidfd),
	PROTECTS(tgkill, 0),
	PROTECTS(rt_tgsigqueueinfo, 0),
	PROTECTS(prlimit64, 0),
	PROTECTS(sched_setaffinity, 0),
	PROTECTS(sched_setscheduler, 0),
	PROTECTS(sched_setparam, 0),
	PROTECTS(sched_setattr, 0),
	SLOWS(setpriority, PRIO_PGRP, PRIO_USER),
	SLOWS(ioprio_set, IOPRIO_WHO_PGRP, IOPRIO_WHO_USER),
	PROTECTS(migrate_pages, 0),
	PROTECTS(move_pages, 0),
	/* A descriptor's owner gets its signal, whichever that is. */
	OWNS(fcntl, F_SETOWN, owner_fcntl),
	OWNS(fcntl, F_SETOWN_EX, owner_fcntl),
	OWNS(ioctl, FIOSETOWN, owner_ioctl),
	OWNS(ioctl, SIOCSPGRP, owner_ioctl),
	{ NR(fcntl), NEED_ALWAYS, TEST_PAIR, 1, .value = F_SETSIG, .value2 = SIGKILL,
	  .error = EPERM },
	{ NR(fcntl), NEED_ALWAYS, TEST_PAIR, 1, .value = F_SETSIG, .value2 = SIGSTOP,
	  .error = EPERM },
	/* Keys put into the person's terminal would be typed into their shell afterwards. */
	{ NR(ioctl), NEED_ALWAYS, TEST_VALUE, 1, .value = TIOCSTI, .error = EPERM },
	{ NR(ioctl), NEED_ALWAYS, TEST_VALUE, 1, .value = TIOCLINUX, .error = EPERM },

	/* ---- Ways around the engine, each refused unless the policy says otherwise ---- */
	GUARDED(io_uring_setup, IO_URING),
	GUARDED(io_uring_enter, IO_URING),
	GUARDED(io_uring_register, IO_URING),
	GUARDED(ptrace, PTRACE),
	GUARDED(process_vm_readv, PTRACE),
	GUARDED(process_vm_writev, PTRACE),
	GUARDED(kcmp, PTRACE),
	GUARDED(pidfd_getfd, PTRACE),
	GUARDED(mount, MOUNT),
	GUARDED(umount2, MOUNT),
	GUARDED(move_mount, MOUNT),
	GUARDED(open_tree, MOUNT),
	GUARDED(open_tree_attr, MOUNT),
	GUARDED(fsopen, MOUNT),
	GUARDED(fspick, MOUNT),
	GUARDED(fsconfig, MOUNT),
	GUARDED(fsmount, MOUNT),
	GUARDED(mount_setattr, MOUNT),
	GUARDED(bpf, BPF),
	GUARDED(perf_event_open, BPF),
	GUARDED(userfaultfd, BPF),
	GUARDED(kexec_load, MODULES),
#ifdef __NR_kexec_file_load
	GUARDED(kexec_file_load, MODULES),
#endif
	GUARDED(init_module, MODULES),
	GUARDED(finit_module, MODULES),
	GUARDED(delete_module, MODULES),
	/* The kernel writes to the file that these name, or lets a process at the devices. */
	GUARDED(acct, MODULES),
	GUARDED(swapon, MODULES),
#ifdef __NR_iopl
	GUARDED(iopl, MODULES),
	GUARDED(ioperm, MODULES),
#endif
#ifdef __NR_uselib
	/* Maps a file without opening it. */
	{ NR(uselib), NEED_ALWAYS, TEST_ERROR, .error = ENOSYS },
#endif
	GUARDED(open_by_handle_at, HANDLES),
	GUARDED(name_to_handle_at, HANDLES),
	GUARDED(fanotify_init, HANDLES),
};

const u32 n_calls = sizeof(calls) / sizeof(calls[0]);

const struct call *call_find(int nr)
{
	static const struct call *by_number[NEWEST_CALL + 1];

	if (!by_number[__NR_openat]) {
		for (u32 i = 0; i < n_calls; i++) {
			if (calls[i].handle)
				by_number[calls[i].nr] = &calls[i];
		}
	}
	return nr >= 0 && nr <= NEWEST_CALL ? by_number[nr] : NULL;
}

u64 calls_wanted(const struct rein_image *image)
{
	const struct rein_header *header = image->header;
	bool flows = header->flags & REIN_FLAG_FLOW;
	u32 ops = header->ops_concerned;
	u64 wanted = WANTS(NEED_ALWAYS) | (u64)header->guards * WANTS_GUARD(0);

	if (flows)
		wanted |= WANTS(NEED_FLOW);
	if (flows || ops & REIN_OP(REIN_READ))
		wanted |= WANTS_READS | WANTS(NEED_EXEC);
	if (ops & REIN_OP(REIN_EXEC))
		wanted |= WANTS(NEED_EXEC);
	if (ops & (REIN_OP(REIN_CONNECT) | REIN_OP(REIN_RECV)))
		wanted |= WANTS(NEED_NET);
	if (header->flags & REIN_FLAG_HOST_NAMES)
		wanted |= WANTS(NEED_HOSTS);
	if (engine.privileged)
		wanted |= WANTS(NEED_PRIVILEGED);
	return wanted;
}

bool call_is_looked_at(const struct call *call)
{
	u64 one = call->need == NEED_GUARD ? WANTS_GUARD(call->guard) : WANTS(call->need);

	return calls_wanted(&engine.image) & one;
}
