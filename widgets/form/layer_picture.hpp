// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/analysis.hpp"

#include <QWidget>

#include <optional>

namespace netwright::widgets {

class ShapeSketch;

/// A layer at work: what it is fed and what it makes, in their shapes, with the window that it slides or the
/// sums that it takes; of a function of each number, its curve. Drawn from the layer's own data.
class LayerPicture : public QWidget {
    Q_OBJECT

public:
    explicit LayerPicture(QWidget* parent = nullptr);

    /// Without facts there is a curve or nothing: then it hides.
    void setLayer(const layers::LayerKind& kind, const ParameterValues& values,
                  const network::NodeFacts* facts);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    using Curve = double (*)(double x, const ParameterValues& parameters);

    void paintCurve(QPainter& painter) const;
    void paintShapes(QPainter& painter) const;
    void paintArrow(QPainter& painter, double left, double y) const;
    void paintCaption(QPainter& painter, const ShapeSketch& sketch, const QString& text) const;
    void paintWindow(QPainter& painter, const ShapeSketch& input, const ShapeSketch& output) const;
    void paintSum(QPainter& painter, const ShapeSketch& input, const ShapeSketch& output) const;
    [[nodiscard]] double imageScale() const;

    layers::Category m_category {};
    Curve m_curve = nullptr;
    ParameterValues m_values;
    std::vector<tensor::Shape> m_inputs;
    std::vector<tensor::Shape> m_outputs;
    std::optional<QSize> m_kernel;
};

} // namespace netwright::widgets
