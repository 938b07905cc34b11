// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/mode.hpp"
#include "app/session/job.hpp"
#include "app/session/run_tasks.hpp"

#include <QWidget>

class QAction;
class QLayout;
class QLineEdit;
class QStackedWidget;

namespace netwright::session {
struct Workspace;
}
namespace netwright::widgets {
class EmptyState;
class FigureCard;
class MessageBanner;
} // namespace netwright::widgets

namespace netwright::pages {

class PageHeader;
class RunPicker;

/// Writes a trained network as an ONNX file and proves that the file computes the same.
class ExportPage : public QWidget {
    Q_OBJECT

public:
    explicit ExportPage(session::Workspace& workspace, QWidget* parent = nullptr);

    [[nodiscard]] RunPicker& picker() { return *m_picker; }
    [[nodiscard]] QAction* exportAction() const { return m_export; }
    void setFile(const QString& file);
    /// Of the last export; nothing before, or where it failed.
    [[nodiscard]] const std::optional<session::Exported>& exported() const { return m_exported; }

signals:
    void modeRequested(netwright::pages::Mode mode);
    void exportEnded();

private:
    QWidget* makeContent();
    QWidget* makeForm();
    QLayout* makeFileRow(QWidget* parent);
    QWidget* makeResult();
    void forget();
    void clearResult();
    void showAvailability();
    void chooseFile();
    void exportFile();
    void showResult(const Result<session::Exported>& result);

    session::Workspace& m_workspace;
    PageHeader* m_header;
    widgets::MessageBanner* m_banner;
    QStackedWidget* m_stack;
    widgets::EmptyState* m_empty;
    RunPicker* m_picker;
    QLineEdit* m_file;
    bool m_isFileChosen = false; ///< by the person: no longer follows the run
    QAction* m_export;
    QWidget* m_result;
    widgets::FigureCard* m_difference;
    widgets::FigureCard* m_samples;
    widgets::FigureCard* m_size;
    std::optional<session::Exported> m_exported;
    session::Job m_job;
};

} // namespace netwright::pages
