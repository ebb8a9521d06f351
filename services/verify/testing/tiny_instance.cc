#include "services/verify/testing/tiny_instance.h"

#include <algorithm>
#include <sstream>

namespace selaras::verify {
namespace {

int64_t Between(std::mt19937_64& random, int64_t low, int64_t high) {
  return low + static_cast<int64_t>(random() % static_cast<uint64_t>(high - low + 1));
}

bool Chance(std::mt19937_64& random, int percent) {
  return Between(random, 1, 100) <= percent;
}

void Extend(const TinyInstance& instance, bool within_limit, Placement* partial,
            std::vector<Placement>* all) {
  if (partial->size() == instance.persons.size()) {
    if (!within_limit || instance.Value(*partial)) all->push_back(*partial);
    return;
  }
  for (int post = 0; post < static_cast<int>(instance.posts.size()); ++post) {
    const auto taken = std::count(partial->begin(), partial->end(), post);
    if (taken >= static_cast<int64_t>(instance.Seats(post).size())) continue;
    if (!instance.Score(partial->size(), post)) continue;
    partial->push_back(post);
    Extend(instance, within_limit, partial, all);
    partial->pop_back();
  }
}

}  // namespace

std::optional<int64_t> TinyInstance::Score(size_t person, int post) const {
  const Person& who = persons[person];
  if (const auto found = who.exceptions.find(post); found != who.exceptions.end()) return found->second;
  const auto found = who.cells.find(posts[post].cell);
  if (found == who.cells.end()) return std::nullopt;
  return found->second - distance[who.home][posts[post].district];
}

bool TinyInstance::Lies(int post, int zone) const {
  int around = posts[post].zone;
  while (around >= 0 && around != zone) around = zones[around].parent;
  return around == zone;
}

int TinyInstance::ZoneAt(int post, int level) const {
  for (int z = 0; z < static_cast<int>(zones.size()); ++z) {
    if (zones[z].level == level && Lies(post, z)) return z;
  }
  return -1;
}

bool TinyInstance::Counts(const Limit& limit, size_t person, int post) const {
  const bool before = Lies(persons[person].reference, limit.place), after = Lies(post, limit.place);
  return limit.kind == "in" ? after && !before : before && !after;
}

bool TinyInstance::Keeps(const Limit& limit, const Placement& placement) const {
  if (limit.kind == "in" || limit.kind == "out") {
    int64_t count = 0;
    for (size_t i = 0; i < persons.size(); ++i) count += Counts(limit, i, placement[i]);
    return count <= limit.bound;
  }
  for (const int a : limit.members) {
    for (const int b : limit.members) {
      const int of_a = ZoneAt(placement[a], limit.place), of_b = ZoneAt(placement[b], limit.place);
      if (limit.kind == "together" && (of_a < 0 || of_a != of_b)) return false;
      if (limit.kind == "apart" && a != b && of_a >= 0 && of_a == of_b) return false;
    }
  }
  return true;
}

std::vector<int64_t> TinyInstance::Seats(int post, int tier) const {
  std::vector<int64_t> seats;
  for (size_t r = 0; r < posts[post].runs.size(); ++r) {
    const auto& [count, points] = posts[post].runs[r];
    seats.insert(seats.end(), count, tier < 0 ? points : posts[post].tier_runs[r][tier]);
  }
  return seats;
}

int64_t TinyInstance::Moves(const Placement& placement) const {
  int64_t moves = 0;
  for (size_t i = 0; i < persons.size(); ++i) moves += placement[i] != persons[i].reference;
  return moves;
}

std::optional<int64_t> TinyInstance::Value(const Placement& placement) const {
  if (placement.size() != persons.size()) return std::nullopt;
  int64_t value = 0;
  std::vector<size_t> occupants(posts.size());
  for (size_t i = 0; i < persons.size(); ++i) {
    const int post = placement[i];
    if (post < 0 || post >= static_cast<int>(posts.size()) || !Score(i, post)) return std::nullopt;
    const std::vector<int64_t> seats = Seats(post);
    if (occupants[post] == seats.size()) return std::nullopt;
    value += *Score(i, post) + seats[occupants[post]++];
  }
  if (max_moves && Moves(placement) > *max_moves) return std::nullopt;
  for (const Limit& limit : limits) {
    if (!Keeps(limit, placement)) return std::nullopt;
  }
  return value;
}

std::vector<int64_t> TinyInstance::Values(const Placement& placement) const {
  std::vector<int64_t> values(tiers);
  for (int tier = 0; tier < tiers; ++tier) {
    std::vector<size_t> occupants(posts.size());
    for (const int post : placement) values[tier] += Seats(post, tier)[occupants[post]++];
  }
  values.push_back(*Value(placement));
  return values;
}

TinyInstance TinyInstance::Unlimited() const {
  TinyInstance unlimited = *this;
  unlimited.max_moves.reset();
  unlimited.limits.clear();
  return unlimited;
}

int64_t TinyInstance::LawfulPairs() const {
  int64_t pairs = 0;
  for (size_t i = 0; i < persons.size(); ++i) {
    for (size_t j = 0; j < posts.size(); ++j) pairs += Score(i, static_cast<int>(j)).has_value();
  }
  return pairs;
}

std::string Text(const TinyInstance& instance) {
  std::ostringstream out;
  out << "selaras-instance " << (instance.extended() ? 2 : 1) << "\nmoves "
      << (instance.max_moves ? std::to_string(*instance.max_moves) : "-") << '\n';
  if (instance.extended()) out << "tiers " << instance.tiers << '\n';
  out << "districts " << instance.districts.size() << '\n';
  for (const std::string& id : instance.districts) out << "d " << id << '\n';
  for (const auto& row : instance.distance) {
    out << 'r';
    for (const int64_t points : row) out << ' ' << points;
    out << '\n';
  }
  out << "cells " << instance.cells.size() << '\n';
  for (const std::string& id : instance.cells) out << "c " << id << '\n';
  const auto index = [](int i) { return i < 0 ? std::string("-") : std::to_string(i); };
  if (instance.extended()) {
    out << "zones " << instance.zones.size() << '\n';
    for (const auto& zone : instance.zones) {
      out << "z " << zone.id << ' ' << zone.level << ' ' << index(zone.parent) << '\n';
    }
  }
  out << "posts " << instance.posts.size() << '\n';
  for (const auto& post : instance.posts) {
    out << "p " << post.id << ' ' << post.cell << ' ' << post.district;
    if (instance.extended()) out << ' ' << index(post.zone);
    for (size_t r = 0; r < post.runs.size(); ++r) {
      out << ' ' << post.runs[r].first << ':' << post.runs[r].second;
      for (int t = 0; t < instance.tiers; ++t) out << ':' << post.tier_runs[r][t];
    }
    out << '\n';
  }
  if (instance.extended()) {
    out << "limits " << instance.limits.size() << '\n';
    for (const auto& limit : instance.limits) {
      out << limit.kind << ' ' << limit.place;
      if (limit.members.empty()) out << ' ' << limit.bound;
      for (const int member : limit.members) out << ' ' << member;
      out << '\n';
    }
  }
  out << "persons " << instance.persons.size() << '\n';
  for (const auto& person : instance.persons) {
    out << "i " << person.key << ' ' << person.home << ' ' << person.reference << " |";
    for (const auto& [cell, points] : person.cells) out << ' ' << cell << ':' << points;
    out << " |";
    for (const auto& [post, points] : person.exceptions) {
      out << ' ' << post << ':' << (points ? std::to_string(*points) : "!");
    }
    out << '\n';
  }
  out << "end\n";
  return out.str();
}

std::optional<TinyInstance> ReadTiny(const std::string& text) {
  std::istringstream in(text);
  TinyInstance instance;
  std::string word;
  size_t count = 0;
  const auto counted = [&](const char* key) { return in >> word >> count && word == key && count <= 50; };
  const auto item = [&](int64_t* first, std::optional<int64_t>* second) {
    const size_t colon = word.find(':');
    if (colon == std::string::npos) return false;
    *first = std::atoll(word.c_str());
    *second = std::nullopt;
    if (word.substr(colon + 1) != "!") *second = std::atoll(word.c_str() + colon + 1);
    return true;
  };
  if (!(in >> word >> word)) return std::nullopt;
  const bool extended = word == "2";
  if (!(in >> word >> word)) return std::nullopt;
  if (word != "-") instance.max_moves = std::atoll(word.c_str());
  if (extended && (!counted("tiers") || count > 8)) return std::nullopt;
  instance.tiers = extended ? static_cast<int>(count) : 0;
  const auto index = [&](int* i) {
    if (!(in >> word)) return false;
    *i = word == "-" ? -1 : std::atoi(word.c_str());
    return true;
  };
  if (!counted("districts")) return std::nullopt;
  instance.districts.resize(count);
  for (auto& id : instance.districts) in >> word >> id;
  instance.distance.assign(count, std::vector<int64_t>(count));
  for (auto& row : instance.distance) {
    in >> word;
    for (auto& points : row) in >> points;
  }
  if (!counted("cells")) return std::nullopt;
  instance.cells.resize(count);
  for (auto& id : instance.cells) in >> word >> id;
  if (extended) {
    if (!counted("zones")) return std::nullopt;
    instance.zones.resize(count);
    for (auto& zone : instance.zones) {
      in >> word >> zone.id >> zone.level;
      if (!index(&zone.parent)) return std::nullopt;
    }
  }
  if (!counted("posts")) return std::nullopt;
  instance.posts.resize(count);
  std::string line;
  std::getline(in, line);
  int64_t first = 0;
  std::optional<int64_t> second;
  for (auto& post : instance.posts) {
    std::getline(in, line);
    std::istringstream fields(line);
    fields >> word >> post.id >> post.cell >> post.district;
    if (extended && fields >> word) post.zone = word == "-" ? -1 : std::atoi(word.c_str());
    while (fields >> word) {
      if (!item(&first, &second) || !second) return std::nullopt;
      post.runs.emplace_back(first, *second);
      std::vector<int64_t>& of_tiers = post.tier_runs.emplace_back();
      size_t colon = word.find(':');
      while ((colon = word.find(':', colon + 1)) != std::string::npos) {
        of_tiers.push_back(std::atoll(word.c_str() + colon + 1));
      }
      if (of_tiers.size() != static_cast<size_t>(instance.tiers)) return std::nullopt;
    }
  }
  if (extended) {
    if (!counted("limits")) return std::nullopt;
    instance.limits.resize(count);
    std::getline(in, line);
    for (auto& limit : instance.limits) {
      std::getline(in, line);
      std::istringstream fields(line);
      fields >> limit.kind >> limit.place;
      if (limit.kind == "in" || limit.kind == "out") {
        fields >> limit.bound;
      } else {
        for (int member = 0; fields >> member;) limit.members.push_back(member);
      }
    }
  }
  if (!counted("persons")) return std::nullopt;
  instance.persons.resize(count);
  std::getline(in, line);
  for (auto& person : instance.persons) {
    std::getline(in, line);
    std::istringstream fields(line);
    fields >> word >> person.key >> person.home >> person.reference >> word;
    while (fields >> word && word != "|") {
      if (!item(&first, &second) || !second) return std::nullopt;
      person.cells[static_cast<int>(first)] = *second;
    }
    while (fields >> word) {
      if (!item(&first, &second)) return std::nullopt;
      person.exceptions[static_cast<int>(first)] = second;
    }
  }
  if (!in) return std::nullopt;
  return instance;
}

TinyInstance RandomInstance(std::mt19937_64& random) {
  TinyInstance instance;
  // Few different values in some instances, so that ties are common.
  const int64_t spread = Chance(random, 30) ? 2 : 100;
  const auto points = [&] { return Between(random, -spread / 2, spread); };
  const auto districts = static_cast<size_t>(Between(random, 1, 3));
  for (size_t d = 0; d < districts; ++d) {
    instance.districts.push_back("d" + std::to_string(d));
    instance.distance.emplace_back();
    for (size_t e = 0; e < districts; ++e)
      instance.distance[d].push_back(d == e ? 0 : Between(random, 0, spread));
  }
  const auto cells = static_cast<size_t>(Between(random, 1, 3));
  for (size_t c = 0; c < cells; ++c) instance.cells.push_back("c" + std::to_string(c));
  const auto post_count = static_cast<size_t>(Between(random, 1, 4));
  const auto person_count = static_cast<size_t>(Between(random, 1, 5));
  for (size_t j = 0; j < post_count; ++j) {
    instance.posts.push_back({"p" + std::to_string(j),
                              static_cast<int>(random() % cells),
                              static_cast<int>(random() % districts),
                              {}});
  }
  std::vector<int64_t> incumbents(post_count);
  for (size_t i = 0; i < person_count; ++i) {
    TinyInstance::Person person;
    person.key = "k" + std::to_string(i);
    person.home = static_cast<int>(random() % districts);
    person.reference = static_cast<int>(random() % post_count);
    for (size_t c = 0; c < cells; ++c) {
      if (Chance(random, 60)) person.cells[static_cast<int>(c)] = points();
    }
    for (size_t j = 0; j < post_count; ++j) {
      if (!Chance(random, 30)) continue;
      person.exceptions[static_cast<int>(j)] =
          Chance(random, 30) ? std::optional<int64_t>() : std::optional<int64_t>(points());
    }
    ++incumbents[person.reference];
    instance.persons.push_back(person);
    if (!instance.Score(i, person.reference)) instance.persons[i].exceptions[person.reference] = points();
  }
  for (size_t j = 0; j < post_count; ++j) {
    int64_t seats = std::max(incumbents[j], Between(random, 0, 3));
    int64_t worth = Between(random, 0, 2 * spread);
    while (seats > 0) {
      const int64_t count = Between(random, 1, seats);
      instance.posts[j].runs.emplace_back(count, worth);
      seats -= count;
      worth -= Between(random, 0, spread);
    }
  }
  if (Chance(random, 40)) instance.max_moves = Between(random, 0, static_cast<int64_t>(person_count));
  return instance;
}

TinyInstance RandomExtended(std::mt19937_64& random) {
  TinyInstance instance = RandomInstance(random);
  const int persons = static_cast<int>(instance.persons.size());
  instance.zones.push_back({"a", 0, -1});
  if (Chance(random, 60)) instance.zones.push_back({"b", 0, -1});
  const auto outer = static_cast<int>(instance.zones.size());
  for (int u = static_cast<int>(Between(random, 0, 3)); u > 0; --u) {
    const int parent = Chance(random, 80) ? static_cast<int>(random() % outer) : -1;
    instance.zones.push_back({"u" + std::to_string(9 - u), 2, parent});
  }
  for (auto& post : instance.posts) {
    post.zone = static_cast<int>(Between(random, -1, static_cast<int64_t>(instance.zones.size()) - 1));
  }
  if (Chance(random, 30)) instance.tiers = static_cast<int>(Between(random, 1, 2));
  for (auto& post : instance.posts) {
    std::vector<int64_t> worth;
    for (int t = 0; t < instance.tiers; ++t) worth.push_back(Between(random, 0, 2));
    for (size_t r = 0; r < post.runs.size(); ++r) {
      post.tier_runs.push_back(worth);
      for (int64_t& of_tier : worth) of_tier -= Between(random, 0, 1);
    }
  }
  // What the references keep, or any placement chosen here.
  const std::vector<Placement> all = LawfulPlacements(instance, true);
  const Placement kept = all[random() % all.size()];
  std::vector<TinyInstance::Limit> limits;
  for (const char* kind : {"in", "out"}) {
    for (int z = 0; z < static_cast<int>(instance.zones.size()); ++z) {
      if (!Chance(random, 35)) continue;
      TinyInstance::Limit limit{kind, z, 0, {}};
      for (int i = 0; i < persons; ++i) limit.bound += instance.Counts(limit, i, kept[i]);
      limit.bound += Between(random, 0, 1);
      limits.push_back(limit);
    }
  }
  for (const char* kind : {"apart", "together"}) {
    for (const int level : {0, 2}) {
      if (!Chance(random, 25)) continue;
      TinyInstance::Limit limit{kind, level, 0, {}};
      for (int i = 0; i < persons; ++i) {
        if (Chance(random, 50)) limit.members.push_back(i);
      }
      if (limit.members.size() >= 2 && instance.Keeps(limit, kept)) limits.push_back(limit);
    }
  }
  instance.limits = limits;
  return instance;
}

std::vector<int64_t> Missing(const TinyInstance& instance, const Placement& placement) {
  const std::vector<int64_t> values = instance.Values(placement);
  std::vector<int64_t> missing(values.size(), 0);
  for (const Placement& other : LawfulPlacements(instance, true)) {
    const std::vector<int64_t> theirs = instance.Values(other);
    for (size_t t = 0; t < values.size(); ++t) {
      missing[t] = std::max(missing[t], theirs[t] - values[t]);
      if (theirs[t] < values[t]) break;
    }
  }
  return missing;
}

bool Holds(const std::string& verdict, const TinyInstance& instance, const Placement& placement) {
  std::istringstream words(verdict);
  std::string word;
  words >> word;
  for (const int64_t missing : Missing(instance, placement)) {
    if (word == "OPTIMAL" && missing > 0) return false;
    if (word == "OPTIMAL") continue;
    std::string claimed;
    if (!(words >> claimed) || std::stold(claimed) < static_cast<long double>(missing)) return false;
  }
  return word == "OPTIMAL" || word == "WITHIN";
}

std::vector<Placement> LawfulPlacements(const TinyInstance& instance, bool within_limit) {
  std::vector<Placement> all;
  Placement partial;
  Extend(instance, within_limit, &partial, &all);
  return all;
}

int64_t Optimum(const TinyInstance& instance) {
  int64_t best = INT64_MIN;
  for (const Placement& placement : LawfulPlacements(instance, true)) {
    best = std::max(best, *instance.Value(placement));
  }
  return best;
}

}  // namespace selaras::verify
