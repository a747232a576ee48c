// A GPU without a GPU: the functions of CUDA's driver, NVRTC and cuBLAS that Sluice calls (Sources/CCUDA/include/ccuda.h),
// in one library. Kernels are compiled by a C++ compiler and run on the CPU.
//
// It is as unkind as a GPU may be: nothing that is enqueued runs before somebody waits for it, memory that was not written
// holds no numbers, and what reads past a buffer's end (the last 255 bytes aside) ends the process.

#include "half.h"

#include <dlfcn.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <mutex>
#include <regex>
#include <string>
#include <vector>

#define EXPORT extern "C" __attribute__((visibility("default")))

typedef unsigned long long Address;
enum : unsigned { SUCCESS = 0, INVALID_VALUE = 1, OUT_OF_MEMORY = 2, NOT_FOUND = 500, LAUNCH_FAILED = 719, NOT_PERMITTED = 800 };

namespace {

using Work = std::function<void()>;

struct Graph {
  std::vector<Work> works;
};

struct Module {
  void *library;
};

struct Function {
  void (*launch)(const unsigned *, unsigned, void **);
  unsigned parameters;
};

struct Event {
  std::chrono::steady_clock::time_point time;
};

struct GPU {
  std::mutex mutex;
  std::vector<Work> queue;
  Graph *recording = nullptr;
  std::map<Address, size_t> buffers;
  std::map<char *, size_t> pinned;
  size_t used = 0;
  // Launches of kernels and graphs until all of them fail, as on a GPU that was lost.
  long launchesLeft = getenv("SLUICE_EMULATED_GPU_LAUNCHES") ? atol(getenv("SLUICE_EMULATED_GPU_LAUNCHES")) : -1;

  bool mayLaunch() { return launchesLeft < 0 || (launchesLeft > 0 && launchesLeft-- > 0); }
  size_t total() const {
    const char *mebibytes = getenv("SLUICE_EMULATED_GPU_MIB");
    return (size_t)(mebibytes ? atol(mebibytes) : 4096) << 20;
  }

  void enqueue(Work work) { (recording ? recording->works : queue).push_back(std::move(work)); }
  void finish() {
    for (Work &work : queue) work();
    queue.clear();
  }
  bool isPinned(const void *place) const {
    auto next = pinned.upper_bound((char *)place);
    return next != pinned.begin() && (--next, (char *)place < next->first + next->second);
  }
};

// Never destroyed: the process may end while a thread still computes.
GPU &gpu() {
  static GPU &shared = *new GPU;
  return shared;
}

#define LOCKED GPU &device = gpu(); std::lock_guard<std::mutex> guard(device.mutex)

// A copy to or from the host: one of memory that is not pinned is done on return.
unsigned copy(void *target, const void *source, size_t bytes, const void *host) {
  LOCKED;
  auto work = [=] { memcpy(target, source, bytes); };
  if (device.isPinned(host)) {
    device.enqueue(work);
  } else {
    if (device.recording) return NOT_PERMITTED;
    device.finish();
    work();
  }
  return SUCCESS;
}

}  // namespace

// Driver

EXPORT unsigned cuInit(unsigned) { return SUCCESS; }
EXPORT unsigned cuDriverGetVersion(int *version) { return *version = 12040, SUCCESS; }
EXPORT unsigned cuGetErrorString(unsigned code, const char **text) {
  *text = code == OUT_OF_MEMORY ? "out of memory"
      : code == LAUNCH_FAILED ? "unspecified launch failure" : code == NOT_PERMITTED ? "operation not permitted" : "an error";
  return SUCCESS;
}
EXPORT unsigned cuDeviceGetCount(int *count) { return *count = 1, SUCCESS; }
EXPORT unsigned cuDeviceGet(int *handle, int index) { return *handle = index, SUCCESS; }
EXPORT unsigned cuDeviceGetName(char *name, int size, int) { return snprintf(name, size, "emulated GPU"), SUCCESS; }
EXPORT unsigned cuDeviceTotalMem_v2(size_t *bytes, int) { return *bytes = gpu().total(), SUCCESS; }
EXPORT unsigned cuDeviceGetAttribute(int *value, unsigned attribute, int) {
  *value = attribute == 75 ? 8 : attribute == 16 ? 1 : 0;
  return SUCCESS;
}
EXPORT unsigned cuDevicePrimaryCtxRetain(void **context, int) { return *context = &gpu(), SUCCESS; }
EXPORT unsigned cuDevicePrimaryCtxRelease_v2(int) { return SUCCESS; }
EXPORT unsigned cuCtxSetCurrent(void *) { return SUCCESS; }
EXPORT unsigned cuMemGetInfo_v2(size_t *free, size_t *total) {
  LOCKED;
  *total = device.total();
  *free = *total - device.used;
  return SUCCESS;
}

