/* SPDX-License-Identifier: Apache-2.0 */
/* xsbug over TCP: the app connects to the debugger at XSBUG_HOST, "host:port" (port 5002 if there is none). */
#include "xsAll.h"
#include <netdb.h>
#include <stdlib.h>
#include <sys/socket.h>

static int connection = -1;

static int connect_to(const char *host, const char *port) {
  struct addrinfo hints = {.ai_socktype = SOCK_STREAM}, *addresses;
  int socket_found = -1;
  if (getaddrinfo(host, port, &hints, &addresses)) return -1;
  for (struct addrinfo *address = addresses; address && socket_found < 0; address = address->ai_next) {
    socket_found = socket(address->ai_family, address->ai_socktype, address->ai_protocol);
    if (socket_found >= 0 && connect(socket_found, address->ai_addr, address->ai_addrlen)) {
      close(socket_found);
      socket_found = -1;
    }
  }
  freeaddrinfo(addresses);
  return socket_found;
}

void fxConnect(txMachine *the) {
  char host[256];
  const char *setting = getenv("XSBUG_HOST");
  (void)the;
  if (!setting || !*setting || connection >= 0) return;
  snprintf(host, sizeof host, "%s", setting);
  char *colon = strrchr(host, ':');
  if (colon) *colon = 0;
  connection = connect_to(host, colon ? colon + 1 : "5002");
  if (connection < 0) fprintf(stderr, "xsbug doesn't answer at %s (XSBUG_HOST): running without it\n", setting);
}

void fxDisconnect(txMachine *the) {
  (void)the;
  if (connection >= 0) close(connection);
  connection = -1;
}

txBoolean fxIsConnected(txMachine *the) {
  (void)the;
  return connection >= 0;
}

txBoolean fxIsReadable(txMachine *the) {
  char byte;
  (void)the;
  return connection >= 0 && recv(connection, &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}

void fxReceive(txMachine *the) {
  ssize_t count = connection < 0 ? 0 : recv(connection, the->debugBuffer, sizeof the->debugBuffer - 1, 0);
  if (count <= 0) {
    fxDisconnect(the);
    count = 0;
  }
  the->debugOffset = (txSize)count;
  the->debugBuffer[count] = 0;
}

void fxSend(txMachine *the, txBoolean more) {
  const char *data = the->echoBuffer;
  ssize_t left = the->echoOffset;
  (void)more;
  while (connection >= 0 && left > 0) {
    ssize_t sent = send(connection, data, (size_t)left, MSG_NOSIGNAL);
    if (sent <= 0) fxDisconnect(the);
    data += sent;
    left -= sent;
  }
}
