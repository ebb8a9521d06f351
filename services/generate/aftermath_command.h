#ifndef SELARAS_SERVICES_GENERATE_AFTERMATH_COMMAND_H_
#define SELARAS_SERVICES_GENERATE_AFTERMATH_COMMAND_H_

namespace selaras::generator {

// `selaras-generate aftermath …`: the months after a province's moves (libs/generator/aftermath.h). `argv[0]` is the
// word itself. Returns the program's exit status.
int RunAftermathCommand(int argc, char** argv);

}  // namespace selaras::generator

#endif  // SELARAS_SERVICES_GENERATE_AFTERMATH_COMMAND_H_
