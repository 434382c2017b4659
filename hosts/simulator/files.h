/* SPDX-License-Identifier: Apache-2.0 */
/* The app's files as the runtime asks for them. */
#ifndef TINYXS_HOST_FILES_H
#define TINYXS_HOST_FILES_H

/* Where resources are; NULL: there are none. */
void tinyxs_host_use_resources(const char *folder);
/* Frees all resources. */
void tinyxs_host_release_resources(void);

#endif
