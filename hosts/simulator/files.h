/* The app's files as the runtime asks for them. */
#ifndef TINYXS_FILES_H
#define TINYXS_FILES_H

/* Where resources are; NULL: there are none. */
void tinyxs_use_resources(const char *folder);
/* Unmaps all resources. */
void tinyxs_release_resources(void);

#endif
