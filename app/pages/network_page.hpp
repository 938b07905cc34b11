// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/advice.hpp"
#include "core/training/recipe.hpp"

#include <QWidget>

#include <functional>
#include <map>
#include <memory>
#include <optional>

class QAction;
class QDockWidget;
class QMainWindow;
class QStackedWidget;

namespace netwright::session {
class BlockLibrary;
class ProjectDocument;
} // namespace netwright::session
namespace netwright::widgets {
class EditActions;
class EmptyState;
class BreadcrumbBar;
class GraphActions;
class GraphView;
class LayerPalette;
class NetworkSummary;
class NodeForm;
class ProblemList;
} // namespace netwright::widgets

namespace netwright::pages {

class BlockCommands;
class BlockPalette;
class CanvasActions;
class NetworkJobs;
class LayerFinder;
class NetworkProblems;
class NetworkSelector;
class NetworkTable;
class NetworkText;

/// Where a network is built: the palette, the canvas, the form of the selected layer, and what is wrong. It
/// shows the document and turns every edit of its widgets into one edit of the document.
class NetworkPage : public QWidget {
    Q_OBJECT

public:
    explicit NetworkPage(session::ProjectDocument& document, QWidget* parent = nullptr);
    ~NetworkPage() override;

    /// Cut, copy and so on: for the menu. They work while the canvas has the keyboard.
    [[nodiscard]] QList<QAction*> editActions() const;
    [[nodiscard]] QList<QAction*> blockActions() const;
    [[nodiscard]] QList<QAction*> problemActions() const;
    [[nodiscard]] QList<QAction*> viewActions() const; ///< zooming, of the canvas too
    [[nodiscard]] QList<QAction*> panelActions() const; ///< show or hide each
    /// Says something under the canvas, for a few seconds.
    void tell(const QString& message);
    [[nodiscard]] NetworkSelector& selector() const { return *m_selector; }
    /// The panels' places, to be remembered.
    [[nodiscard]] QByteArray saveLayout();
    void restoreLayout(const QByteArray& layout);
    /// Whether what is moved stands on the grid, to be remembered too.
    [[nodiscard]] bool isSnapping() const;
    void setSnapping(bool isSnapping);
    /// Whether arranged layers glide to their places.
    void setAnimated(bool isAnimated);
    /// What the canvas shows: for the View menu.
    [[nodiscard]] CanvasActions& canvasActions() const { return *m_canvasActions; }
    /// It has favourites to be remembered.
    [[nodiscard]] widgets::LayerPalette& layerPalette() const { return *m_palette; }

protected:
    bool event(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeHeader();
    QWidget* makePanelButton(QWidget* parent);
    QDockWidget* addPanel(const QString& name, const QString& title, Qt::DockWidgetArea area,
                          QWidget* content, const QString& iconName);
    void addPanelKeys(QDockWidget& panel, const QString& toolTip, const QKeySequence& keys);
    void makePanels();
    void arrangePanels();
    void makeRoomForText(bool isShown);
    void sayHowToBegin(); ///< on an empty canvas
    void makeRoomForCanvas(); ///< in a narrow window: hides what there is no room for
    void connectDocument();
    void connectCanvas();
    void connectPanels();
    void connectMessages();
    void showProblems(); ///< or the text, where that has a fault; hides them where they are shown

    void refresh(); ///< what the document has, where it differs from what is shown
    void analyse(const network::Network& whole, const network::TrainingData& training);
    void showNetwork(const network::Network& whole, const network::TrainingData& training);
    void showAnother(); ///< another network than before
    void showForm();
    void commit(const network::Network& after, const QString& what, int mergeKey = -1); ///< of this canvas
    void commitWhole(const network::Network& whole, const QString& what);
    /// Changes the nodes that the form shows; `change` says what it did. Edits of one field join in the
    /// history; an empty one never does.
    void editNodes(const QString& field, const std::function<QString(network::Node&)>& change);
    void setParameters(const QStringList& ids, const Value& value);
    void rename(const QString& name);
    [[nodiscard]] const network::Network* network() const; ///< with all its canvases
    [[nodiscard]] const tensor::Signature* signature() const;

    session::ProjectDocument& m_document;
    session::BlockLibrary* m_library;
    NetworkSelector* m_selector;
    QStackedWidget* m_pages;
    widgets::EmptyState* m_empty;
    QMainWindow* m_workplace; ///< the canvas amid its panels
    widgets::GraphView* m_canvas;
    widgets::GraphActions* m_actions;
    CanvasActions* m_canvasActions;
    widgets::EditActions* m_edits;
    widgets::BreadcrumbBar* m_places;
    BlockCommands* m_blocks;
    widgets::LayerPalette* m_palette;
    widgets::NodeForm* m_form;
    BlockPalette* m_blockPalette;
    LayerFinder* m_finder;
    widgets::ProblemList* m_problemList;
    NetworkProblems* m_problems;
    NetworkTable* m_table = nullptr;
    NetworkText* m_text = nullptr;
    widgets::NetworkSummary* m_summary;
    NetworkJobs* m_jobs;
    QDockWidget* m_problemPanel = nullptr;
    QDockWidget* m_palettePanel = nullptr;
    QDockWidget* m_formPanel = nullptr;
    QDockWidget* m_tablePanel = nullptr;
    QDockWidget* m_textPanel = nullptr;
    QDockWidget* m_historyPanel = nullptr;
    int m_formWidth = 0; ///< as it was before the text took its place
    bool m_hasTextRoom = false;
    bool m_isNarrow = false;
    bool m_hasHiddenPalette = false; ///< for want of room
    std::optional<tensor::Signature> m_shownSignature;
    std::int64_t m_shownRows = 0;
    training::Recipe m_shownRecipe;
    std::map<std::string, tensor::Signature> m_otherDatasets; ///< where the network's own is not there
    std::shared_ptr<const network::Analysis> m_analysis; ///< of the canvas; null before the first one
    std::optional<network::Analysis> m_whole; ///< of all canvases, where this one is a block's
    bool m_isAnalysed = false;
};

} // namespace netwright::pages
