#ifndef SELARAS_SERVICES_EVALUATION_DOMAIN_PANEL_REGRESSION_H_
#define SELARAS_SERVICES_EVALUATION_DOMAIN_PANEL_REGRESSION_H_

#include <Eigen/Core>
#include <optional>

namespace selaras::evaluation {

// β̂ of Y_ut = α_u + γ_t + β·D_ut + ε_ut by least squares on a balanced panel (rows = units, columns = months): after
// sweeping row and column means out of both, β̂ = Σ D̃Ỹ / Σ D̃² (Frisch-Waugh-Lovell). For one common month of the
// move it equals the difference-in-differences of means, which makes it a second way to the same number. nullopt:
// D varies neither between units nor between months once the means are out. REQUIRES: equal shapes.
std::optional<double> TwoWayFixedEffects(const Eigen::MatrixXd& values, const Eigen::MatrixXd& treatment);

}  // namespace selaras::evaluation

#endif  // SELARAS_SERVICES_EVALUATION_DOMAIN_PANEL_REGRESSION_H_
