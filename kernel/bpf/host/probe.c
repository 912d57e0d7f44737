// SPDX-License-Identifier: Apache-2.0
/*
 * The live test of a kernel tier: a program of seven instructions refuses this process, and nobody
 * else, one harmless call. Loading and attaching alone say nothing: without `bpf` in the kernel's
 * list, LSM programs attach and never run.
 */
#include "probe.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/capability.h>
#include <linux/magic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "kernel-types.h"
#include "lsm-list.h"
#include "preemption.h"

#define BPFFS "/sys/fs/bpf"
#define BTF "/sys/kernel/btf/vmlinux"
#define FIRST_PID_NAMESPACE 0xeffffffcu /* PROC_PID_INIT_INO: the same on every kernel */
#ifndef BPF_FS_MAGIC
#define BPF_FS_MAGIC 0xcafe4a11
#endif

#define INSN(c, d, s, o, i) { .code = (c), .dst_reg = (d), .src_reg = (s), .off = (o), .imm = (i) }

struct way {
	enum bpf_prog_type type;
	enum bpf_attach_type attach;
	const char *hook;
};

static const struct way lsm = { BPF_PROG_TYPE_LSM, BPF_LSM_MAC, "bpf_lsm_task_getsid" };
static const struct way fmodret = { BPF_PROG_TYPE_TRACING, BPF_MODIFY_RETURN,
				    "security_task_getsid" };

bool probe_says(bpf_probe_detail detail, const char *what, int error)
{
	snprintf(detail, sizeof(bpf_probe_detail), error ? "%s: %s" : "%s", what, strerror(error));
	return false;
}

/* CAP_SYS_ADMIN, or the two that were taken out of it. */
static bool may_load(void)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[2] = { 0 };
	unsigned long long effective;

	syscall(SYS_capget, &header, data);
	effective = data[0].effective | (unsigned long long)data[1].effective << 32;
	return effective >> CAP_SYS_ADMIN & 1 ||
	       (effective >> CAP_BPF & 1 && effective >> CAP_PERFMON & 1);
}

static bool machine_has_all(bpf_probe_detail detail)
{
	struct stat st;

	if (!may_load())
		return probe_says(detail, "needs root (CAP_BPF and CAP_PERFMON)", 0);
	if (stat("/proc/self/ns/pid", &st) || st.st_ino != FIRST_PID_NAMESPACE)
		return probe_says(detail, "needs the machine's process numbers, not a container's",
				  0);
	if (access(BTF, R_OK))
		return probe_says(detail, "this kernel has no BTF (CONFIG_DEBUG_INFO_BTF)", 0);
	return true;
}

/* Where the hooks are kept, so that they outlive whoever loaded them. It is mounted by whoever
 * comes first; on most machines that is the service manager. */
static bool has_place(bpf_probe_detail detail)
{
	struct statfs fs;

	if (!statfs(BPFFS, &fs) && (unsigned)fs.f_type == BPF_FS_MAGIC)
		return true;
	if (!mount("bpf", BPFFS, "bpf", MS_NOSUID | MS_NODEV | MS_NOEXEC, "mode=0700"))
		return true;
	return probe_says(detail, "no bpf file system can be mounted at " BPFFS, errno);
}

/* Refuses the calls of this process. -errno. */
static int load(const struct way *way)
{
	const struct bpf_insn program[] = {
		INSN(BPF_JMP | BPF_CALL, 0, 0, 0, BPF_FUNC_get_current_pid_tgid),
		INSN(BPF_ALU64 | BPF_RSH | BPF_K, BPF_REG_0, 0, 0, 32),
		INSN(BPF_ALU64 | BPF_MOV | BPF_X, BPF_REG_1, BPF_REG_0, 0, 0),
		INSN(BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_0, 0, 0, 0),
		INSN(BPF_JMP | BPF_JNE | BPF_K, BPF_REG_1, 0, 1, getpid()),
		INSN(BPF_ALU64 | BPF_MOV | BPF_K, BPF_REG_0, 0, 0, -EPERM),
		INSN(BPF_JMP | BPF_EXIT, 0, 0, 0, 0),
	};
	LIBBPF_OPTS(bpf_prog_load_opts, options, .expected_attach_type = way->attach);
	int hook = kernel_type(BTF_KIND_FUNC, way->hook);

	if (hook < 0)
		return hook;
	options.attach_btf_id = (__u32)hook;
	return bpf_prog_load(way->type, "rein_probe", "GPL", program,
			     sizeof(program) / sizeof(program[0]), &options);
}

static bool refuses(const struct way *way, bpf_probe_detail detail)
{
	int program;
	int link;
	bool refused;

	libbpf_set_print(NULL);
	program = load(way);
	if (program == -EPERM)
		return probe_says(detail, "this kernel refuses programs that need a trampoline",
				  EPERM);
	if (program < 0)
		return probe_says(detail, "this kernel does not load a hook", -program);
	if (getsid(getpid()) < 0) {
		close(program);
		return probe_says(detail, "a call fails that no hook refuses", errno);
	}
	link = bpf_raw_tracepoint_open(NULL, program);
	refused = link >= 0 && getsid(getpid()) < 0 && errno == EPERM;
	close(program);
	if (link < 0)
		return probe_says(detail, "this kernel does not attach a hook", -link);
	close(link);
	if (!refused)
		return probe_says(detail, "a hook was attached and never asked", 0);
	probe_says(detail, "a call was refused, and the same one was let through before", 0);
	return true;
}

/* Since Linux 6.2 the kernel does not count who is inside a program of this type. */
static bool lsm_is_never_skipped(void)
{
	struct utsname kernel;
	int major = 0;
	int minor = 0;

	return !uname(&kernel) && sscanf(kernel.release, "%d.%d", &major, &minor) == 2 &&
	       (major > 6 || (major == 6 && minor >= 2));
}

/* Whether the hooks are asked every time. */
static bool asked_always(bpf_probe_detail detail)
{
	switch (preemption()) {
	case PREEMPTION_NONE:
		return true;
	case PREEMPTION_SOME:
		return probe_says(detail,
				  "this kernel switches tasks inside a hook and skips it "
				  "meanwhile: start it with `preempt=voluntary`",
				  0);
	case PREEMPTION_UNKNOWN:
		break;
	}
	return probe_says(
		detail, "it cannot be told whether this kernel skips hooks as tasks switch", 0);
}

bool bpf_probe_machine(bpf_probe_detail detail)
{
	return machine_has_all(detail) && has_place(detail);
}

bool bpf_probe_lsm(bpf_probe_detail detail)
{
	char list[LSM_LIST_BYTES];

	if (!lsm_has_bpf(list)) {
		snprintf(detail, sizeof(bpf_probe_detail),
			 "`bpf` is not among the security modules of this kernel (lsm=%.128s)",
			 list);
		return false;
	}
	return machine_has_all(detail) && refuses(&lsm, detail) &&
	       (lsm_is_never_skipped() || asked_always(detail)) && has_place(detail);
}

bool bpf_probe_fmodret(bpf_probe_detail detail)
{
	return machine_has_all(detail) && refuses(&fmodret, detail) && asked_always(detail) &&
	       has_place(detail);
}
