#include "libs/policy/signature.h"

#include "absl/strings/str_replace.h"
#include "libs/testing/status_matchers.h"

namespace selaras::policy {
namespace {

using ::selaras::testing::FailsWith;
using ::selaras::testing::IsOk;

Bundle Of(absl::string_view text) {
  return *Bundle::FromFiles({{"weights.yaml", std::string(text)}});
}

TEST(SignatureTest, SignedContentVerifiesAndAnyOtherDoesNot) {
  const KeyPair keys = NewKeyPair();
  Bundle bundle = Of("fit: 1000\n");
  SELARAS_ASSERT_OK_AND_ASSIGN(const std::string signature, Sign(bundle, keys.secret_key));
  bundle.set_signature(signature);
  EXPECT_THAT(Verify(bundle, {NewKeyPair().public_key, keys.public_key}), IsOk());

  Bundle changed = Of("fit: 1001\n");
  changed.set_signature(signature);
  EXPECT_THAT(Verify(changed, {keys.public_key}),
              FailsWith(absl::StatusCode::kPermissionDenied, "POLICY_SIGNATURE_WRONG"));
  // Naming the new content in the old signature does not help.
  changed.set_signature(absl::StrReplaceAll(signature, {{bundle.content_hash(), changed.content_hash()}}));
  EXPECT_THAT(Verify(changed, {keys.public_key}),
              FailsWith(absl::StatusCode::kPermissionDenied, "POLICY_SIGNATURE_WRONG"));
}

TEST(SignatureTest, UntrustedKeyMissingAndMalformedSignaturesAreRefused) {
  const KeyPair keys = NewKeyPair();
  Bundle bundle = Of("fit: 1000\n");
  EXPECT_THAT(Verify(bundle, {keys.public_key}),
              FailsWith(absl::StatusCode::kPermissionDenied, "POLICY_UNSIGNED"));
  bundle.set_signature(*Sign(bundle, keys.secret_key));
  EXPECT_THAT(Verify(bundle, {NewKeyPair().public_key}),
              FailsWith(absl::StatusCode::kPermissionDenied, "POLICY_SIGNATURE_WRONG"));
  bundle.set_signature("selaras-policy-signature 1\nkey 00\n");
  EXPECT_THAT(Verify(bundle, {keys.public_key}),
              FailsWith(absl::StatusCode::kPermissionDenied, "POLICY_SIGNATURE_WRONG"));
  EXPECT_THAT(Sign(bundle, "abc").status(), testing::StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace selaras::policy
