// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/form/layer_picture.hpp"

#include "widgets/form/shape_sketch.hpp"
#include "widgets/graph/node_card.hpp"
#include "widgets/theme.hpp"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace netwright::widgets {

namespace {
    constexpr double kLargestImage = 48;
    constexpr int kHeight = 11 * kGrid;
    constexpr int kCurveWidth = 16 * kGrid;
    constexpr double kMiddle = 36; ///< of what is drawn above the captions
    constexpr double kArrow = 7 * kGrid;
    constexpr double kApart = 3 * kGrid;

    /// What a block calls so need not be a whole number, nor the other there.
    std::optional<int> wholeNumber(const ParameterValues& values, const std::string& id)
    {
        const auto it = values.all().find(id);
        const auto* number = it == values.all().end() ? nullptr : std::get_if<std::int64_t>(&it->second);
        return number ? std::optional(static_cast<int>(*number)) : std::nullopt;
    }

    std::optional<QSize> kernelOf(const ParameterValues& values)
    {
        const auto height = wholeNumber(values, "kernel_height");
        const auto width = wholeNumber(values, "kernel_width");
        return height && width ? std::optional(QSize(*width, *height)) : std::nullopt;
    }
} // namespace

LayerPicture::LayerPicture(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("layerPicture"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    hide();
}

void LayerPicture::setLayer(const layers::LayerKind& kind, const ParameterValues& values,
                            const network::NodeFacts* facts)
{
    m_category = kind.category;
    m_curve = kind.curve;
    m_values = values;
    m_inputs = facts ? facts->inputs : std::vector<tensor::Shape> {};
    m_outputs = facts ? facts->outputs : std::vector<tensor::Shape> {};
    m_kernel = kernelOf(values);
    QStringList texts;
    for (const auto& shape : m_inputs)
        texts << shapeText(shape);
    const auto made = m_outputs.empty() ? tr("a loss") : shapeText(m_outputs.front());
    setAccessibleName(m_curve ? tr("The curve of %1").arg(QString::fromStdString(kind.title))
                              : tr("From %1 to %2").arg(texts.join(tr(" and ")), made));
    setVisible(m_curve || (facts && !(m_inputs.empty() && m_outputs.empty())));
    update();
}

QSize LayerPicture::sizeHint() const { return { 30 * kGrid, kHeight }; }
QSize LayerPicture::minimumSizeHint() const { return { 0, kHeight }; }

void LayerPicture::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBackground(palette().window());
    if (m_curve)
        paintCurve(painter);
    else
        paintShapes(painter);
}

void LayerPicture::paintCurve(QPainter& painter) const
{
    constexpr double kReach = 4; // x from -4 to 4
    constexpr int kSteps = 128;
    const QRectF box(0.5, 0.5, kCurveWidth, kHeight - 1);
    const auto valueAt = [this](double x) { return m_curve(x, m_values); };
    double lowest = 0;
    double highest = 0;
    for (int i = 0; i <= kSteps; ++i) {
        const auto y = valueAt(kReach * (2.0 * i / kSteps - 1));
        lowest = std::min(lowest, y);
        highest = std::max(highest, y);
    }
    const double span = std::max(highest - lowest, 1e-6) * 1.15;
    const auto at = [&](double x, double y) {
        return QPointF(box.center().x() + x / kReach * box.width() / 2,
                       box.center().y() - (y - (highest + lowest) / 2) / span * box.height());
    };
    painter.setPen(QPen(colour(Meaning::Line), 1));
    painter.drawLine(QPointF(box.left(), at(0, 0).y()), QPointF(box.right(), at(0, 0).y()));
    painter.drawLine(QPointF(at(0, 0).x(), box.top()), QPointF(at(0, 0).x(), box.bottom()));
    QPainterPath path(at(-kReach, valueAt(-kReach)));
    for (int i = 1; i <= kSteps; ++i) {
        const double x = kReach * (2.0 * i / kSteps - 1);
        path.lineTo(at(x, valueAt(x)));
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(categoryColour(m_category), 2));
    painter.drawPath(path);
}

double LayerPicture::imageScale() const
{
    std::int64_t largest = 1;
    for (const auto& shapes : { m_inputs, m_outputs }) {
        for (const auto& shape : shapes) {
            if (shape.rank() == 3)
                largest = std::max({ largest, shape[1], shape[2] });
        }
    }
    return kLargestImage / static_cast<double>(largest);
}

