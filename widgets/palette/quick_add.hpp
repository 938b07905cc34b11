// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/palette/found_layers.hpp"

#include <QWidget>

class QLabel;
class QLineEdit;
class QListView;

namespace netwright::widgets {

/// A small popup to choose a layer where the work is: type a part of its name, go with the arrows, Enter.
/// What does not fit is listed with the reason, and may be chosen all the same.
class QuickAdd : public QWidget {
    Q_OBJECT

public:
    explicit QuickAdd(QWidget* parent);

    /// `prompt` says what the layer will be linked to; `place` is on the screen, and what is `spared` there
    /// stays in sight.
    void open(QPoint place, const QRect& spared, const QString& prompt, std::vector<PaletteEntry> entries);
    [[nodiscard]] QLineEdit& search() const { return *m_search; }
    [[nodiscard]] QListView& list() const { return *m_list; }

signals:
    void chosen(const QString& layer);
    void closed(); ///< before chosen()

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void filter(const QString& text);
    void step(int rows);
    void choose(const QModelIndex& index);
    void showHelp();
    void fitList(); ///< as high as what it lists

    FoundLayers* m_found;
    QLineEdit* m_search;
    QListView* m_list;
    QLabel* m_help;
};

} // namespace netwright::widgets
