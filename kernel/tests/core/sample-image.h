/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A good image with something in every section, for tests that spoil it.
 */
#ifndef REIN_TEST_SAMPLE_IMAGE_H
#define REIN_TEST_SAMPLE_IMAGE_H

#include "world.h"

void *sample_image(u64 *bytes);

/* Opens the image and, when it is good, decides a few events of every kind. */
enum rein_image_fault try_image(const void *blob, u64 bytes);

#endif
