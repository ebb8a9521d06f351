#ifndef SELARAS_LIBS_SQL_PAUSE_H_
#define SELARAS_LIBS_SQL_PAUSE_H_

namespace selaras::sql {

// Sleeps before an attempt that follows the `attempt`th (from 1), at random so that those who met do not meet again:
// up to 2 ms at first, doubling to 64 ms.
void PauseBefore(int attempt);

}  // namespace selaras::sql

#endif  // SELARAS_LIBS_SQL_PAUSE_H_
