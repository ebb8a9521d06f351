// Between the feed of approval and a consumer: answers to polls are lost, come late, twice and in another order. The
// consumer keeps its position and takes each event once, in the feed's order, whatever comes.
#ifndef SELARAS_SERVICES_APPROVAL_SIMULATION_FEED_BUS_H_
#define SELARAS_SERVICES_APPROVAL_SIMULATION_FEED_BUS_H_

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "services/approval/simulation/dice.h"
#include "services/approval/simulation/memory_case_store.h"

namespace selaras::approval::simulation {

class FeedBus {
 public:
  FeedBus(Dice& dice, Weather& weather, const MemoryCaseStore& store)
      : dice_(dice), weather_(weather), store_(store) {}

  // The consumer asks for a page, and some of what is on its way arrives.
  void Step() {
    const size_t size = std::min(store_.events().size() - position_, static_cast<size_t>(1 + dice_.Below(4)));
    const int copies = weather_.calm() ? 1 : dice_.Below(3);
    for (int i = 0; i < copies; ++i) on_the_way_.push_back({position_, size});
    while (!on_the_way_.empty() && (weather_.calm() || dice_.Chance(60))) {
      const size_t at = static_cast<size_t>(dice_.Below(static_cast<int>(on_the_way_.size())));
      Take(on_the_way_[at]);
      on_the_way_.erase(on_the_way_.begin() + static_cast<ptrdiff_t>(at));
    }
  }

  size_t position() const { return position_; }
  // How often each (kind, decree) was taken.
  const std::map<std::pair<std::string, std::string>, int>& taken() const { return taken_; }
  // A decree that was applied before it was issued; empty = none.
  const std::string& out_of_order() const { return out_of_order_; }

 private:
  struct Page {
    size_t after, size;
  };

  void Take(const Page& page) {
    for (size_t i = page.after; i < page.after + page.size; ++i) {
      if (i != position_) continue;  // Known, or not its turn.
      const FeedEvent& event = store_.events()[i];
      if (event.kind == "DecreeApplied" && !taken_.contains({"DecreeIssued", event.decree})) {
        out_of_order_ = event.decree;
      }
      ++taken_[{event.kind, event.decree}];
      ++position_;
    }
  }

  Dice& dice_;
  Weather& weather_;
  const MemoryCaseStore& store_;
  std::vector<Page> on_the_way_;
  size_t position_ = 0;
  std::map<std::pair<std::string, std::string>, int> taken_;
  std::string out_of_order_;
};

}  // namespace selaras::approval::simulation

#endif  // SELARAS_SERVICES_APPROVAL_SIMULATION_FEED_BUS_H_
