// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QHBoxLayout;

namespace netwright::widgets {

/// Where one is: the network, and the blocks entered, each a button that leads back to it.
class BreadcrumbBar : public QFrame {
    Q_OBJECT

public:
    explicit BreadcrumbBar(QWidget* parent = nullptr);

    /// From the network inwards. Hidden where there is but one.
    void setPlaces(const QStringList& places);
    [[nodiscard]] const QStringList& places() const { return m_places; }

signals:
    /// The depth to go back to: 0 is the network.
    void chosen(int depth);

private:
    QStringList m_places;
    QHBoxLayout* m_row;
};

} // namespace netwright::widgets
