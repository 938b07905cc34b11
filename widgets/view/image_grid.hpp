// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractScrollArea>
#include <QPointer>

class QAbstractItemModel;

namespace netwright::widgets {

/// Pictures with captions, of any number of rows: only what is in view is asked for and painted. The model
/// gives a QImage as DecorationRole and the caption as DisplayRole; a picture that is not there yet shows as
/// an empty frame.
class ImageGrid : public QAbstractScrollArea {
    Q_OBJECT

public:
    explicit ImageGrid(QWidget* parent = nullptr);

    /// Null: none. `imageColumn` and `captionColumn` are columns of the model; -1: no caption.
    void setModel(QAbstractItemModel* model, int imageColumn, int captionColumn);
    [[nodiscard]] int currentRow() const { return m_current; }
    [[nodiscard]] int columns() const;

signals:
    void currentRowChanged(int row);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] int rows() const;
    [[nodiscard]] QRect cell(int row) const; ///< in the viewport
    void updateScrollBar();
    void setCurrent(int row);
    void paintCell(QPainter& painter, int row) const;

    QPointer<QAbstractItemModel> m_model;
    int m_imageColumn = 0;
    int m_captionColumn = -1;
    int m_current = -1;
};

} // namespace netwright::widgets
