#include "services/verify_rows/check.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "libs/policy/bundle.h"
#include "libs/rules/rule_pack.h"
#include "services/verify_rows/asked.h"
#include "services/verify_rows/instance_rows.h"
#include "services/verify_rows/lawful.h"
#include "services/verify_rows/points.h"
#include "services/verify_rows/province_facts.h"

namespace selaras::verify_rows {
namespace {

constexpr size_t kBatch = 5000;  // People held whole.
constexpr char kUnknown[] = "unknown", kUnplaced[] = "unplaced", kUnplacedPrefix[] = "unplaced..";

class Check {
 public:
  Check(const CheckOptions& options, Asked asked, ProvinceFacts facts, Numbers numbers, rules::RulePack pack,
        std::map<std::string, std::string> keys)
      : options_(options),
        asked_(std::move(asked)),
        facts_(std::move(facts)),
        numbers_(std::move(numbers)),
        pack_(std::move(pack)),
        keys_(std::move(keys)),
        scoring_(facts_, numbers_),
        lawful_(facts_, pack_) {}

  absl::StatusOr<Outcome> Run();
  void Tell(std::string where, std::string what, std::string stated, std::string recomputed);

 private:
  bool HasUnit(std::string unit) const;
  bool HasFamily(const std::string& position) const;
  bool HasPost(const std::string& post) const;
  bool HasPerson(const Standing& standing) const;
  // Id of the post by which a person is named as long as nothing moves him.
  std::string OwnPost(const Standing& standing) const;

  void CompareHead();
  void CompareDistricts();
  void ComparePosts();
  std::vector<std::string> Sample() const;
  absl::Status CompareBatch(const std::set<std::string>& batch);
  void ComparePerson(const PersonRow& row, const std::string& person, const Dossier& dossier);
  // Points by cell and by post as they should stand; nullopt = forbidden.
  struct Expected {
    std::map<std::string, Points> cells;
    std::map<std::string, std::optional<Points>> posts;
    std::string home, reference;
  };
  Expected Rebuild(const std::string& person, const Dossier& dossier);
  void AddWishes(const std::string& person, const Dossier& dossier, bool asked_to_move,
                 const std::set<std::string>& barred, Expected& expected);
  std::set<std::string> Fulfilling(const Dossier& dossier) const;

