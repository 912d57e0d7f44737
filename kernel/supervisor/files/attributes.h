/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes to a file that need no descriptor open for writing: mode, owner, times, extended
 * attributes, length.
 */
#ifndef REIN_ATTRIBUTES_H
#define REIN_ATTRIBUTES_H

#include "decide/act.h"

long attribute_chmod(struct act *act);
long attribute_fchmod(struct act *act);
long attribute_fchmodat(struct act *act);
long attribute_fchmodat2(struct act *act);
long attribute_chown(struct act *act);
long attribute_lchown(struct act *act);
long attribute_fchown(struct act *act);
long attribute_fchownat(struct act *act);
long attribute_utime(struct act *act);
long attribute_utimes(struct act *act);
long attribute_futimesat(struct act *act);
long attribute_utimensat(struct act *act);
long attribute_setxattr(struct act *act);
long attribute_lsetxattr(struct act *act);
long attribute_fsetxattr(struct act *act);
long attribute_removexattr(struct act *act);
long attribute_lremovexattr(struct act *act);
long attribute_fremovexattr(struct act *act);
long attribute_truncate(struct act *act);
long attribute_ftruncate(struct act *act);

#endif