void LayerPicture::paintShapes(QPainter& painter) const
{
    const auto scale = imageScale();
    const auto ink = categoryColour(m_category);
    double x = 1;
    const auto put = [&](const tensor::Shape& shape, const QString& caption) {
        ShapeSketch sketch(shape, scale);
        const double room
            = std::max(sketch.size().width(),
                       QFontMetricsF(widgets::font(TextRole::Caption)).horizontalAdvance(caption));
        sketch.moveTo({ x + (room - sketch.size().width()) / 2, kMiddle });
        sketch.paint(painter, ink);
        paintCaption(painter, sketch, caption);
        x += room + kApart;
        return sketch;
    };
    std::vector<ShapeSketch> inputs;
    for (const auto& shape : m_inputs)
        inputs.push_back(put(shape, shapeText(shape)));
    const double arrow = x;
    if (!m_inputs.empty())
        x += kArrow + kApart;
    const auto output
        = m_outputs.empty() ? put({}, tr("loss")) : put(m_outputs.front(), shapeText(m_outputs.front()));
    if (inputs.empty())
        return;
    if (m_kernel && inputs.front().isImage() && output.isImage())
        paintWindow(painter, inputs.front(), output);
    else if (m_category == layers::Category::Dense && m_inputs.front().rank() == 1 && m_outputs.size() == 1
             && m_outputs.front().rank() == 1)
        paintSum(painter, inputs.front(), output);
    else
        paintArrow(painter, arrow, kMiddle);
}

void LayerPicture::paintArrow(QPainter& painter, double left, double y) const
{
    constexpr double kHead = 5;
    const double right = left + kArrow;
    painter.setPen(QPen(colour(Meaning::Quiet), 1.5));
    painter.drawLine(QPointF(left, y), QPointF(right - kHead, y));
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour(Meaning::Quiet));
    painter.drawPolygon(
        QPolygonF({ { right, y }, { right - kHead, y - kHead * 0.7 }, { right - kHead, y + kHead * 0.7 } }));
}

void LayerPicture::paintCaption(QPainter& painter, const ShapeSketch& sketch, const QString& text) const
{
    painter.setFont(widgets::font(TextRole::Caption));
    painter.setPen(colour(Meaning::Quiet));
    const auto middle = sketch.cells().front().united(sketch.face()).center().x();
    painter.drawText(QRectF(middle - 100, kHeight - 2 * kGrid, 200, 2 * kGrid), Qt::AlignCenter, text);
}

/// The window on the larger image, at one place, and the pixel of the other that goes with it.
void LayerPicture::paintWindow(QPainter& painter, const ShapeSketch& input, const ShapeSketch& output) const
{
    const bool isEnlarging = output.face().width() > input.face().width();
    const auto large = isEnlarging ? output.face() : input.face();
    const auto small = isEnlarging ? input.face() : output.face();
    const auto scale = imageScale();
    const QSizeF size = QSizeF(m_kernel->width() * scale, m_kernel->height() * scale)
                            .expandedTo({ 4, 4 })
                            .boundedTo(large.size());
    constexpr double kPlace = 0.3; // of what the window can slide
    const QRectF window(
        large.topLeft()
            + QPointF(kPlace * (large.width() - size.width()), kPlace * (large.height() - size.height())),
        size);
    const QSizeF dot = QSizeF(3, 3).boundedTo(small.size());
    const QRectF pixel(
        small.topLeft()
            + QPointF(kPlace * (small.width() - dot.width()), kPlace * (small.height() - dot.height())),
        dot);
    auto faint = colour(Meaning::Quiet);
    faint.setAlphaF(0.7F);
    painter.setPen(QPen(faint, 1));
    painter.drawLine(window.topLeft(), pixel.topLeft());
    painter.drawLine(window.bottomLeft(), pixel.bottomLeft());
    painter.drawLine(window.topRight(), pixel.topRight());
    painter.drawLine(window.bottomRight(), pixel.bottomRight());
    painter.setPen(QPen(colour(Meaning::Accent), 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(window);
    painter.setBrush(colour(Meaning::Accent));
    painter.drawRect(pixel);
}

/// From every cell to every cell.
void LayerPicture::paintSum(QPainter& painter, const ShapeSketch& input, const ShapeSketch& output) const
{
    auto faint = colour(Meaning::Quiet);
    faint.setAlphaF(0.35F);
    painter.setPen(QPen(faint, 1));
    for (const auto& to : output.cells()) {
        for (const auto& from : input.cells())
            painter.drawLine(QPointF(from.right(), from.center().y()), QPointF(to.left(), to.center().y()));
    }
}

} // namespace netwright::widgets
