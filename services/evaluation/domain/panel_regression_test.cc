#include "services/evaluation/domain/panel_regression.h"

#include <gmock/gmock.h>

#include <Eigen/QR>
#include <random>

#include "absl/strings/str_cat.h"

namespace selaras::evaluation {
namespace {

// The regression as it is written: one dummy per unit, one per month but the first, solved by QR.
double ByDummies(const Eigen::MatrixXd& values, const Eigen::MatrixXd& treatment) {
  const Eigen::Index n = values.rows(), t = values.cols();
  Eigen::MatrixXd x = Eigen::MatrixXd::Zero(n * t, 1 + n + t - 1);
  Eigen::VectorXd y(n * t);
  for (Eigen::Index u = 0; u < n; ++u) {
    for (Eigen::Index m = 0; m < t; ++m) {
      const Eigen::Index row = u * t + m;
      y(row) = values(u, m);
      x(row, 0) = treatment(u, m);
      x(row, 1 + u) = 1;
      if (m > 0) x(row, n + m) = 1;
    }
  }
  return x.colPivHouseholderQr().solve(y)(0);
}

TEST(PanelRegressionTest, AsWithDummies) {
  std::mt19937_64 random(99);
  std::normal_distribution<double> bell;
  for (int round = 0; round < 20; ++round) {
    SCOPED_TRACE(absl::StrCat("seed 99, round ", round));
    Eigen::MatrixXd values(5 + round % 4, 6 + round % 3),
        treatment = Eigen::MatrixXd::Zero(values.rows(), values.cols());
    for (Eigen::Index u = 0; u < values.rows(); ++u) {
      for (Eigen::Index m = 0; m < values.cols(); ++m) {
        // Also staggered starts: the sweep must hold for any treatment.
        treatment(u, m) = u < 3 && m >= 2 + u % (1 + round % 3) ? 1 : 0;
        values(u, m) =
            10 * static_cast<double>(u) + static_cast<double>(m * m) + bell(random) + 2.5 * treatment(u, m);
      }
    }
    const auto beta = TwoWayFixedEffects(values, treatment);
    ASSERT_TRUE(beta.has_value());
    EXPECT_NEAR(*beta, ByDummies(values, treatment), 1e-8);
  }
}

TEST(PanelRegressionTest, NobodyTreatedHasNoEffect) {
  const Eigen::MatrixXd values = Eigen::MatrixXd::Random(4, 5);
  EXPECT_EQ(TwoWayFixedEffects(values, Eigen::MatrixXd::Zero(4, 5)), std::nullopt);
  EXPECT_EQ(TwoWayFixedEffects(values, Eigen::MatrixXd::Ones(4, 5)), std::nullopt);
}

}  // namespace
}  // namespace selaras::evaluation
