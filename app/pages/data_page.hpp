// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <string>

class QAction;
class QComboBox;
class QListWidget;
class QMenu;
class QProgressBar;
class QSplitter;
class QStackedWidget;
class QTabBar;

namespace netwright::session {
class ProjectDocument;
class SampleModel;
} // namespace netwright::session
namespace netwright::widgets {
class DataTable;
class EmptyState;
class ImageGrid;
class MessageBanner;
} // namespace netwright::widgets

namespace netwright::pages {

class DatasetPanel;
class PageHeader;

/// The datasets of the project: which there are, what they hold, how they are divided.
class DataPage : public QWidget {
    Q_OBJECT

public:
    explicit DataPage(session::ProjectDocument& document, QWidget* parent = nullptr);

    void addDataset(const std::string& source);
    void selectDataset(const std::string& name);

private:
    QWidget* makeList();
    QWidget* makeSamples();
    QMenu* makeAddMenu(QWidget* parent);
    QAction* makeRemoveAction();
    void removeDataset();
    void showList();
    void showCurrent();
    void showSamples();

    session::ProjectDocument& m_document;
    std::string m_current;
    PageHeader* m_header;
    widgets::MessageBanner* m_banner;
    QProgressBar* m_progress;
    QStackedWidget* m_stack; ///< empty or content
    widgets::EmptyState* m_empty;
    QSplitter* m_content;
    QAction* m_remove;
    QListWidget* m_list;
    DatasetPanel* m_panel;
    QTabBar* m_views;
    QComboBox* m_part;
    QStackedWidget* m_sampleStack;
    widgets::ImageGrid* m_grid;
    widgets::DataTable* m_table;
    session::SampleModel* m_samples;
};

} // namespace netwright::pages
