/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names made, moved and removed. Each is performed here, relative to a folder that is held, so that
 * the name cannot come to mean another place between the decision and the deed.
 */
#ifndef REIN_PATHS_H
#define REIN_PATHS_H

#include "decide/act.h"

long path_unlink(struct act *act);
long path_unlinkat(struct act *act);
long path_rmdir(struct act *act);
long path_mkdir(struct act *act);
long path_mkdirat(struct act *act);
long path_mknod(struct act *act);
long path_mknodat(struct act *act);
long path_symlink(struct act *act);
long path_symlinkat(struct act *act);
long path_rename(struct act *act);
long path_renameat(struct act *act);
long path_renameat2(struct act *act);
long path_link(struct act *act);
long path_linkat(struct act *act);

#endif
