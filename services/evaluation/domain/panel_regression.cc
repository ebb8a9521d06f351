#include "services/evaluation/domain/panel_regression.h"

namespace selaras::evaluation {
namespace {

Eigen::MatrixXd Sweep(const Eigen::MatrixXd& matrix) {
  Eigen::MatrixXd swept = matrix;
  swept.colwise() -= matrix.rowwise().mean();
  swept.rowwise() -= matrix.colwise().mean();
  swept.array() += matrix.mean();
  return swept;
}

}  // namespace

std::optional<double> TwoWayFixedEffects(const Eigen::MatrixXd& values, const Eigen::MatrixXd& treatment) {
  const Eigen::MatrixXd d = Sweep(treatment);
  const double variation = d.squaredNorm();
  if (variation < 1e-12) return std::nullopt;
  return d.cwiseProduct(Sweep(values)).sum() / variation;
}

}  // namespace selaras::evaluation
