// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/view/image_grid.hpp"

#include "widgets/theme.hpp"

#include <QAbstractItemModel>
#include <QImage>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace netwright::widgets {

namespace {
    constexpr int kPicture = 10 * kGrid;
    constexpr int kCaption = 2 * kGrid + 2;
    constexpr int kCellWidth = kPicture + 2 * kGrid;
    constexpr int kCellHeight = kPicture + kCaption + 2 * kGrid;
} // namespace

ImageGrid::ImageGrid(QWidget* parent)
    : QAbstractScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setBackgroundRole(QPalette::Base);
    viewport()->setAutoFillBackground(true);
    setAccessibleName(tr("Pictures"));
    verticalScrollBar()->setSingleStep(kCellHeight / 2);
}

void ImageGrid::setModel(QAbstractItemModel* model, int imageColumn, int captionColumn)
{
    if (m_model)
        m_model->disconnect(this);
    m_model = model;
    m_imageColumn = imageColumn;
    m_captionColumn = captionColumn;
    m_current = -1;
    if (m_model) {
        connect(m_model, &QAbstractItemModel::dataChanged, this, [this] { viewport()->update(); });
        connect(m_model, &QAbstractItemModel::modelReset, this, [this] {
            m_current = -1;
            updateScrollBar();
        });
    }
    verticalScrollBar()->setValue(0);
    updateScrollBar();
}

int ImageGrid::columns() const { return std::max(1, (viewport()->width() - kGrid) / kCellWidth); }
int ImageGrid::rows() const { return m_model ? m_model->rowCount() : 0; }

QRect ImageGrid::cell(int row) const
{
    const int x = kGrid + row % columns() * kCellWidth;
    const int y = kGrid + row / columns() * kCellHeight - verticalScrollBar()->value();
    return { x, y, kCellWidth, kCellHeight };
}

void ImageGrid::updateScrollBar()
{
    const int lines = (rows() + columns() - 1) / columns();
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setRange(0, std::max(0, lines * kCellHeight + 2 * kGrid - viewport()->height()));
    viewport()->update();
}

void ImageGrid::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    updateScrollBar();
}

void ImageGrid::paintEvent(QPaintEvent*)
{
    QPainter painter(viewport());
    const int top = std::max(0, verticalScrollBar()->value() - kGrid) / kCellHeight;
    const int bottom = (verticalScrollBar()->value() + viewport()->height()) / kCellHeight;
    const int end = std::min(rows(), (bottom + 1) * columns());
    for (int row = top * columns(); row < end; ++row)
        paintCell(painter, row);
}

void ImageGrid::paintCell(QPainter& painter, int row) const
{
    const QRect box = cell(row).adjusted(2, 2, -2, -2);
    const QRect picture(cell(row).x() + kGrid, cell(row).y() + kGrid, kPicture, kPicture);
    if (row == m_current) {
        QColor fill = colour(Meaning::Accent);
        painter.setPen(fill);
        fill.setAlphaF(0.15F);
        painter.setBrush(fill);
        painter.drawRoundedRect(box, 6, 6);
    }
    const auto image = m_model->index(row, m_imageColumn).data(Qt::DecorationRole).value<QImage>();
    if (image.isNull()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(palette().alternateBase());
        painter.drawRoundedRect(picture, 4, 4);
    } else {
        // Small pictures are shown pixel by pixel: smoothing would lie about the data.
        painter.setRenderHint(QPainter::SmoothPixmapTransform,
                              image.width() > kPicture || image.height() > kPicture);
        QRect target(QPoint(), image.size().scaled(picture.size(), Qt::KeepAspectRatio));
        target.moveCenter(picture.center());
        painter.drawImage(target, image);
    }
    if (m_captionColumn < 0)
        return;
    painter.setPen(colour(Meaning::Quiet));
    painter.setFont(widgets::font(TextRole::Caption));
    const QRect caption(box.x(), picture.bottom() + 2, box.width(), kCaption);
    const QString text = m_model->index(row, m_captionColumn).data().toString();
    painter.drawText(caption, Qt::AlignCenter,
                     painter.fontMetrics().elidedText(text, Qt::ElideRight, caption.width() - 4));
}

void ImageGrid::setCurrent(int row)
{
    row = std::clamp(row, 0, rows() - 1);
    if (row == m_current)
        return;
    m_current = row;
    const QRect box = cell(row);
    if (box.top() < 0)
        verticalScrollBar()->setValue(verticalScrollBar()->value() + box.top() - kGrid);
    else if (box.bottom() > viewport()->height())
        verticalScrollBar()->setValue(verticalScrollBar()->value() + box.bottom() - viewport()->height()
                                      + kGrid);
    viewport()->update();
    emit currentRowChanged(row);
}

void ImageGrid::mousePressEvent(QMouseEvent* event)
{
    const QPoint at = event->position().toPoint();
    const int column = (at.x() - kGrid) / kCellWidth;
    const int line = (at.y() + verticalScrollBar()->value() - kGrid) / kCellHeight;
    const int row = line * columns() + column;
    if (column >= 0 && column < columns() && row < rows())
        setCurrent(row);
}

void ImageGrid::keyPressEvent(QKeyEvent* event)
{
    if (rows() == 0) {
        QAbstractScrollArea::keyPressEvent(event);
        return;
    }
    const int page = std::max(1, viewport()->height() / kCellHeight) * columns();
    switch (event->key()) {
    case Qt::Key_Left:
        return setCurrent(m_current - 1);
    case Qt::Key_Right:
        return setCurrent(m_current + 1);
    case Qt::Key_Up:
        return setCurrent(m_current - columns());
    case Qt::Key_Down:
        return setCurrent(m_current + columns());
    case Qt::Key_PageUp:
        return setCurrent(m_current - page);
    case Qt::Key_PageDown:
        return setCurrent(m_current + page);
    case Qt::Key_Home:
        return setCurrent(0);
    case Qt::Key_End:
        return setCurrent(rows() - 1);
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

} // namespace netwright::widgets
