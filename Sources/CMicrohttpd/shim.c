#define _GNU_SOURCE
#include "CMicrohttpd.h"
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/socket.h>

/// Where the thread that starts a daemon wants to have libmicrohttpd's first complaint. Later ones, and those of other
/// threads, are about single connections and are dropped.
static _Thread_local struct {
  char *text;
  size_t capacity;
} complaint;

static void sluice_mhd_complain(void *context, const char *format, va_list arguments) {
  (void)context;
  if (!complaint.text) return;
  vsnprintf(complaint.text, complaint.capacity, format, arguments);
  complaint.text = NULL;
}

/// Leaves percent escapes as they stand: they are decoded after the path was split.
static size_t sluice_mhd_keep_escapes(void *context, struct MHD_Connection *connection, char *text) {
  (void)context;
  (void)connection;
  return __builtin_strlen(text);
}

struct MHD_Daemon *sluice_mhd_start(const struct sluice_mhd_settings *settings, char *reason, size_t capacity) {
  unsigned int flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC | MHD_USE_ERROR_LOG |
                       MHD_USE_NO_LISTEN_SOCKET;
  struct MHD_OptionItem tls[] = {
      {MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)settings->certificate},
      {MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)settings->key},
      // Earlier versions are deprecated (RFC 8996).
      {MHD_OPTION_HTTPS_PRIORITIES, 0, "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"},
      {MHD_OPTION_END, 0, NULL},
  };
  if (settings->certificate) {
    flags |= MHD_USE_TLS;
  } else {
    tls[0].option = MHD_OPTION_END;
  }
  complaint.text = reason;
  complaint.capacity = capacity;
  struct MHD_Daemon *daemon = MHD_start_daemon(
      flags, 0, NULL, NULL, settings->access, settings->context, MHD_OPTION_EXTERNAL_LOGGER, &sluice_mhd_complain, NULL,
      MHD_OPTION_THREAD_POOL_SIZE, settings->threads, MHD_OPTION_CONNECTION_LIMIT,
      settings->threads * settings->connection_limit, MHD_OPTION_CONNECTION_TIMEOUT, settings->inactivity_timeout, MHD_OPTION_CONNECTION_MEMORY_LIMIT, settings->connection_memory,
      MHD_OPTION_NOTIFY_COMPLETED, settings->completed, settings->context, MHD_OPTION_NOTIFY_CONNECTION,
      settings->connection, settings->context, MHD_OPTION_UNESCAPE_CALLBACK, &sluice_mhd_keep_escapes, NULL,
      MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_ARRAY, tls, MHD_OPTION_END);
  complaint.text = NULL;
  return daemon;
}

int sluice_mhd_accept(struct MHD_Daemon *daemon, int listen_socket) {
  struct sockaddr_storage address;
  socklen_t size = sizeof address;
  int taken = accept4(listen_socket, (struct sockaddr *)&address, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (taken < 0) return errno;
  // Closes the socket where it fails.
  if (MHD_add_connection(daemon, taken, (struct sockaddr *)&address, size) == MHD_YES) return 0;
  return errno ? errno : EIO;
}
