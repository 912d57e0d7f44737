// SPDX-License-Identifier: Apache-2.0
/*
 * The system calls that the observer looks at. The numbers are this machine's; a call that its
 * headers do not know yet is given by number where the number is the same everywhere.
 */
#include "bpf/observe/observe.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <sys/syscall.h>

#define NO REIN_NO_ARGUMENT
#define OPENED(flags) REIN_SEEN_OPENED, REIN_CALL_OPEN, { NO, NO }, { NO, NO }, flags
#define FILE_AT(call, fd) REIN_SEEN_FILE, call, { fd, NO }, { NO, NO }, NO
#define NAME(call, fd, name) REIN_SEEN_NAME, call, { fd, NO }, { name, NO }, NO
#define TWO(call, fd, name, fd2, name2, flags)                                                     \
	REIN_SEEN_TWO, call, { fd, fd2 }, { name, name2 }, flags
#define FLOW(shape, call, in, out) shape, call, { in, out }, { NO, NO }, NO
#define ADDRESS(call, name, flags) REIN_SEEN_ADDRESS, call, { 0, NO }, { name, NO }, flags
#define ACCEPTED REIN_SEEN_ACCEPT, REIN_CALL_ACCEPT, { NO, NO }, { NO, NO }, NO

static const struct {
	u32 number;
	struct rein_seen_call seen;
} calls[] = {
	{ SYS_execve, { REIN_SEEN_EXEC } },
	{ SYS_execveat, { REIN_SEEN_EXEC } },
	{ SYS_openat, { OPENED(2) } },
	{ SYS_openat2, { OPENED(NO) } },
	{ SYS_open_by_handle_at, { OPENED(2) } },
	{ SYS_truncate, { NAME(REIN_CALL_TRUNCATE, NO, 0) } },
	{ SYS_ftruncate, { FILE_AT(REIN_CALL_TRUNCATE, 0) } },
	{ SYS_fallocate, { FILE_AT(REIN_CALL_TRUNCATE, 0) } },
	{ SYS_unlinkat, { NAME(REIN_CALL_UNLINK, 0, 1) } },
	{ SYS_mkdirat, { NAME(REIN_CALL_MKDIR, 0, 1) } },
	{ SYS_mknodat, { NAME(REIN_CALL_MKNOD, 0, 1) } },
	{ SYS_symlinkat, { NAME(REIN_CALL_SYMLINK, 1, 2) } },
	{ SYS_linkat, { TWO(REIN_CALL_LINK, 0, 1, 2, 3, NO) } },
	{ SYS_renameat2, { TWO(REIN_CALL_RENAME, 0, 1, 2, 3, 4) } },
	{ SYS_fchmod, { FILE_AT(REIN_CALL_CHMOD, 0) } },
	{ SYS_fchmodat, { NAME(REIN_CALL_CHMOD, 0, 1) } },
	{ 452 /* fchmodat2 */, { NAME(REIN_CALL_CHMOD, 0, 1) } },
	{ SYS_fchown, { FILE_AT(REIN_CALL_CHOWN, 0) } },
	{ SYS_fchownat, { NAME(REIN_CALL_CHOWN, 0, 1) } },
	{ SYS_setxattr, { NAME(REIN_CALL_XATTR, NO, 0) } },
	{ SYS_lsetxattr, { NAME(REIN_CALL_XATTR, NO, 0) } },
	{ SYS_fsetxattr, { FILE_AT(REIN_CALL_XATTR, 0) } },
	{ 463 /* setxattrat */, { NAME(REIN_CALL_XATTR, 0, 1) } },
	{ SYS_removexattr, { NAME(REIN_CALL_XATTR, NO, 0) } },
	{ SYS_lremovexattr, { NAME(REIN_CALL_XATTR, NO, 0) } },
	{ SYS_fremovexattr, { FILE_AT(REIN_CALL_XATTR, 0) } },
	{ 466 /* removexattrat */, { NAME(REIN_CALL_XATTR, 0, 1) } },
	{ SYS_utimensat, { NAME(REIN_CALL_UTIMES, 0, 1) } },
	{ SYS_read, { FLOW(REIN_SEEN_READ, REIN_CALL_READ, 0, NO) } },
	{ SYS_pread64, { FLOW(REIN_SEEN_READ, REIN_CALL_READ, 0, NO) } },
	{ SYS_readv, { FLOW(REIN_SEEN_READ, REIN_CALL_READ, 0, NO) } },
	{ SYS_preadv, { FLOW(REIN_SEEN_READ, REIN_CALL_READ, 0, NO) } },
	{ SYS_preadv2, { FLOW(REIN_SEEN_READ, REIN_CALL_READ, 0, NO) } },
	{ SYS_mmap, { FLOW(REIN_SEEN_READ, REIN_CALL_READ, 4, NO) } },
	{ SYS_write, { FLOW(REIN_SEEN_WRITE, REIN_CALL_WRITE, NO, 0) } },
	{ SYS_pwrite64, { FLOW(REIN_SEEN_WRITE, REIN_CALL_WRITE, NO, 0) } },
	{ SYS_writev, { FLOW(REIN_SEEN_WRITE, REIN_CALL_WRITE, NO, 0) } },
	{ SYS_pwritev, { FLOW(REIN_SEEN_WRITE, REIN_CALL_WRITE, NO, 0) } },
	{ SYS_pwritev2, { FLOW(REIN_SEEN_WRITE, REIN_CALL_WRITE, NO, 0) } },
	{ SYS_vmsplice, { FLOW(REIN_SEEN_WRITE, REIN_CALL_WRITE, NO, 0) } },
	{ SYS_sendfile, { FLOW(REIN_SEEN_COPY, REIN_CALL_READ, 1, 0) } },
	{ SYS_copy_file_range, { FLOW(REIN_SEEN_COPY, REIN_CALL_READ, 0, 2) } },
	{ SYS_splice, { FLOW(REIN_SEEN_COPY, REIN_CALL_READ, 0, 2) } },
	{ SYS_tee, { FLOW(REIN_SEEN_COPY, REIN_CALL_READ, 0, 1) } },
	{ SYS_connect, { ADDRESS(REIN_CALL_CONNECT, 1, 2) } },
	{ SYS_bind, { ADDRESS(REIN_CALL_BIND, 1, 2) } },
	{ SYS_sendto, { ADDRESS(REIN_CALL_SEND, 4, 5) } },
	{ SYS_accept, { ACCEPTED } },
	{ SYS_accept4, { ACCEPTED } },
#ifdef SYS_open /* the calls that newer architectures left out */
	{ SYS_open, { OPENED(1) } },
	{ SYS_creat, { OPENED(NO) } },
	{ SYS_unlink, { NAME(REIN_CALL_UNLINK, NO, 0) } },
	{ SYS_rmdir, { NAME(REIN_CALL_RMDIR, NO, 0) } },
	{ SYS_mkdir, { NAME(REIN_CALL_MKDIR, NO, 0) } },
	{ SYS_mknod, { NAME(REIN_CALL_MKNOD, NO, 0) } },
	{ SYS_symlink, { NAME(REIN_CALL_SYMLINK, NO, 1) } },
	{ SYS_link, { TWO(REIN_CALL_LINK, NO, 0, NO, 1, NO) } },
	{ SYS_rename, { TWO(REIN_CALL_RENAME, NO, 0, NO, 1, NO) } },
	{ SYS_renameat, { TWO(REIN_CALL_RENAME, 0, 1, 2, 3, NO) } },
	{ SYS_chmod, { NAME(REIN_CALL_CHMOD, NO, 0) } },
	{ SYS_chown, { NAME(REIN_CALL_CHOWN, NO, 0) } },
	{ SYS_lchown, { NAME(REIN_CALL_CHOWN, NO, 0) } },
	{ SYS_utime, { NAME(REIN_CALL_UTIMES, NO, 0) } },
	{ SYS_utimes, { NAME(REIN_CALL_UTIMES, NO, 0) } },
	{ SYS_futimesat, { NAME(REIN_CALL_UTIMES, 0, 1) } },
#endif
};

int observe_after_load(struct bpf_object *object)
{
	int map = bpf_object__find_map_fd_by_name(object, "calls");

	for (u32 i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		if (bpf_map_update_elem(map, &calls[i].number, &calls[i].seen, BPF_ANY))
			return -errno;
	}
	return 0;
}
