/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The few kernel types that the hooks look into, declared by hand with only the fields in use.
 * preserve_access_index makes the loader look every offset up in the running kernel's own BTF, so
 * order and size here mean nothing and a field that is gone is an error at load, not a wrong read.
 */
#ifndef REIN_VMLINUX_H
#define REIN_VMLINUX_H

typedef unsigned char __u8;
typedef unsigned short __u16;
typedef unsigned int __u32;
typedef unsigned long long __u64;
typedef signed char __s8;
typedef short __s16;
typedef int __s32;
typedef long long __s64;
typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef __u64 u64;
typedef __s32 s32;
typedef __s64 s64;
typedef __u16 __be16;
typedef __u32 __be32;
typedef __u64 __be64;
typedef __u32 __wsum;
#include <stdbool.h>
typedef unsigned long size_t;

/* uapi/linux/bpf.h, as far as it is used. */
enum bpf_map_type {
	BPF_MAP_TYPE_HASH = 1,
	BPF_MAP_TYPE_ARRAY = 2,
	BPF_MAP_TYPE_ARRAY_OF_MAPS = 12,
	BPF_MAP_TYPE_RINGBUF = 27,
	BPF_MAP_TYPE_INODE_STORAGE = 28,
	BPF_MAP_TYPE_TASK_STORAGE = 29,
};

enum {
	BPF_ANY = 0,
	BPF_NOEXIST = 1,
	BPF_F_NO_PREALLOC = 1,
	BPF_F_INNER_MAP = 1 << 12,
	BPF_LOCAL_STORAGE_GET_F_CREATE = 1,
};

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct qstr {
	union {
		u64 hash_len;
		struct {
			u32 hash;
			u32 len;
		};
	};
	const unsigned char *name;
};

struct list_head {
	struct list_head *next;
};

struct super_block {
	u32 s_dev;
	unsigned long s_magic;
	struct list_head s_mounts;
};

struct inode {
	u16 i_mode;
	struct super_block *i_sb;
	unsigned long i_ino;
	u32 i_generation;
	unsigned int i_nlink;
};

struct dentry {
	unsigned int d_flags;
	struct dentry *d_parent;
	struct qstr d_name;
	struct inode *d_inode;
	struct super_block *d_sb;
};

struct mnt_namespace;

struct vfsmount {
	struct dentry *mnt_root;
	struct super_block *mnt_sb;
};

struct mount {
	struct mount *mnt_parent;
	struct dentry *mnt_mountpoint;
	struct vfsmount mnt;
	struct list_head mnt_instance;
	struct mnt_namespace *mnt_ns;
};

struct path {
	struct vfsmount *mnt;
	struct dentry *dentry;
};

struct file {
	unsigned int f_mode;
	unsigned int f_flags;
	struct path f_path;
	struct inode *f_inode;
};

struct nsproxy {
	struct mnt_namespace *mnt_ns;
};

struct fs_struct {
	struct path pwd;
};

struct iattr {
	unsigned int ia_valid;
};

typedef struct {
	int counter;
} atomic_t;

struct signal_struct {
	atomic_t live;
	unsigned int flags;
	int group_exit_code;
};

typedef struct {
	unsigned long pgd;
} pgd_t;

struct file;

struct mm_struct {
	pgd_t *pgd;
	struct file *exe_file;
};

struct task_struct {
	int pid;
	int tgid;
	int exit_code;
	unsigned int flags;
	struct task_struct *real_parent;
	struct task_struct *group_leader;
	struct signal_struct *signal;
	struct mm_struct *mm;
	struct fs_struct *fs;
	struct nsproxy *nsproxy;
	char comm[16];
};

struct linux_binprm {
	struct mm_struct *mm;
	unsigned long p;
	struct file *file;
	int argc;
	const char *filename;
	const char *interp;
	char buf[256];
};

struct sock_common {
	u16 skc_family;
};

struct sock {
	struct sock_common __sk_common;
	u16 sk_type;
	u16 sk_protocol;
};

struct socket {
	short type;
	struct file *file;
	struct sock *sk;
};

struct sockaddr {
	u16 sa_family;
};

struct msghdr {
	void *msg_name;
	int msg_namelen;
};

struct kernel_siginfo;
struct cred;
union bpf_attr;

#pragma clang attribute pop

#endif
