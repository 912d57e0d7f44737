// SPDX-License-Identifier: Apache-2.0
/*
 * The hooks of the `lsm` and `fmodret` tiers. Each hook stands twice: as lsm/NAME, which fires
 * where `bpf` is in the kernel's list of LSMs, and as fmod_ret/security_NAME, which fires where it
 * is not; the loader takes one of the two. None sleeps: rcu_read_lock holds what they look at.
 *
 *   bprm_check_security      exec: file, script, interpreter and argv, before the program starts
 *   sched_process_exec       the program has started: labels, lineage and gates change
 *   file_open                open for reading and writing
 *   path_truncate, _chmod, _chown, _unlink, _rmdir, _mkdir, _mknod, _symlink, _link, _rename
 *                            every change to a name
 *   file_permission, file_receive            what flows through files that are open already
 *   inode_free               labels go with the file
 *   inode_setxattr, _removexattr, _setattr   attributes and times
 *   socket_connect, _bind, _sendmsg, _recvmsg, unix_may_send, sock_graft, sk_free
 *                            endpoints, and what flows through sockets
 *   socket_setsockopt, _post_create          ways to send past the address that is asked about
 *   sock_recvmsg, pipe_read, get_pipe_info   what came while the caller waited; splices
 *   task_alloc, task_newtask a child is governed before it runs
 *   sched_process_exit       exit status; the end of the run
 *   task_kill, _setnice, _setioprio, _setscheduler, _setrlimit, _movememory,
 *   file_send_sigiotask, file_ioctl, ptrace_access_check, ptrace_traceme, bpf,
 *   perf_event_open, kernel_read_file, kernel_load_data, userns_create, capable, sb_mount,
 *   sb_umount, sb_pivotroot, move_mount      guards
 */
#include "vmlinux.h"
#include "budget.bpf.h"
#include "hooks-exec.bpf.h"
#include "hooks-file.bpf.h"
#include "hooks-flow.bpf.h"
#include "hooks-guard.bpf.h"
#include "hooks-net.bpf.h"
#include "hooks-socket.bpf.h"
#include "hooks-task.bpf.h"
#include "source-route.bpf.h"

char LICENSE[] SEC("license") = "GPL";

#define WRITE REIN_OP(REIN_WRITE)
#define UNLINK (REIN_OP(REIN_WRITE) | REIN_OP(REIN_UNLINK))

/* The verifier wants to see that nothing but an error of the kernel's own can come out. */
REIN_INLINE int refusal(int err)
{
	if (!err)
		return 0;
	if (err == -ERESTARTNOINTR)
		return -ERESTARTNOINTR;
	return err == -EAGAIN ? -EAGAIN : -EPERM;
}

/* ---- A hook on both tiers: its two names, what it says, the arguments. `ret` is what an earlier
 * program said: a refusal stays one. */
