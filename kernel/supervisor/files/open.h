/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opening: the file is opened here and handed over, so what was checked is what is opened.
 */
#ifndef REIN_OPEN_H
#define REIN_OPEN_H

#include "decide/act.h"

long open_open(struct act *act);
long open_creat(struct act *act);
long open_openat(struct act *act);
long open_openat2(struct act *act);

#endif
