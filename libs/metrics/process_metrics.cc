#include "libs/metrics/process_metrics.h"

#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>

namespace selaras {
namespace {

// Field 22 of /proc/self/stat counts ticks since boot; the second field, in parentheses, may hold blanks.
double StartTime() {
  std::ifstream file("/proc/self/stat");
  std::string text;
  std::getline(file, text);
  const size_t name_end = text.rfind(')');
  if (name_end == std::string::npos) return 0;
  size_t at = name_end + 1;
  for (int field = 2; field < 22 && at != std::string::npos; ++field) at = text.find(' ', at + (field > 2));
  timespec now, since_boot;
  if (at == std::string::npos || clock_gettime(CLOCK_REALTIME, &now) != 0 ||
      clock_gettime(CLOCK_BOOTTIME, &since_boot) != 0) {
    return 0;
  }
  const double ticks = std::strtod(text.c_str() + at, nullptr);
  return static_cast<double>(now.tv_sec - since_boot.tv_sec) +
         ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
}

double ResidentBytes() {
  std::ifstream file("/proc/self/statm");
  double size = 0, resident = 0;
  file >> size >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

double CpuSeconds() {
  rusage usage;
  if (getrusage(RUSAGE_SELF, &usage) != 0) return 0;
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double OpenFiles() {
  std::error_code error;
  double count = 0;
  for (std::filesystem::directory_iterator at("/proc/self/fd", error), end; !error && at != end;
       at.increment(error))
    ++count;
  return count;
}

}  // namespace

ProcessMetrics::ProcessMetrics(Metrics& metrics)
    : resident_(metrics.GetGauge({"process_resident_memory_bytes", "Memory held by the process."})),
      cpu_(metrics.GetCounter(
          {"process_cpu_seconds_total", "Processor time, of the process and of the kernel for it."})),
      open_files_(metrics.GetGauge({"process_open_fds", "Open files and sockets."})) {
  metrics.GetGauge({"process_start_time_seconds", "Start of the process, Unix time."}).Set(StartTime());
}

void ProcessMetrics::Update() {
  if (const double bytes = ResidentBytes(); bytes > 0) resident_.Set(bytes);
  cpu_.Increment(std::max(0.0, CpuSeconds() - cpu_.Value()));
  if (const double files = OpenFiles(); files > 0) open_files_.Set(files);
}

}  // namespace selaras
