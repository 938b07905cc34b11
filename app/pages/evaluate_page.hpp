// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/mode.hpp"
#include "app/session/job.hpp"

#include "core/analysis/evaluation.hpp"

#include <QWidget>

class QAction;
class QComboBox;
class QLabel;
class QStackedWidget;

namespace netwright::session {
struct Workspace;
}
namespace netwright::widgets {
class ConfusionMatrix;
class EmptyState;
class FigureCard;
class MessageBanner;
} // namespace netwright::widgets

namespace netwright::pages {

class PageHeader;
class RunPicker;

/// What a trained network gets right and wrong on a part of the data.
class EvaluatePage : public QWidget {
    Q_OBJECT

public:
    explicit EvaluatePage(session::Workspace& workspace, QWidget* parent = nullptr);

    [[nodiscard]] RunPicker& picker() { return *m_picker; }
    [[nodiscard]] QAction* evaluateAction() const { return m_evaluate; }
    [[nodiscard]] bool isBusy() const { return m_job.isRunning(); }

signals:
    void modeRequested(netwright::pages::Mode mode);
    void evaluated();

private:
    QWidget* makeControls();
    QWidget* makeReport();
    QWidget* makeMatrixSide(QWidget* parent);
    QWidget* makeMistakesSide(QWidget* parent);
    void describe();
    void forget();
    void evaluate();
    void showAvailability();
    void showReport(const analysis::Report& report);
    void showMistakes(const analysis::Report& report);

    session::Workspace& m_workspace;
    PageHeader* m_header;
    widgets::MessageBanner* m_banner;
    QStackedWidget* m_stack; ///< nothing to evaluate, not yet evaluated, report
    widgets::EmptyState* m_empty;
    widgets::EmptyState* m_ready;
    RunPicker* m_picker;
    QComboBox* m_part;
    QAction* m_evaluate;
    widgets::FigureCard* m_metric;
    widgets::FigureCard* m_loss;
    widgets::FigureCard* m_rows;
    widgets::FigureCard* m_time;
    QWidget* m_matrixSide;
    widgets::ConfusionMatrix* m_matrix;
    QWidget* m_mistakesSide;
    QLabel* m_mistakes;
    session::Job m_job;
};

} // namespace netwright::pages
