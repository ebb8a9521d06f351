// Rendering as an issue of decrees does it: one document after the other in a thread whose fonts are loaded.
//   DecreeOfOne        one mover between regencies, shipped number of legal texts, receipt; two pages
//   DecreeOfForty      forty movers in an annex
//   ReasonLetter       one person
//   Minutes            meeting of 40 decisions
// A province decides some 1,900 transfers at once: aim 100 decrees a second and core.
#include "benchmark/benchmark.h"
#include "services/approval/letters/testing/sample_letters.h"

namespace selaras::approval::letters {
namespace {

template <typename Letter, typename Render>
void Run(benchmark::State& state, const Letter& letter, Render render) {
  size_t bytes = 0;
  for (auto _ : state) {
    const absl::StatusOr<std::string> pdf = render(letter);
    if (!pdf.ok()) return state.SkipWithError(pdf.status().ToString().c_str());
    bytes = pdf->size();
  }
  state.SetItemsProcessed(state.iterations());
  state.counters["bytes"] = static_cast<double>(bytes);
}

Decree LongDecree(int count) {
  Decree decree = testing::SampleDecree(MoveKind::kInterKab, count);
  decree.considerations.resize(3, decree.considerations[0]);
  decree.legal_grounds.resize(6, decree.legal_grounds[0]);
  return decree;
}

void BM_DecreeOfOne(benchmark::State& state) {
  Run(state, LongDecree(1), RenderDecree);
}
void BM_DecreeOfForty(benchmark::State& state) {
  Run(state, LongDecree(40), RenderDecree);
}
void BM_ReasonLetter(benchmark::State& state) {
  Run(state, testing::SampleReasonLetter(), RenderReasonLetter);
}
void BM_Minutes(benchmark::State& state) {
  Run(state, testing::SampleMinutes(40), RenderMinutes);
}

BENCHMARK(BM_DecreeOfOne)->Unit(benchmark::kMillisecond)->ThreadRange(1, 2)->UseRealTime();
BENCHMARK(BM_DecreeOfForty)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_ReasonLetter)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_Minutes)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace selaras::approval::letters

BENCHMARK_MAIN();
