// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/palette/found_layers.hpp"
#include "widgets/palette/popup_place.hpp"

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

    struct Offer {
        QString prompt; ///< what the layer will be linked to
        QString note; ///< what to know beforehand; may be empty
        std::vector<PaletteEntry> entries;
    };
    /// In the room that the place leaves it, what is spared in sight.
    void open(const PopupPlace& place, Offer offer);
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
    void fitHelp();
    [[nodiscard]] QString helpOf(const QModelIndex& index) const;
    void fitList(); ///< as high as what it lists

    FoundLayers* m_found;
    QLineEdit* m_search;
    QLabel* m_note;
    QListView* m_list;
    int m_highestList;
    QLabel* m_help;
};

} // namespace netwright::widgets
