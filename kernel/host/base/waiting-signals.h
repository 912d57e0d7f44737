/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signals that a thread has not taken yet.
 */
#ifndef REIN_WAITING_SIGNALS_H
#define REIN_WAITING_SIGNALS_H

#include <sys/types.h>

#include "core/core.h"

#define SIGNAL_BIT(signal) (1ull << ((signal) - 1))

/* Those that the thread would act on, as a mask. */
u64 waiting_signals(pid_t tid);

#endif