EXPORT unsigned cuMemAlloc_v2(Address *address, size_t bytes) {
  LOCKED;
  const size_t page = sysconf(_SC_PAGESIZE), aligned = (bytes + 255) / 256 * 256;
  const size_t mapped = (aligned + page - 1) / page * page;
  if (mapped > device.total() - device.used) return OUT_OF_MEMORY;
  char *memory = (char *)mmap(nullptr, mapped + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) return OUT_OF_MEMORY;
  mprotect(memory + mapped, page, PROT_NONE);
  char *place = memory + mapped - aligned;
  // What is large stays untouched, so that it costs memory only where it is used.
  if (mapped <= 16 << 20) memset(memory, 0xff, mapped);
  *address = (Address)place;
  device.buffers[*address] = mapped;
  device.used += mapped;
  return SUCCESS;
}
EXPORT unsigned cuMemFree_v2(Address address) {
  LOCKED;
  auto found = device.buffers.find(address);
  if (found == device.buffers.end()) return INVALID_VALUE;
  device.finish();
  const size_t page = sysconf(_SC_PAGESIZE);
  munmap((void *)(address / page * page), found->second + page);
  device.used -= found->second;
  device.buffers.erase(found);
  return SUCCESS;
}
EXPORT unsigned cuMemAllocHost_v2(void **place, size_t bytes) {
  LOCKED;
  *place = malloc(bytes);
  device.pinned[(char *)*place] = bytes;
  return SUCCESS;
}
EXPORT unsigned cuMemFreeHost(void *place) {
  LOCKED;
  device.finish();
  device.pinned.erase((char *)place);
  free(place);
  return SUCCESS;
}
EXPORT unsigned cuMemcpyHtoDAsync_v2(Address target, const void *source, size_t bytes, void *) {
  return copy((void *)target, source, bytes, source);
}
EXPORT unsigned cuMemcpyDtoHAsync_v2(void *target, Address source, size_t bytes, void *) {
  return copy(target, (const void *)source, bytes, target);
}
EXPORT unsigned cuMemcpyDtoDAsync_v2(Address target, Address source, size_t bytes, void *) {
  LOCKED;
  device.enqueue([=] { memcpy((void *)target, (const void *)source, bytes); });
  return SUCCESS;
}

EXPORT unsigned cuStreamCreate(void **stream, unsigned) { return *stream = &gpu(), SUCCESS; }
EXPORT unsigned cuStreamDestroy_v2(void *) { return SUCCESS; }
EXPORT unsigned cuStreamSynchronize(void *) {
  LOCKED;
  if (device.recording) return NOT_PERMITTED;
  device.finish();
  return SUCCESS;
}
EXPORT unsigned cuStreamBeginCapture_v2(void *, unsigned) {
  LOCKED;
  if (device.recording) return NOT_PERMITTED;
  device.recording = new Graph;
  return SUCCESS;
}
EXPORT unsigned cuStreamEndCapture(void *, Graph **graph) {
  LOCKED;
  *graph = device.recording;
  device.recording = nullptr;
  return SUCCESS;
}

EXPORT unsigned cuEventCreate(Event **event, unsigned) { return *event = new Event, SUCCESS; }
EXPORT unsigned cuEventDestroy_v2(Event *event) { return delete event, SUCCESS; }
EXPORT unsigned cuEventRecord(Event *event, void *) {
  LOCKED;
  device.enqueue([=] { event->time = std::chrono::steady_clock::now(); });
  return SUCCESS;
}
EXPORT unsigned cuEventSynchronize(Event *) { return cuStreamSynchronize(nullptr); }
EXPORT unsigned cuEventElapsedTime(float *milliseconds, Event *start, Event *end) {
  *milliseconds = std::chrono::duration<float, std::milli>(end->time - start->time).count();
  return SUCCESS;
}