#define HOOK(lsm_name, security_name, body, ...)                                                   \
	SEC("lsm/" #lsm_name)                                                                      \
	int BPF_PROG(l_##lsm_name, ##__VA_ARGS__, int ret)                                         \
	{                                                                                          \
		return ret ? -EPERM : rein_outside() ? 0 : refusal(body);                          \
	}                                                                                          \
	SEC("fmod_ret/security_" #security_name)                                                   \
	int BPF_PROG(m_##lsm_name, ##__VA_ARGS__, int ret)                                         \
	{                                                                                          \
		return ret ? -EPERM : rein_outside() ? 0 : refusal(body);                          \
	}

/* ---- Programs ---- */
HOOK(bprm_check_security, bprm_check, rein_on_bprm(bprm), struct linux_binprm *bprm)

SEC("tp_btf/sched_process_exec")
int BPF_PROG(t_exec, struct task_struct *task, int old_pid, struct linux_binprm *bprm)
{
	rein_on_exec_done(bprm);
	return 0;
}

/* ---- Files ---- */
/* An open file comes to the caller: by `body`, what is asked about files. */
#define OPENED(body) (rein_on_group_write(file) ? -EPERM : (body))

HOOK(file_open, file_open, OPENED(rein_counted_open(rein_on_file_open(file), file)),
     struct file *file)
HOOK(file_receive, file_receive, OPENED(rein_on_file_receive(file)), struct file *file)
HOOK(file_permission, file_permission, rein_on_permission(file, mask), struct file *file,
     int mask)

SEC("lsm/inode_free_security")
int BPF_PROG(l_inode_free, struct inode *inode)
{
	rein_on_inode_free(inode);
	return 0;
}

SEC("fentry/security_inode_free")
int BPF_PROG(m_inode_free, struct inode *inode)
{
	rein_on_inode_free(inode);
	return 0;
}

/* A change to one place, counted where it is let through. */
REIN_INLINE int changed(u32 call, struct vfsmount *mnt, struct dentry *dentry, u32 ops)
{
	return rein_counted_write(rein_on_change(call, mnt, dentry, ops), call, mnt, dentry);
}

HOOK(path_truncate, path_truncate, changed(REIN_CALL_TRUNCATE, path->mnt, path->dentry, WRITE),
     struct path *path)
HOOK(path_chmod, path_chmod, changed(REIN_CALL_CHMOD, path->mnt, path->dentry, WRITE),
     struct path *path, u32 mode)
HOOK(path_chown, path_chown, changed(REIN_CALL_CHOWN, path->mnt, path->dentry, WRITE),
     struct path *path, u64 uid, u64 gid)
HOOK(path_unlink, path_unlink, changed(REIN_CALL_UNLINK, dir->mnt, dentry, UNLINK),
     struct path *dir, struct dentry *dentry)
HOOK(path_rmdir, path_rmdir, changed(REIN_CALL_RMDIR, dir->mnt, dentry, UNLINK),
     struct path *dir, struct dentry *dentry)
HOOK(path_mkdir, path_mkdir, changed(REIN_CALL_MKDIR, dir->mnt, dentry, WRITE),
     struct path *dir, struct dentry *dentry, u64 mode)
HOOK(path_mknod, path_mknod, changed(REIN_CALL_MKNOD, dir->mnt, dentry, WRITE),
     struct path *dir, struct dentry *dentry, u64 mode, u32 dev)
HOOK(path_symlink, path_symlink, changed(REIN_CALL_SYMLINK, dir->mnt, dentry, WRITE),
     struct path *dir, struct dentry *dentry, const char *old_name)
HOOK(path_link, path_link,
     rein_counted_write(rein_on_places(REIN_CALL_LINK, (u64)dir->mnt, old, WRITE, dentry),
			REIN_CALL_LINK, dir->mnt, dentry),
     struct dentry *old, struct path *dir, struct dentry *dentry)
HOOK(path_rename, path_rename,
     rein_counted_write(rein_on_places(REIN_CALL_RENAME, (u64)from->mnt, old,
				       flags & RENAME_EXCHANGE ? WRITE : UNLINK, dentry),
			REIN_CALL_RENAME, from->mnt, old),
     struct path *from, struct dentry *old, struct path *to, struct dentry *dentry, u32 flags)

REIN_INLINE int attributed(u32 call, struct dentry *dentry)
{
	return rein_counted_attribute(rein_on_attribute(call, dentry), call, dentry);
}

HOOK(inode_setxattr, inode_setxattr, attributed(REIN_CALL_XATTR, dentry), void *idmap,
     struct dentry *dentry, const char *name, const void *value, u64 size, int flags)
HOOK(inode_removexattr, inode_removexattr, attributed(REIN_CALL_XATTR, dentry), void *idmap,
     struct dentry *dentry, const char *name)

/* Times only. The arguments are looked at by number: see compat.bpf.h. */
REIN_INLINE int on_setattr(u64 *ctx, bool has_idmap)
{
	struct dentry *dentry;
	struct iattr *attributes;

	/* The barrier keeps clang from making one load with a computed offset of the two. */
	if (has_idmap) {
		dentry = (void *)ctx[1];
		attributes = (void *)ctx[2];
		asm volatile("" : "+r"(dentry), "+r"(attributes));
	} else {
		dentry = (void *)ctx[0];
		attributes = (void *)ctx[1];
	}
	if (attributes->ia_valid & ATTR_OWNED)
		return 0;
	return attributed(REIN_CALL_UTIMES, dentry);
}

SEC("lsm/inode_setattr")
int l_inode_setattr(u64 *ctx)
{
	return rein_outside() ? 0 : refusal(on_setattr(ctx, REIN_LSM_SETATTR_HAS_IDMAP));
}

SEC("fmod_ret/security_inode_setattr")
int m_inode_setattr(u64 *ctx)
{
	return rein_outside() ? 0 : refusal(on_setattr(ctx, REIN_SECURITY_SETATTR_HAS_IDMAP));
}

/* ---- Endpoints ---- */
HOOK(socket_connect, socket_connect, rein_on_connect(sock, (u64)address, len),
     struct socket *sock, struct sockaddr *address, int len)
HOOK(socket_bind, socket_bind, rein_on_bind(sock, (u64)address, len),
     struct socket *sock, struct sockaddr *address, int len)
HOOK(socket_sendmsg, socket_sendmsg, rein_is_routed(msg) ? -EPERM : rein_on_sendmsg(sock, msg),
     struct socket *sock, struct msghdr *msg, int size)
HOOK(socket_recvmsg, socket_recvmsg, rein_on_receive(rein_sk_of((u64)sock)), struct socket *sock,
     struct msghdr *msg, int size, int flags)
HOOK(socket_setsockopt, socket_setsockopt, rein_on_setsockopt(level, option), struct socket *sock,
     int level, int option)
HOOK(socket_post_create, socket_post_create, rein_on_socket(sock), struct socket *sock, int family,
     int type, int protocol, int kern)
HOOK(unix_may_send, unix_may_send, rein_on_datagram(other), struct socket *sock,
     struct socket *other)

/* What came while the caller waited for it. */
SEC("fexit/sock_recvmsg")
int BPF_PROG(t_received, struct socket *sock)
{
	if (!rein_outside() && rein_on_received(rein_sk_of((u64)sock)))
		bpf_send_signal(SIGKILL);
	return 0;
}

SEC("fexit/pipe_read")
int BPF_PROG(t_piped, struct kiocb *call)
{
	if (!rein_outside() && rein_on_file_permission(call->ki_filp, MAY_READ))
		bpf_send_signal(SIGKILL);
	return 0;
}

/* Pipes of splice(), tee() and vmsplice(). */
SEC("fentry/get_pipe_info")
int BPF_PROG(t_spliced, struct file *file, bool for_splice)
{
	if (for_splice && !rein_outside() && (file->f_inode->i_mode & S_IFMT) == S_IFIFO)
		rein_on_splice(file);
	return 0;
}

SEC("lsm/sock_graft")
int BPF_PROG(l_sock_graft, struct sock *sk)
{
	if (!rein_outside())
		rein_on_graft((u64)sk);
	return 0;
}

SEC("fentry/security_sock_graft")
int BPF_PROG(m_sock_graft, struct sock *sk)
{
	if (!rein_outside())
		rein_on_graft((u64)sk);
	return 0;
}

SEC("lsm/sk_free_security")
int BPF_PROG(l_sk_free, struct sock *sk)
{
	rein_on_socket_free(sk);
	return 0;
}

SEC("fentry/security_sk_free")
int BPF_PROG(m_sk_free, struct sock *sk)
{
	rein_on_socket_free(sk);
	return 0;
}

/* ---- Processes ---- */
HOOK(task_alloc, task_alloc, rein_on_task_alloc(task, clone_flags), struct task_struct *task,
     u64 clone_flags)

SEC("tp_btf/task_newtask")
int BPF_PROG(t_newtask, struct task_struct *task, u64 clone_flags)
{
	rein_on_new_task(task, clone_flags);
	return 0;
}

SEC("tp_btf/sched_process_exit")
int BPF_PROG(t_exit, struct task_struct *task)
{
	rein_on_exit(task);
	return 0;
}

/* ---- Guards ---- */
HOOK(task_kill, task_kill, sig ? rein_on_engine(target) : 0, struct task_struct *target,
     struct kernel_siginfo *info, int sig, const struct cred *cred)
HOOK(task_setnice, task_setnice, rein_on_engine(target), struct task_struct *target, int nice)
HOOK(task_setioprio, task_setioprio, rein_on_engine(target), struct task_struct *target,
     int priority)
HOOK(task_setscheduler, task_setscheduler, rein_on_engine(target), struct task_struct *target)
HOOK(task_setrlimit, task_setrlimit, rein_on_engine(target), struct task_struct *target,
     unsigned int resource, struct rlimit *limit)
HOOK(task_movememory, task_movememory, rein_on_engine(target), struct task_struct *target)
HOOK(ptrace_access_check, ptrace_access_check, rein_on_ptrace(child, mode),
     struct task_struct *child, u32 mode)
HOOK(ptrace_traceme, ptrace_traceme, rein_guard(REIN_GUARD_PTRACE), struct task_struct *parent)
HOOK(file_ioctl, file_ioctl, rein_on_ioctl(command), struct file *file, unsigned int command,
     unsigned long argument)
HOOK(kernel_read_file, kernel_read_file, rein_on_kernel_read(id), struct file *file, int id,
     bool contents)
HOOK(kernel_load_data, kernel_load_data, rein_on_kernel_read(id), int id, bool contents)
HOOK(bpf, bpf, rein_guard(REIN_GUARD_BPF), int cmd, union bpf_attr *attr, u32 size)
HOOK(sb_mount, sb_mount, rein_guard(REIN_GUARD_MOUNT), const char *dev, struct path *path,
     const char *type, u64 flags, void *data)
HOOK(sb_umount, sb_umount, rein_guard(REIN_GUARD_MOUNT), struct vfsmount *mnt, int flags)
HOOK(sb_pivotroot, sb_pivotroot, rein_guard(REIN_GUARD_MOUNT), struct path *from, struct path *to)
HOOK(move_mount, move_mount, rein_guard(REIN_GUARD_MOUNT), struct path *from, struct path *to)
HOOK(capable, capable, rein_on_capable(cap), const struct cred *cred, struct user_namespace *ns,
     int cap, unsigned int options)
HOOK(userns_create, create_user_ns, rein_guard(REIN_GUARD_NAMESPACES), const struct cred *cred)

/* A descriptor's owner gets its signal, whoever that is, and from whoever wrote last or from an
 * interrupt: who runs now says nothing. */
REIN_INLINE int owner_signal(struct task_struct *task)
{
	int engine = rein_is_engine(task);

	/* Keeps clang from negating it: the verifier wants to see two numbers. */
	asm volatile("" : "+r"(engine));
	return engine ? -EPERM : 0;
}

SEC("lsm/file_send_sigiotask")
int BPF_PROG(l_file_send_sigiotask, struct task_struct *task)
{
	return owner_signal(task);
}

SEC("fmod_ret/security_file_send_sigiotask")
int BPF_PROG(m_file_send_sigiotask, struct task_struct *task)
{
	return owner_signal(task);
}

/* The second argument went away in 6.15, so neither it nor what comes after it is looked at. */
SEC("lsm/perf_event_open")
int BPF_PROG(l_perf_event_open, void *attr)
{
	return rein_outside() ? 0 : refusal(rein_guard(REIN_GUARD_BPF));
}

SEC("fmod_ret/security_perf_event_open")
int BPF_PROG(m_perf_event_open, void *attr)
{
	return rein_outside() ? 0 : refusal(rein_guard(REIN_GUARD_BPF));
}
