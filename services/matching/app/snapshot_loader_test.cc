#include "services/matching/app/snapshot_loader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "libs/testing/status_matchers.h"

namespace selaras::matching {
namespace {

using ::selaras::testing::IsOk;

constexpr absl::CivilDay kToday(2026, 3, 1);

// A registry in memory that counts what is asked of it.
class CountedRegistry final : public RegistryReader, public SnapshotReader {
 public:
  CountedRegistry() {
    province.agencies = {{"a", "A"}};
    province.districts = {{"d1"}, {"d2"}};
    province.org_units = {{"u1", "", "a", "", "d1"}, {"u2", "", "a", "", "d2"}};
    Position clerk;
    clerk.id = "clerk";
    clerk.technical = {{"FILING", 2}};
    province.positions = {clerk};
    province.posts = {{"p1", "u1", "clerk", "a", "d1", 20}, {"p2", "u2", "clerk", "a", "d2", 20}};
    for (int i = 0; i < 20; ++i) {
      Person person;
      person.id = absl::StrCat("e", i + 10);
      person.profile_revision = 1;
      person.post = i % 2 == 0 ? "p1" : "p2";
      province.persons.push_back(person);
    }
  }

  absl::StatusOr<Province> ReadProvince(const CallScope&, ReadAt& at, const ReadProgress&) override {
    ++whole;
    at.revision = revision;
    return province;
  }
  absl::StatusOr<std::vector<Position>> ReadPositions(const CallScope&, const ReadAt&) override {
    return province.positions;
  }
  absl::StatusOr<ProfileRevisions> ReadProfileRevisions(const CallScope&, const ReadAt& at) override {
    ProfileRevisions result{{revision, at.effective_date}, {}};
    for (const Person& person : province.persons)
      result.entries.push_back({person.id, person.profile_revision});
    return result;
  }
  absl::StatusOr<std::vector<std::pair<std::string, Competency>>> ReadCompetencies(
      const CallScope&, const ReadAt&, absl::Span<const std::string> employees) override {
    std::vector<std::pair<std::string, Competency>> result;
    for (const std::string& id : employees) {
      vectors_asked.insert(id);
      Competency competency;
      competency.core.fill(static_cast<int>(Of(id).profile_revision % 5));
      competency.core_age_months.fill(1);
      result.emplace_back(id, competency);
    }
    return result;
  }
  absl::StatusOr<int64_t> ReadNewestRevision(const CallScope&) override { return revision; }
  absl::StatusOr<Province> ReadStructure(const CallScope&, const ReadAt&) override {
    Province structure = province;
    structure.persons.clear();
    return structure;
  }
  absl::StatusOr<std::vector<Person>> ReadPersons(const CallScope&, const ReadAt&,
                                                  absl::Span<const std::string> employees) override {
    std::vector<Person> persons;
    for (const std::string& id : employees) persons.push_back(Of(id));
    return persons;
  }

  Person& Of(const std::string& id) {
    return *std::find_if(province.persons.begin(), province.persons.end(),
                         [&](const Person& person) { return person.id == id; });
  }
  void Change(const std::string& id, const std::string& post) {
    Of(id).post = post;
    Of(id).profile_revision = ++revision;
  }

  Province province;
  int64_t revision = 1;
  int whole = 0;
  std::set<std::string> vectors_asked;
};

class SnapshotLoaderTest : public ::testing::Test {
 protected:
  std::shared_ptr<const SnapshotFacts> Load(const SnapshotFacts* before, absl::CivilDay day = kToday) {
    registry_.whole = 0;
    registry_.vectors_asked.clear();
    CallScope call;
    call.tenant = "t";
    call.clock = &clock_;
    auto facts = loader_.Load(call, day, before);
    EXPECT_THAT(facts, IsOk());
    return *facts;
  }
  // What following gave is what loading everything gives.
  void ExpectWhole(const SnapshotFacts& facts) {
    const auto fresh = Load(nullptr, *facts.at.effective_date);
    EXPECT_EQ(facts.at.revision, fresh->at.revision);
    EXPECT_EQ(facts.vectors, fresh->vectors);
    ASSERT_EQ(facts.province->persons().size(), fresh->province->persons().size());
    for (size_t i = 0; i < fresh->province->persons().size(); ++i) {
      const Person &one = facts.province->persons()[i], &two = fresh->province->persons()[i];
      EXPECT_EQ(one.id, two.id);
      EXPECT_EQ(one.post, two.post);
      EXPECT_EQ(one.profile_revision, two.profile_revision);
    }
    EXPECT_EQ(facts.province->posts().size(), fresh->province->posts().size());
  }

  SystemClock clock_;
  CountedRegistry registry_;
  NoVectorCache cache_;
  VectorSource vectors_{registry_, cache_};
  SnapshotLoader loader_{registry_, registry_, vectors_};
};

TEST_F(SnapshotLoaderTest, ReadsOnlyWhoChanged) {
  const auto first = Load(nullptr);
  EXPECT_EQ(registry_.whole, 1);
  EXPECT_EQ(first->persons_read, 20);
  registry_.Change("e11", "p1");
  Person newcomer = registry_.Of("e12");
  newcomer.id = "e05";
  newcomer.profile_revision = ++registry_.revision;
  registry_.province.persons.push_back(newcomer);
  registry_.province.persons.erase(registry_.province.persons.begin() + 9);  // e19
  const auto second = Load(first.get());
  EXPECT_EQ(registry_.whole, 0);
  EXPECT_EQ(second->persons_read, 2);
  EXPECT_EQ(registry_.vectors_asked, (std::set<std::string>{"e05", "e11"}));
  EXPECT_LT(second->province->FindPerson("e19"), 0);
  ExpectWhole(*second);
}

TEST_F(SnapshotLoaderTest, ReadsEverybodyOnAnotherDay) {
  const auto first = Load(nullptr);
  registry_.Change("e11", "p1");
  const auto second = Load(first.get(), kToday + 1);
  EXPECT_EQ(registry_.whole, 1);
  EXPECT_EQ(registry_.vectors_asked.size(), 20);
  ExpectWhole(*second);
}

TEST_F(SnapshotLoaderTest, ReadsEverybodyWhereAPostWentElsewhereOrManyChanged) {
  const auto first = Load(nullptr);
  registry_.province.posts[0].org_unit = "u2";
  ++registry_.revision;
  const auto second = Load(first.get());
  EXPECT_EQ(registry_.whole, 1);
  ExpectWhole(*second);
  for (const char* id : {"e10", "e11", "e12", "e13", "e14"}) registry_.Change(id, "p2");
  const auto third = Load(second.get());
  EXPECT_EQ(registry_.whole, 1);
  ExpectWhole(*third);
}

TEST_F(SnapshotLoaderTest, FollowsPostsAlways) {
  const auto first = Load(nullptr);
  registry_.province.posts.push_back({"p3", "u1", "clerk", "a", "d1", 3});
  registry_.province.posts[1].ceiling = 7;
  ++registry_.revision;
  const auto second = Load(first.get());
  EXPECT_EQ(registry_.whole, 0);
  EXPECT_EQ(second->persons_read, 0);
  EXPECT_EQ(second->province->posts()[second->province->FindPost("p2")].ceiling, 7);
  ExpectWhole(*second);
}

}  // namespace
}  // namespace selaras::matching