// A module is the path of a library, which the compiler below wrote.
EXPORT unsigned cuModuleLoadData(Module **module, const void *path) {
  void *library = dlopen((const char *)path, RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    fprintf(stderr, "emulated GPU: %s\n", dlerror());
    return INVALID_VALUE;
  }
  *module = new Module{library};
  return SUCCESS;
}
EXPORT unsigned cuModuleUnload(Module *module) {
  LOCKED;
  device.finish();
  dlclose(module->library);
  delete module;
  return SUCCESS;
}
EXPORT unsigned cuModuleGetFunction(Function **function, Module *module, const char *name) {
  void *launch = dlsym(module->library, (std::string("launch_") + name).c_str());
  void *count = dlsym(module->library, (std::string("parameters_of_") + name).c_str());
  if (!launch || !count) return NOT_FOUND;
  *function = new Function{(void (*)(const unsigned *, unsigned, void **))launch, ((unsigned (*)())count)()};
  return SUCCESS;
}
EXPORT unsigned cuLaunchKernel(
    Function *function, unsigned x, unsigned y, unsigned z, unsigned threads, unsigned, unsigned, unsigned, void *,
    void **places, void **) {
  if (x == 0 || y == 0 || z == 0 || threads == 0 || threads > 1024 || y > 65535 || z > 65535) return INVALID_VALUE;
  LOCKED;
  if (!device.mayLaunch()) return LAUNCH_FAILED;
  std::vector<uint64_t> values;
  for (unsigned i = 0; i < function->parameters; i++) values.push_back(*(uint64_t *)places[i]);
  device.enqueue([=, values = std::move(values)]() mutable {
    std::vector<void *> own;
    for (uint64_t &value : values) own.push_back(&value);
    const unsigned grid[] = {x, y, z};
    function->launch(grid, threads, own.data());
  });
  return SUCCESS;
}
EXPORT unsigned cuGraphInstantiateWithFlags(Graph **executable, Graph *graph, unsigned long long) {
  return *executable = new Graph(*graph), SUCCESS;
}
EXPORT unsigned cuGraphLaunch(Graph *executable, void *) {
  LOCKED;
  if (!device.mayLaunch()) return LAUNCH_FAILED;
  for (const Work &work : executable->works) device.enqueue(work);
  return SUCCESS;
}
EXPORT unsigned cuGraphExecDestroy(Graph *executable) {
  LOCKED;
  device.finish();
  delete executable;
  return SUCCESS;
}
EXPORT unsigned cuGraphDestroy(Graph *graph) { return delete graph, SUCCESS; }

// NVRTC

struct Program {
  std::string text, log, library;
};

EXPORT unsigned nvrtcVersion(int *major, int *minor) { return *major = 12, *minor = 4, SUCCESS; }
EXPORT unsigned nvrtcCreateProgram(Program **program, const char *text, const char *, int, const char *const *, const char *const *) {
  return *program = new Program{text, "", ""}, SUCCESS;
}
EXPORT unsigned nvrtcDestroyProgram(Program **program) { return delete *program, *program = nullptr, SUCCESS; }

namespace {

std::string contents(const std::string &path) {
  std::string text;
  if (FILE *file = fopen(path.c_str(), "r")) {
    char block[4096];
    while (size_t count = fread(block, 1, sizeof block, file)) text.append(block, count);
    fclose(file);
  }
  return text;
}

void write(const std::string &path, const std::string &text) {
  FILE *file = fopen(path.c_str(), "w");
  if (!file || fwrite(text.data(), 1, text.size(), file) != text.size() || fclose(file) != 0) {
    perror(path.c_str());
    abort();
  }
}

// What was compiled stays beside this library.
std::string folder() {
  Dl_info info;
  dladdr((void *)&folder, &info);
  const std::string path = info.dli_fname;
  return path.substr(0, path.rfind('/')) + "/kernels";
}

}  // namespace

