#include "services/verify_log/verify.h"

#include <algorithm>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/verify_log/testing/check.h"
#include "services/verify_log/testing/tiny_log.h"

namespace selaras::verify_log {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

const std::string kSecret(32, 'k');
const std::string kOther(32, 'o');

std::string Replaced(std::string text, const std::string& from, const std::string& to) {
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(VerifyLogTest, EverySizeIsOk) {
  for (int64_t size = 1; size <= 70; ++size) {
    EXPECT_EQ(Check(TinyLog::Of(size, 1 + size % 7).Text(), {kSecret}), "OK") << size;
  }
}

TEST(VerifyLogTest, AForgedLeafIsNamedByTheCheckpointThatDoesNotFit) {
  const TinyLog log = TinyLog::Of(9, 3);
  const std::vector<std::string> notes = {log.Note(3), log.Note(6), log.Note(9)};
  TinyLog forged = log;
  forged.leaves[4] = LeafOfContent("cases/4", std::string(32, 'z'));
  EXPECT_THAT(Check(forged.Text(notes)), AllOf(StartsWith("leaf 5: "), HasSubstr("leaves 3 to 5")));
}

TEST(VerifyLogTest, LeavesCannotBeSwappedDroppedDoubledOrAdded) {
  const TinyLog log = TinyLog::Of(8, 4);
  const std::vector<std::string> notes = {log.Note(4), log.Note(8)};
  for (size_t i = 0; i < 8; ++i) {
    for (size_t j = i + 1; j < 8; ++j) {
      TinyLog swapped = log;
      std::swap(swapped.leaves[i], swapped.leaves[j]);
      EXPECT_THAT(Check(swapped.Text(notes)), StartsWith("leaf ")) << i << " " << j;
    }
    // The header's count goes with them, as a forger would write it.
    TinyLog dropped = log;
    dropped.leaves.erase(dropped.leaves.begin() + static_cast<int64_t>(i));
    dropped.checkpoints.back() = 7;
    EXPECT_THAT(Check(dropped.Text(notes)), StartsWith("leaf ")) << i;
    TinyLog doubled = log;
    doubled.leaves.insert(doubled.leaves.begin() + static_cast<int64_t>(i), log.leaves[i]);
    doubled.checkpoints.back() = 9;
    EXPECT_THAT(Check(doubled.Text(notes)), StartsWith("leaf ")) << i;
  }
  TinyLog longer = log;
  longer.leaves.push_back("unsigned");
  EXPECT_EQ(Check(longer.Text(notes)), "leaf 9: no checkpoint covers the last leaves");
}

TEST(VerifyLogTest, CheckpointsCannotBeForgedMovedOrDropped) {
  const TinyLog log = TinyLog::Of(6, 3);
  TinyLog forger = log;
  forger.secret = kOther;
  // Signed by another key, under the true key's name in the header.
  EXPECT_THAT(Check(log.Text({log.Note(3), forger.Note(6)})), HasSubstr("signature does not fit"));
  EXPECT_THAT(Check(log.Text({log.Note(6), log.Note(6)})),
              HasSubstr("signed over 6 leaves and stands after 3"));
  EXPECT_THAT(Check(log.Text({log.Note(3), log.Note(3)})),
              HasSubstr("signed over 3 leaves and stands after 6"));
  TinyLog renamed = log;
  renamed.origin = "selaras.other/evidence";
  EXPECT_THAT(Check(log.Text({log.Note(3), renamed.Note(6)})), HasSubstr("another log"));
  EXPECT_THAT(Check(Replaced(log.Text(), "c\n" + log.Note(3), "")), StartsWith("leaf "));
  EXPECT_THAT(Check(Replaced(log.Text(), "c\n" + log.Note(3), "c\n" + log.Note(3) + "c\n" + log.Note(3))),
              StartsWith("leaf "));
}

TEST(VerifyLogTest, OnlyTrustedKeysCount) {
  const std::string text = TinyLog::Of(3, 2).Text();
  EXPECT_EQ(Check(text, {kOther, kSecret}), "OK");
  EXPECT_EQ(Check(text, {kOther}), "leaf 0: the log is signed by a key that was not given");
  TinyLog forged = TinyLog::Of(3, 2);
  forged.secret = kOther;
  EXPECT_EQ(Check(forged.Text()), "OK") << "a file forged whole agrees with itself";
  EXPECT_EQ(Check(forged.Text(), {kSecret}), "leaf 0: the log is signed by a key that was not given");
}

// After a change of keys, the older checkpoints stay signed by the older key.
TEST(VerifyLogTest, KeysMayFollowEachOther) {
  const TinyLog log = TinyLog::Of(4, 2);
  TinyLog later = log;
  later.secret = kOther;
  const std::string first_key = "key " + Base64(PublicKeyOf(kSecret)) + "\n";
  const std::string second_key = "key " + Base64(PublicKeyOf(kOther)) + "\n";
  const std::string both = std::min(first_key, second_key) + std::max(first_key, second_key);
  const std::string text = log.Text({log.Note(2), later.Note(4)});
  EXPECT_THAT(Check(text), HasSubstr("signature does not fit"));
  EXPECT_EQ(Check(Replaced(text, first_key, both), {kSecret, kOther}), "OK");
  EXPECT_THAT(Check(Replaced(text, first_key, both), {kSecret}), HasSubstr("not given"));
  EXPECT_EQ(Check(Replaced(log.Text(), first_key, both)), "leaf 3: a key in the file signed nothing");
  EXPECT_THAT(Check(Replaced(log.Text(), first_key, first_key + first_key)),
              HasSubstr("header is malformed"));
}

TEST(VerifyLogTest, WhatHasNoEndIsWrong) {
  const std::string text = TinyLog::Of(5, 2).Text();
  for (size_t size = 0; size < text.size(); ++size) {
    EXPECT_NE(Check(text.substr(0, size), {kSecret}), "OK") << size;
  }
  EXPECT_NE(Check(text + "\n", {kSecret}), "OK");
  EXPECT_NE(Check(text + text, {kSecret}), "OK");
}

TEST(VerifyLogTest, ALineThatNeverEndsTakesNoMemory) {
  EXPECT_THAT(Check(Replaced(TinyLog::Of(1, 1).Text(), "l ", "l " + std::string(1 << 20, 'A'))),
              HasSubstr("too long"));
}

std::string ContentsOf(const std::vector<int>& numbers) {
  std::string text = "selaras-contents 1\n";
  for (const int i : numbers) {
    static constexpr char kHex[] = "0123456789abcdef";
    const char salt = static_cast<char>('a' + i % 26);
    text += "o ";
    for (int byte = 0; byte < 32; ++byte) text += {kHex[salt >> 4], kHex[salt & 15]};
    text += " " + Base64(ContentOf("cases/" + std::to_string(i))) + "\n";
  }
  return text + "end\n";
}

TEST(VerifyLogTest, ContentsOpenTheirLeaves) {
  const std::string log = TinyLog::Of(9, 4).Text();
  EXPECT_EQ(Check(log, {kSecret}, ContentsOf({})), "OK");
  EXPECT_EQ(Check(log, {kSecret}, ContentsOf({7, 0, 3})), "OK");
  EXPECT_EQ(Check(log, {kSecret}, ContentsOf({7, 9, 3})),
            "content 1: no leaf of the log commits to this content");
  EXPECT_EQ(Check(log, {kSecret}, Replaced(ContentsOf({0}), "o 61", "o 62")),
            "content 0: no leaf of the log commits to this content");
  EXPECT_EQ(Check(log, {kSecret}, Replaced(ContentsOf({0}), "o 61", "o ")),
            "content 0: the line is malformed");
  EXPECT_EQ(Check(log, {kSecret}, "selaras-contents 1\n"),
            "content 0: the file ends early or holds a line that is too long");
}

TEST(VerifyLogTest, NoAlteredByteOfContentsIsOk) {
  const std::string log = TinyLog::Of(3, 3).Text();
  const std::string contents = ContentsOf({1, 2});
  for (size_t at = 0; at < contents.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string altered = contents;
      altered[at] = static_cast<char>(altered[at] ^ (1 << bit));
      EXPECT_NE(Check(log, {kSecret}, altered), "OK") << at << " " << bit;
    }
  }
}

// Fields in another order, lengths in another spelling, and texts that end early are no contents.
TEST(VerifyLogTest, ContentsHaveOneSpelling) {
  const std::string salt(32, 's');
  const std::string head = "selaras-content 1\nservice 0:\nkind 0:\nsubject 0:\nactor 0:\ntime 0\n";
  EXPECT_NE(LeafOf(salt, head + "fields 2\nfield 1:a 0:\nfield 1:b 0:\n"), "");
  EXPECT_EQ(LeafOf(salt, head + "fields 2\nfield 1:b 0:\nfield 1:a 0:\n"), "");
  EXPECT_EQ(LeafOf(salt, head + "fields 1\nfield 01:a 0:\n"), "");
  EXPECT_EQ(LeafOf(salt, head + "fields 1\nfield 9:a 0:\n"), "");
  EXPECT_EQ(LeafOf(salt, head + "fields 1\nfield -1:a 0:\n"), "");
  EXPECT_EQ(LeafOf(salt, head + "fields 0\nfield 1:a 0:\n"), "");
  EXPECT_EQ(LeafOf(salt, head + "fields -1\n"), "");
  EXPECT_EQ(LeafOf(salt, head + "fields 9223372036854775807\n"), "");
}

}  // namespace
}  // namespace selaras::verify_log
