# Every third-party package the suite links, found once. All come from Debian 12 by name (deploy/packages.txt).
set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)
find_package(absl CONFIG REQUIRED)
find_package(Protobuf REQUIRED)            # CMake's own module: Debian ships no protobuf config package
find_package(gRPC CONFIG REQUIRED)
find_package(prometheus-cpp CONFIG REQUIRED)
find_package(nlohmann_json CONFIG REQUIRED)
find_package(CLI11 CONFIG REQUIRED)
find_package(yaml-cpp CONFIG REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(PostgreSQL REQUIRED)
find_package(GTest CONFIG REQUIRED)
find_package(benchmark CONFIG REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(hiredis REQUIRED IMPORTED_TARGET hiredis)   # find_package(Hiredis) is broken in Debian 12
find_package(Eigen3 CONFIG REQUIRED)
find_package(Boost REQUIRED)               # headers only: Boost.Math
find_package(hwy CONFIG REQUIRED)          # Highway: SIMD chosen at run time
pkg_check_modules(pangocairo REQUIRED IMPORTED_TARGET pangocairo cairo-pdf)
pkg_check_modules(qrencode REQUIRED IMPORTED_TARGET libqrencode)
pkg_check_modules(xlsxwriter REQUIRED IMPORTED_TARGET xlsxwriter)
# Without its spreadsheet model: that links ixion, which nothing here needs and whose link file is in another package.
pkg_check_modules(orcus REQUIRED IMPORTED_TARGET liborcus-0.17)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(httplib REQUIRED IMPORTED_TARGET cpp-httplib)   # its flags change class layouts: never include it without them

find_program(SELARAS_CCACHE ccache)
if(SELARAS_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # BASEDIR and NOHASHDIR let clones and build directories share one cache.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
      CCACHE_SLOPPINESS=pch_defines,time_macros ${SELARAS_CCACHE})
endif()
find_program(SELARAS_MOLD mold)
if(SELARAS_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
