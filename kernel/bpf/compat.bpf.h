/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Every difference between kernels that the hooks know of, each with its version.
 */
#ifndef REIN_COMPAT_BPF_H
#define REIN_COMPAT_BPF_H

#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>

extern int LINUX_KERNEL_VERSION __kconfig;

#define REIN_KERNEL(major, minor) (((major) << 16) + ((minor) << 8))

/* The idmap became the first argument of security_inode_setattr() in 6.0, and of the LSM hook
 * behind it only in 6.9. */
#define REIN_SECURITY_SETATTR_HAS_IDMAP (LINUX_KERNEL_VERSION >= REIN_KERNEL(6, 0))
#define REIN_LSM_SETATTR_HAS_IDMAP (LINUX_KERNEL_VERSION >= REIN_KERNEL(6, 9))

/* Before 6.2 a look into what is kept with a task finds nothing while another is under way on the
 * same processor. A kernel that switches tasks in there is refused (host/preemption.c): what is
 * left are interrupts, in which a signal may be sent. */
#define REIN_STORE_HIDES (LINUX_KERNEL_VERSION < REIN_KERNEL(6, 2))
extern const int bpf_task_storage_busy __ksym __weak;

/* Something is mounted on this name. A macro before 6.17, and another bit. */
enum dentry_flags { DCACHE_MOUNTED = 1 << 16 };
#define REIN_DCACHE_MOUNTED                                                                        \
	(bpf_core_enum_value_exists(enum dentry_flags, DCACHE_MOUNTED) ?                           \
		 bpf_core_enum_value(enum dentry_flags, DCACHE_MOUNTED) :                          \
		 1u << 16)
/* The mounts of a file system were a list_head before 6.18. */
struct super_block___chain {
	struct mount *s_mounts;
} __attribute__((preserve_access_index));

struct mount___chain {
	struct mount *mnt_next_for_sb;
} __attribute__((preserve_access_index));

#define REIN_MOUNTS_ARE_A_CHAIN bpf_core_field_exists(struct mount___chain, mnt_next_for_sb)

/* Moved by every rename and every change to a mount, and odd while one is under way. Weak: without
 * them nothing is remembered about paths. */
extern const void rename_lock __ksym __weak;
extern const void mount_lock __ksym __weak;

/* Keeps loads in their order. x86 does by itself; elsewhere an atomic that answers is a barrier. */
#ifdef __TARGET_ARCH_x86
#define REIN_READ_BARRIER() asm volatile("" ::: "memory")
#else
#define REIN_READ_BARRIER()                                                                        \
	({                                                                                         \
		u64 barrier = 0;                                                                   \
		__sync_fetch_and_add(&barrier, 1);                                                 \
	})
#endif

/* x86-64: the direct map starts at page_offset_base (random per boot) and page tables have five
 * levels where the processor has them. Weak: other architectures have neither, and then argv is
 * unknown, which the core answers on the safe side. */
extern const void page_offset_base __ksym __weak;
extern const void __pgtable_l5_enabled __ksym __weak;

#endif