EXPORT unsigned nvrtcCompileProgram(Program *program, int count, const char *const *options) {
  std::string macros;
  for (int i = 0; i < count; i++)
    if (strncmp(options[i], "-D", 2) == 0) macros += std::string(" '") + options[i] + "'";
  mkdir(folder().c_str(), 0777);
  const char *compiler = getenv("CXX") ? getenv("CXX") : "g++";
  const std::string flags = " -std=c++20 -O2 -march=native -ffp-contract=off -fPIC -w -I" EMULATION_FOLDER + macros;
  std::string all = program->text + flags;
  for (const char *header : {"/emulation.h", "/fibers.h", "/half.h"}) all += contents(std::string(EMULATION_FOLDER) + header);
  const size_t hash = std::hash<std::string>()(all);
  char name[32];
  snprintf(name, sizeof name, "/%016zx", hash);
  program->library = folder() + name + ".so";
  if (access(program->library.c_str(), R_OK) == 0) return SUCCESS;
  const std::string base = folder() + name + "-" + std::to_string(getpid());
  auto run = [&](const std::string &arguments) {
    const bool works = system((compiler + arguments + " 2> " + base + ".log").c_str()) == 0;
    if (!works) program->log = contents(base + ".log");
    return works;
  };
  // The names of the kernels are known when macros have been replaced.
  write(base + ".in.cpp", "#include \"emulation.h\"\n#undef __global__\n#define __global__ SL_KERNEL\n" + program->text);
  if (!run(flags + " -E -P -o " + base + ".cpp " + base + ".in.cpp")) return 6;
  std::string text = contents(base + ".cpp");
  const std::regex kernel("SL_KERNEL\\s+void\\s+(\\w+)\\s*\\(");
  std::string launchers;
  for (std::sregex_iterator found(text.begin(), text.end(), kernel), end; found != end; ++found) {
    const std::string name = (*found)[1];
    launchers += "extern \"C\" void launch_" + name + "(const unsigned *grid, unsigned threads, void **places) {\n"
        + "  launchByPlaces(" + name + ", grid, threads, places);\n}\n"
        + "extern \"C\" unsigned parameters_of_" + name + "() { return parameterCount(" + name + "); }\n";
  }
  write(base + ".cpp", "#define SL_KERNEL\n" + text + "\n" + launchers);
  if (!run(flags + " -shared -o " + base + ".so " + base + ".cpp")) return 6;
  rename((base + ".so").c_str(), program->library.c_str());
  for (const char *ending : {".in.cpp", ".cpp", ".log"}) unlink((base + ending).c_str());
  return SUCCESS;
}
EXPORT unsigned nvrtcGetProgramLogSize(Program *program, size_t *size) { return *size = program->log.size() + 1, SUCCESS; }
EXPORT unsigned nvrtcGetProgramLog(Program *program, char *log) { return strcpy(log, program->log.c_str()), SUCCESS; }
EXPORT unsigned nvrtcGetCUBINSize(Program *program, size_t *size) { return *size = program->library.size() + 1, SUCCESS; }
EXPORT unsigned nvrtcGetCUBIN(Program *program, char *bytes) { return strcpy(bytes, program->library.c_str()), SUCCESS; }

// cuBLAS

namespace {

// The numbers of CUDA's enumeration of types.
enum : unsigned { R_32F = 0, R_16F = 2, R_16BF = 14 };

void widen(const void *from, unsigned type, size_t first, int count, float *to) {
  if (type == R_32F) {
    memcpy(to, (const float *)from + first, count * 4);
  } else if (type == R_16F) {
    for (int i = 0; i < count; i++) to[i] = floatFromF16(((const unsigned short *)from)[first + i]);
  } else {
    for (int i = 0; i < count; i++) {
      const unsigned bits = (unsigned)((const unsigned short *)from)[first + i] << 16;
      memcpy(to + i, &bits, 4);
    }
  }
}

float dot(const float *a, const float *b, int count) {
  float sums[16] = {};
  int i = 0;
  for (; i + 16 <= count; i += 16)
    for (int lane = 0; lane < 16; lane++) sums[lane] += a[i + lane] * b[i + lane];
  float sum = 0;
  for (; i < count; i++) sum += a[i] * b[i];
  for (float part : sums) sum += part;
  return sum;
}

}  // namespace

EXPORT unsigned cublasCreate_v2(void **handle) { return *handle = &gpu(), SUCCESS; }
EXPORT unsigned cublasDestroy_v2(void *) { return SUCCESS; }
EXPORT unsigned cublasSetStream_v2(void *, void *) { return SUCCESS; }
EXPORT unsigned cublasSetWorkspace_v2(void *, void *, size_t) { return SUCCESS; }

// Only what Sluice asks for: A transposed, B not, C in f32.
EXPORT unsigned cublasGemmEx(
    void *, unsigned transA, unsigned transB, int m, int n, int k, const void *alpha, const void *a, unsigned typeA,
    int lda, const void *b, unsigned typeB, int ldb, const void *beta, void *c, unsigned typeC, int ldc, unsigned, int) {
  if (transA != 1 || transB != 0 || typeC != R_32F) return 15;
  LOCKED;
  device.enqueue([=, alpha = *(const float *)alpha, beta = *(const float *)beta] {
    std::vector<float> columns((size_t)n * k), row(k);
    for (int j = 0; j < n; j++) widen(b, typeB, (size_t)j * ldb, k, &columns[(size_t)j * k]);
    for (int i = 0; i < m; i++) {
      widen(a, typeA, (size_t)i * lda, k, row.data());
      for (int j = 0; j < n; j++) {
        float *place = (float *)c + (size_t)j * ldc + i;
        *place = alpha * dot(row.data(), &columns[(size_t)j * k], k) + (beta == 0 ? 0 : beta * *place);
      }
    }
  });
  return SUCCESS;
}
