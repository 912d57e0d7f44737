// SPDX-License-Identifier: Apache-2.0
/*
 * The guards in words.
 */
#include "tell/guard.h"

static const struct {
	const char *name;
	const char *why;
} guards[REIN_GUARDS] = {
	[REIN_GUARD_IO_URING] = { "io_uring", "its operations would pass by the policy; use plain "
					      "system calls" },
	[REIN_GUARD_PTRACE] = { "ptrace",
				"a run holds no debugger: no process reaches into another" },
	[REIN_GUARD_PROC_MEM] = { "proc_mem", "the memory of a process is its own" },
	[REIN_GUARD_MOUNT] = { "mount", "names of files stay what they are during a run" },
	[REIN_GUARD_NAMESPACES] = { "namespaces",
				    "a run stays in the namespaces it started in; a sandbox of an "
				    "agent's own is switched off: the run holds it" },
	[REIN_GUARD_BPF] = { "bpf", "a run loads no programs into the kernel" },
	[REIN_GUARD_MODULES] = { "modules", "a run does not change the kernel" },
	[REIN_GUARD_HANDLES] = { "handles", "files are opened by name, so that rules can see it" },
	[REIN_GUARD_FOREIGN_ABI] = { "foreign_abi", "only native system calls are governed: use a "
						    "native program" },
	[REIN_GUARD_CONTROL] = { "control", "a run leaves its engine alone" },
};

const char *guard_name(enum rein_guard guard)
{
	return guards[guard].name;
}

const char *guard_why(enum rein_guard guard)
{
	return guards[guard].why;
}
