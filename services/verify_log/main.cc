#include <iostream>
#include <string>
#include <vector>

#include "services/verify_log/cli.h"

int main(int argc, char** argv) {
  const int status =
      selaras::verify_log::Run(std::vector<std::string>(argv + 1, argv + argc), std::cout, std::cerr);
  std::cout.flush();
  // A verdict that reached nobody is none.
  return std::cout ? status : selaras::verify_log::kNotChecked;
}
