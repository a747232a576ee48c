#pragma once
#include <microhttpd.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

/// What a daemon is started with. `MHD_start_daemon` is variadic, which Swift cannot call.
struct sluice_mhd_settings {
  unsigned int threads;
  /// Of each thread: the daemon is told of all together.
  unsigned int connection_limit;
  /// Seconds without any progress on a connection that is not suspended.
  unsigned int inactivity_timeout;
  /// Bytes for one connection's request head and buffers.
  size_t connection_memory;
  /// First argument of every callback.
  void *_Nullable context;
  MHD_AccessHandlerCallback _Nullable access;
  MHD_RequestCompletedCallback _Nullable completed;
  MHD_NotifyConnectionCallback _Nullable connection;
  /// PEM texts, which are only read while the daemon starts; both NULL for HTTP without TLS.
  const char *_Nullable certificate;
  const char *_Nullable key;
};

/// NULL when libmicrohttpd does not start; its first complaint is then in `reason`, which has room for `capacity` bytes.
struct MHD_Daemon *_Nullable sluice_mhd_start(
    const struct sluice_mhd_settings *_Nonnull settings, char *_Nonnull reason, size_t capacity);

/// Accepts a connection that waits and hands it to one of the daemon's threads, to each its share by the socket's number.
/// 0 when one was taken, otherwise the error; `EAGAIN`: none waits.
int sluice_mhd_accept(struct MHD_Daemon *_Nonnull daemon, int listen_socket);

/// `MHD_get_connection_info` is variadic too. -1 when the socket is unknown.
static inline int sluice_mhd_socket(struct MHD_Connection *_Nonnull connection) {
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  return info ? info->connect_fd : -1;
}

/// The pointer that the connection callback stored for this connection.
static inline void *_Nullable sluice_mhd_socket_context(struct MHD_Connection *_Nonnull connection) {
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  return info ? info->socket_context : NULL;
}

/// Answers without chunks; the end of the connection is the end of the body. libmicrohttpd 0.9.75 writes the last,
/// empty chunk even in the answer to HEAD. 1 on success.
static inline int sluice_mhd_send_unchunked(struct MHD_Response *_Nonnull response) {
  return MHD_set_response_options(response, MHD_RF_HTTP_VERSION_1_0_ONLY, MHD_RO_END) == MHD_YES;
}

/// What a body's reader returns at the end: macros with casts, which Swift does not import.
static const ssize_t sluice_mhd_end_of_stream = MHD_CONTENT_READER_END_OF_STREAM;
static const ssize_t sluice_mhd_end_with_error = MHD_CONTENT_READER_END_WITH_ERROR;
static const uint64_t sluice_mhd_size_unknown = MHD_SIZE_UNKNOWN;

/// The other side of a watched socket has closed, or a descriptor that is watched for it can be read.
struct sluice_close_event {
  uint64_t key;
  /// Gone both ways, not just half closed.
  int is_reset;
};

/// Watches a socket once for the other side closing; `key` comes back with the event. 0 on success.
static inline int sluice_epoll_watch_close(int epoll, int socket, uint64_t key) {
  struct epoll_event event = {.events = EPOLLRDHUP | EPOLLONESHOT, .data = {.u64 = key}};
  return epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event);
}

static inline int sluice_epoll_watch_readable(int epoll, int descriptor, uint64_t key) {
  struct epoll_event event = {.events = EPOLLIN, .data = {.u64 = key}};
  return epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event);
}

static inline int sluice_epoll_forget(int epoll, int socket) {
  struct epoll_event event = {0};
  return epoll_ctl(epoll, EPOLL_CTL_DEL, socket, &event);
}

/// Like `epoll_wait`, at most 64 events at once.
static inline int sluice_epoll_wait(int epoll, struct sluice_close_event *_Nonnull out, int capacity, int timeout_ms) {
  struct epoll_event events[64];
  int count = epoll_wait(epoll, events, capacity < 64 ? capacity : 64, timeout_ms);
  for (int i = 0; i < count; i++) {
    out[i].key = events[i].data.u64;
    out[i].is_reset = (events[i].events & (EPOLLERR | EPOLLHUP)) != 0;
  }
  return count;
}
