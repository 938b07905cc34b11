// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QListWidget;

namespace netwright::widgets {
class MessageBanner;
}

namespace netwright::pages {

/// Where one starts: recent projects, samples, a new or an existing project.
class WelcomePage : public QWidget {
    Q_OBJECT

public:
    /// `newAction` and `openAction` belong to the window.
    WelcomePage(QAction* newAction, QAction* openAction, QWidget* parent = nullptr);

    void setRecent(const QStringList& files);
    void showError(const QString& error);

signals:
    void projectChosen(const QString& file);

private:
    QWidget* makeStart(QAction* newAction, QAction* openAction);
    QWidget* makeSamples();

    widgets::MessageBanner* m_banner;
    QListWidget* m_recent;
    QWidget* m_recentSide;
};

} // namespace netwright::pages
