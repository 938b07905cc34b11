// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>

namespace netwright::training {

/// Samples per second of late: both sums fade with a time constant, so that a slow step long ago is
/// forgotten.
class Throughput {
public:
    void add(double samples, double seconds)
    {
        constexpr double kMemorySeconds = 2.0;
        const double kept = std::exp(-seconds / kMemorySeconds);
        m_samples = m_samples * kept + samples;
        m_seconds = m_seconds * kept + seconds;
    }

    [[nodiscard]] double perSecond() const { return m_seconds > 0 ? m_samples / m_seconds : 0; }

private:
    double m_samples = 0;
    double m_seconds = 0;
};

} // namespace netwright::training
