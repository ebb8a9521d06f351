#ifndef SELARAS_LIBS_BASE_LOG_KEYS_H_
#define SELARAS_LIBS_BASE_LOG_KEYS_H_

// Every key that may stand in a log line. Add one here with what it holds; none may hold
// personal data (a NIP, NIK, name, birth date, address, or free text that a person wrote).
// Opaque ids and resource names are fine.

#include <string>

#include "libs/base/log.h"

namespace selaras::log_keys {

// Calls
inline constexpr LogKey<std::string> kService(
    "grpc_service");  // full name, such as selaras.registry.v1alpha.RegistryService
inline constexpr LogKey<std::string> kMethod("grpc_method");
inline constexpr LogKey<std::string> kCode("grpc_code");       // OK, NOT_FOUND, …
inline constexpr LogKey<std::string> kReason("reason");        // from the catalogue
inline constexpr LogKey<std::string> kPrincipal("principal");  // id of an account, not of a person
inline constexpr LogKey<std::string> kActor("actor");          // account for which a service works
inline constexpr LogKey<std::string> kFields("fields");        // paths of bad fields, never their values
inline constexpr LogKey<std::string> kTenant("tenant");
inline constexpr LogKey<std::string> kPeer("peer");  // service or address called
inline constexpr LogKey<double> kMillis("millis");   // duration
// Text of an internal error (SQL driver, peer, file system). Our own code writes no
// personal data into statuses.
inline constexpr LogKey<std::string> kError("error");

// Of HTTP: the method, the template of the path (never the path itself) and the status.
inline constexpr LogKey<std::string> kHttpMethod("http_method");
inline constexpr LogKey<std::string> kRoute("route");
inline constexpr LogKey<int64_t> kHttpStatus("http_status");

// Process
inline constexpr LogKey<std::string> kAddress("address");
inline constexpr LogKey<std::string> kVersion("version");
inline constexpr LogKey<std::string> kSetting("setting");
inline constexpr LogKey<std::string> kFile("file");
inline constexpr LogKey<std::string> kComponent("component");
inline constexpr LogKey<std::string> kState("state");
inline constexpr LogKey<int64_t> kSignal("signal");
inline constexpr LogKey<int64_t> kCount("count");
inline constexpr LogKey<int64_t> kPort("port");
inline constexpr LogKey<int64_t> kAdminPort("admin_port");

// Resources and work
inline constexpr LogKey<std::string> kResource("resource");  // resource name with opaque ids
inline constexpr LogKey<int64_t> kRevision("revision");
inline constexpr LogKey<int64_t> kBytes("bytes");

}  // namespace selaras::log_keys

#endif  // SELARAS_LIBS_BASE_LOG_KEYS_H_