  const CheckOptions& options_;
  const Asked asked_;
  const ProvinceFacts facts_;
  const Numbers numbers_;
  const rules::RulePack pack_;
  const std::map<std::string, std::string> keys_;
  const Scoring scoring_;
  Lawful lawful_;
  InstanceHead head_;
  std::map<std::string, std::string> cell_post_;  // Cell → one of its posts, of those in the instance.
  std::set<std::string> instance_posts_;
  Outcome outcome_;
};

void Check::Tell(std::string where, std::string what, std::string stated, std::string recomputed) {
  ++outcome_.difference_count;
  if (outcome_.differences.size() < kMostDifferences)
    outcome_.differences.push_back(
        {std::move(where), std::move(what), std::move(stated), std::move(recomputed)});
}

bool Check::HasUnit(std::string unit) const {
  if (asked_.units.empty()) return true;
  for (int depth = 0; depth < 1000 && !unit.empty(); ++depth) {
    if (asked_.units.contains(unit)) return true;
    const auto found = facts_.units.find(unit);
    unit = found == facts_.units.end() ? "" : found->second.parent;
  }
  return false;
}

bool Check::HasFamily(const std::string& position) const {
  if (asked_.families.empty()) return true;
  const auto found = facts_.positions.find(position);
  return found != facts_.positions.end() && asked_.families.contains(found->second.family);
}

bool Check::HasPost(const std::string& code) const {
  const PostFact& post = facts_.posts.at(code);
  return (asked_.agencies.empty() || asked_.agencies.contains(post.agency)) && HasUnit(post.unit) &&
         HasFamily(post.position);
}

bool Check::HasPerson(const Standing& standing) const {
  if (!standing.post.empty()) return HasPost(standing.post);
  return asked_.units.empty() && HasFamily(standing.position) &&
         (asked_.agencies.empty() || asked_.agencies.contains(standing.agency));
}

std::string Check::OwnPost(const Standing& standing) const {
  if (!standing.post.empty()) return standing.post;
  return absl::StrCat(kUnplacedPrefix,
                      facts_.agencies.contains(standing.agency) ? standing.agency : kUnknown);
}

void Check::CompareDistricts() {
  const std::vector<std::string>& ids = head_.districts;
  std::set<std::string> stated(ids.begin(), ids.end());
  for (const auto& [id, district] : facts_.districts) {
    if (!stated.contains(id)) Tell(id, "district", "missing", "there");
  }
  if (stated.size() != facts_.districts.size() + 1 || !stated.contains(kUnknown))
    Tell("districts", "number", absl::StrCat(stated.size()), absl::StrCat(facts_.districts.size() + 1));
  for (size_t a = 0; a < ids.size(); ++a) {
    for (size_t b = 0; b < ids.size(); ++b) {
      const bool known = facts_.districts.contains(ids[a]) && facts_.districts.contains(ids[b]);
      if (!known && (ids[a] != kUnknown && ids[b] != kUnknown)) continue;  // Told above.
      const int64_t points = known ? scoring_.Distance(ids[a], ids[b]) : 0;
      if (head_.distances[a][b] == points) continue;
      Tell(absl::StrCat(ids[a], "→", ids[b]), "distance", absl::StrCat(head_.distances[a][b]),
           absl::StrCat(points));
    }
  }
  outcome_.districts = static_cast<int64_t>(ids.size());
}

std::string SeatText(const std::vector<int64_t>& seats) {
  std::string text;
  for (size_t k = 0; k < seats.size() && k < 12; ++k) absl::StrAppend(&text, k == 0 ? "" : " ", seats[k]);
  return absl::StrCat(text, seats.size() > 12 ? " …" : "", " (", seats.size(), ")");
}

void Check::ComparePosts() {
  struct Row {
    std::string cell, district;
    std::vector<int64_t> seats;
  };
  std::map<std::string, Row> rows;
  int64_t lowest = 0;
  for (const auto& [code, post] : facts_.posts) {
    if (!HasPost(code)) continue;
    std::vector<int64_t> seats = scoring_.Seats(code);
    if (seats.empty()) continue;
    lowest = std::min(lowest, seats.back());
    const std::string cell = Lawful::CellOf(facts_, code);
    cell_post_.emplace(cell, code);
    instance_posts_.insert(code);
    rows[code] = {cell, facts_.districts.contains(post.district) ? post.district : kUnknown,
                  std::move(seats)};
  }
  std::map<std::string, size_t> without_post;
  for (const auto& [code, standing] : facts_.people) {
    if (!HasPerson(standing)) continue;
    ++outcome_.in_scope;
    if (standing.post.empty()) ++without_post[OwnPost(standing)];
  }
  for (const auto& [id, people] : without_post)
    rows[id] = {kUnplaced, kUnknown, std::vector<int64_t>(people, lowest - 1)};
  std::set<std::string> stated;
  for (const InstanceHead::Post& post : head_.posts) {
    stated.insert(post.id);
    const auto row = rows.find(post.id);
    if (row == rows.end()) {
      Tell(post.id, "post", "there", "not part of the plan");
      continue;
    }
    const std::string &cell = head_.cells[post.cell], &district = head_.districts[post.district];
    if (cell != row->second.cell) Tell(post.id, "cell", cell, row->second.cell);
    if (district != row->second.district) Tell(post.id, "district", district, row->second.district);
    if (post.seats != row->second.seats)
      Tell(post.id, "worth of seats", SeatText(post.seats), SeatText(row->second.seats));
  }
  for (const auto& [id, row] : rows) {
    if (!stated.contains(id)) Tell(id, "post", "missing", "part of the plan");
  }
  outcome_.posts = static_cast<int64_t>(head_.posts.size());
}

void Check::CompareHead() {
  CompareDistricts();
  ComparePosts();
  if (head_.persons != outcome_.in_scope)
    Tell("persons", "number", absl::StrCat(head_.persons), absl::StrCat(outcome_.in_scope));
  int64_t pinned = 0;
  for (const auto& [person, post] : asked_.pins) {
    const auto standing = facts_.people.find(person);
    pinned += standing != facts_.people.end() && standing->second.post != post ? 1 : 0;
  }
  const int64_t share = numbers_["move_budget"];
  const int64_t wanted = asked_.max_moves.value_or(share < 0 ? -1 : outcome_.in_scope * share / 1000);
  const std::string expected = wanted < 0 ? "-" : absl::StrCat(wanted - pinned);
  const std::string stated = head_.moves.has_value() ? absl::StrCat(*head_.moves) : "-";
  if (expected != stated) Tell("moves", "limit", stated, expected);
  if (head_.has_limits_or_tiers) outcome_.not_rebuilt = {"zones, limits beyond the number of moves, tiers"};
  std::set<std::string> with_key;
  for (const auto& [key, person] : keys_) with_key.insert(person);
  int64_t without_key = 0;
  for (const auto& [code, standing] : facts_.people)
    without_key += HasPerson(standing) && !with_key.contains(code) ? 1 : 0;
  if (without_key > 0) Tell("keys", "people of the plan without a key", absl::StrCat(without_key), "0");
}

// Posts that fulfil some wish.
std::set<std::string> Check::Fulfilling(const Dossier& dossier) const {
  std::set<std::string> posts;
  for (const Wish& wish : dossier.wishes) {
    if (wish.kind == "POST" && facts_.posts.contains(wish.target)) posts.insert(wish.target);
    if (const auto unit = facts_.units.find(wish.target); wish.kind == "UNIT" && unit != facts_.units.end())
      posts.insert(unit->second.posts.begin(), unit->second.posts.end());
    if (const auto district = facts_.posts_of_district.find(wish.target);
        wish.kind == "DISTRICT" && district != facts_.posts_of_district.end()) {
      posts.insert(district->second.begin(), district->second.end());
    }
  }
  return posts;
}

void Check::AddWishes(const std::string& person, const Dossier& dossier, bool asked_to_move,
                      const std::set<std::string>& barred, Expected& expected) {
  const std::string& own = facts_.people.at(person).post;
  const int64_t own_rank = own.empty() ? 0 : scoring_.WishRank(dossier, own);
  for (const std::string& post : Fulfilling(dossier)) {
    const int64_t rank = scoring_.WishRank(dossier, post);
    if (post == own || rank == 0 || !instance_posts_.contains(post) || barred.contains(post)) continue;
    if (asked_to_move ? own_rank > 0 && rank >= own_rank : scoring_.WishPoints(rank) == 0) continue;
    if (lawful_.Allows(post)) expected.posts.emplace(post, scoring_.At(person, dossier, post));
  }
}

Check::Expected Check::Rebuild(const std::string& person, const Dossier& dossier) {
  const Standing& standing = facts_.people.at(person);
  Expected expected;
  const std::string home = scoring_.HomeOf(person, dossier);
  expected.home = facts_.districts.contains(home) ? home : kUnknown;
  expected.reference = OwnPost(standing);
  lawful_.Take(person, dossier);
  if (const auto pin = asked_.pins.find(person);
      pin != asked_.pins.end() && instance_posts_.contains(pin->second) &&
      (pin->second == standing.post || (lawful_.MayMove() && lawful_.Allows(pin->second) &&
                                        !lawful_.BarredByKin(dossier).contains(pin->second)))) {
    expected.reference = pin->second;
    expected.posts.emplace(pin->second, scoring_.At(person, dossier, pin->second));
    return expected;
  }
  expected.posts.emplace(expected.reference,
                         standing.post.empty() ? Points() : scoring_.At(person, dossier, standing.post));
  if (asked_.bans.contains({person, ""}) || !lawful_.MayMove()) return expected;
  std::set<std::string> barred = lawful_.BarredByKin(dossier);
  for (const auto& [who, post] : asked_.bans) {
    if (who == person) barred.insert(post);
  }
  const bool asked_to_move =
      asked_.self_requests.contains(person) || (asked_.preferences_are_requests && !dossier.wishes.empty());
  AddWishes(person, dossier, asked_to_move, barred, expected);
  if (asked_to_move) return expected;
  for (const std::string& post : barred) {
    if (post != standing.post && instance_posts_.contains(post)) expected.posts.emplace(post, std::nullopt);
  }
  for (const auto& [cell, post] : cell_post_) {
    if (lawful_.Allows(post))
      expected.cells.emplace(cell, scoring_.Factor(person, dossier, facts_.posts.at(post).position));
  }
  return expected;
}

void Check::ComparePerson(const PersonRow& row, const std::string& person, const Dossier& dossier) {
  Expected expected = Rebuild(person, dossier);
  ++outcome_.people;
  if (head_.districts[row.home] != expected.home)
    Tell(row.key, "home", head_.districts[row.home], expected.home);
  if (head_.posts[row.reference].id != expected.reference)
    Tell(row.key, "reference", head_.posts[row.reference].id, expected.reference);
  for (const auto& [index, points] : row.cells) {
    const std::string& cell = head_.cells[index];
    const auto found = expected.cells.find(cell);
    ++outcome_.cells;
    if (found == expected.cells.end()) {
      Tell(row.key, absl::StrCat("cell ", cell), absl::StrCat(points), "not lawful");
      continue;
    }
    if (found->second.Total() != points)
      Tell(row.key, absl::StrCat("cell ", cell), absl::StrCat(points), found->second.Text());
    expected.cells.erase(found);
  }
  for (const auto& [cell, points] : expected.cells)
    Tell(row.key, absl::StrCat("cell ", cell), "not listed", absl::StrCat("lawful, ", points.Text()));
  for (const auto& [index, points] : row.exceptions) {
    const std::string& post = head_.posts[index].id;
    const auto found = expected.posts.find(post);
    ++outcome_.exceptions;
    const std::string stated = points.has_value() ? absl::StrCat(*points) : "forbidden";
    if (found == expected.posts.end()) {
      Tell(row.key, absl::StrCat("post ", post), stated, "no exception");
      continue;
    }
    const std::optional<Points>& should = found->second;
    if (should.has_value() != points.has_value() || (should.has_value() && should->Total() != *points)) {
      Tell(row.key, absl::StrCat("post ", post), stated, should.has_value() ? should->Text() : "forbidden");
    }
    expected.posts.erase(found);
  }
  for (const auto& [post, points] : expected.posts) {
    Tell(row.key, absl::StrCat("post ", post), "no exception",
         points.has_value() ? points->Text() : "forbidden");
  }
}

// Keys of the people to rebuild, chosen by the seed alone.
std::vector<std::string> Check::Sample() const {
  if (!options_.people.empty()) return options_.people;
  std::vector<std::string> keys;
  for (const auto& [key, person] : keys_) keys.push_back(key);
  if (options_.sample == 0 || options_.sample >= static_cast<int64_t>(keys.size())) return keys;
  uint64_t state = options_.seed;
  const auto next = [&state] {  // splitmix64 (Steele, Lea, Flood 2014)
    uint64_t z = (state += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  };
  for (int64_t i = 0; i < options_.sample; ++i)
    std::swap(keys[i], keys[i + static_cast<int64_t>(next() % (keys.size() - i))]);
  keys.resize(static_cast<size_t>(options_.sample));
  return keys;
}

absl::Status Check::CompareBatch(const std::set<std::string>& batch) {
  std::set<std::string> people;
  for (const std::string& key : batch) {
    if (!keys_.contains(key)) return absl::InvalidArgumentError(absl::StrCat("nobody has the key ", key));
    people.insert(keys_.at(key));
  }
  SELARAS_ASSIGN_OR_RETURN(const auto dossiers, facts_.ReadDossiers(people));
  std::set<std::string> missing = batch;
  SELARAS_RETURN_IF_ERROR(ReadInstance(
      options_.instance, [](const InstanceHead&) { return absl::OkStatus(); },
      [&](const PersonRow& row) {
        if (missing.erase(row.key) == 0) return absl::OkStatus();
        const std::string& person = keys_.at(row.key);
        const auto dossier = dossiers.find(person);
        if (dossier == dossiers.end() || !facts_.people.contains(person)) {
          Tell(row.key, "person", "there", "not among the facts");
        } else {
          ComparePerson(row, person, dossier->second);
        }
        return absl::OkStatus();
      }));
  for (const std::string& key : missing) Tell(key, "person", "missing", "has a key");
  return absl::OkStatus();
}

absl::StatusOr<Outcome> Check::Run() {
  int64_t unknown = 0;
  SELARAS_RETURN_IF_ERROR(ReadInstance(
      options_.instance,
      [&](const InstanceHead& head) {
        head_ = head;
        CompareHead();
        return absl::OkStatus();
      },
      [&](const PersonRow& row) {
        unknown += keys_.contains(row.key) ? 0 : 1;
        return absl::OkStatus();
      }));
  if (unknown > 0) Tell("persons", "rows without a key", absl::StrCat(unknown), "0");
  const std::vector<std::string> sample = Sample();
  for (size_t begin = 0; begin < sample.size(); begin += kBatch) {
    const size_t end = std::min(sample.size(), begin + kBatch);
    SELARAS_RETURN_IF_ERROR(
        CompareBatch(std::set<std::string>(sample.begin() + begin, sample.begin() + end)));
  }
  return std::move(outcome_);
}

}  // namespace

absl::StatusOr<Outcome> CheckRows(const CheckOptions& options) {
  SELARAS_ASSIGN_OR_RETURN(Asked asked, ReadAsked(options.plan));
  SELARAS_ASSIGN_OR_RETURN(const policy::Bundle policy, policy::Bundle::FromDirectory(options.policy));
  SELARAS_ASSIGN_OR_RETURN(Numbers numbers, ReadNumbers(policy, asked.day));
  const auto rules_file = std::find_if(policy.files().begin(), policy.files().end(),
                                       [](const policy::File& file) { return file.name == "rules.yaml"; });
  if (rules_file == policy.files().end()) return absl::InvalidArgumentError("the policy has no rules.yaml");
  SELARAS_ASSIGN_OR_RETURN(rules::RulePack pack, rules::RulePack::Parse("rules.yaml", rules_file->text));
  SELARAS_ASSIGN_OR_RETURN(ProvinceFacts facts, ProvinceFacts::Read(options.facts, asked.day));
  SELARAS_ASSIGN_OR_RETURN(auto keys, ReadKeys(options.keys));
  SELARAS_ASSIGN_OR_RETURN(const std::string hash, FileSha256(options.instance));
  const std::string instance_hash = asked.instance_hash, policy_hash = asked.policy_hash;
  Check check(options, std::move(asked), std::move(facts), std::move(numbers), std::move(pack),
              std::move(keys));
  if (hash != instance_hash) check.Tell("instance", "SHA-256", hash, instance_hash);
  if (policy.content_hash() != policy_hash)
    check.Tell("policy", "SHA-256", policy.content_hash(), policy_hash);
  return check.Run();
}

}  // namespace selaras::verify_rows
