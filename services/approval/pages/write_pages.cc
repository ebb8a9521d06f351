// approval_pages DOCS_DIRECTORY: writes the tables into approval.md and the diagram beside it. A test tells when that is
// due.
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "services/approval/pages/markdown_tables.h"
#include "services/approval/pages/state_diagram.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: approval_pages DOCS_DIRECTORY\n";
    return 2;
  }
  const std::string directory = argv[1];
  std::ifstream in(directory + "/approval.md", std::ios::binary);
  const std::string page{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  const auto with_tables = selaras::approval::WithTables(page);
  const auto diagram = selaras::approval::StateDiagram();
  for (const absl::Status& status : {with_tables.status(), diagram.status()}) {
    if (status.ok()) continue;
    std::cerr << "approval_pages: " << status.message() << "\n";
    return 1;
  }
  std::ofstream(directory + "/approval.md", std::ios::binary) << *with_tables;
  std::ofstream(directory + "/approval_states.svg", std::ios::binary) << *diagram;
  return 0;
}
