// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/style_sheet.hpp"

#include <QApplication>
#include <QPalette>

#include <initializer_list>
#include <utility>

namespace netwright::widgets {

namespace {
    constexpr const char* kSurfaces = R"(
QToolTip { background: @raised; color: @text; border: 1px solid @line; padding: 5px 7px; }
QMainWindow::separator { background: @line; width: 1px; height: 1px; }
QSplitter::handle { background: @line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QSplitter[gap="true"]::handle { background: transparent; }
QSplitter[gap="true"]::handle:horizontal { width: 8px; }
QSplitter[gap="true"]::handle:vertical { height: 8px; }
QFrame[card="true"] { background: @base; border: 1px solid @line; border-radius: 8px; }
QStatusBar { background: @window; border-top: 1px solid @line; }
QStatusBar::item { border: none; }
QMenuBar { background: @window; border-bottom: 1px solid @line; padding: 2px; }
QMenuBar::item { padding: 4px 9px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: @hover; }
QMenu { background: @raised; border: 1px solid @line; padding: 4px; }
QMenu::item { padding: 5px 28px 5px 10px; border-radius: 4px; }
QMenu::icon { padding-left: 6px; }
QMenu::item:selected { background: @soft; color: @text; }
QMenu::item:disabled { color: @faint; background: transparent; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
QScrollArea { background: transparent; border: none; }
QGroupBox { border: 1px solid @line; border-radius: 8px; margin-top: 10px; padding-top: 8px; }
QGroupBox::title { subcontrol-origin: margin; left: 10px; padding: 0 4px; color: @quiet; }
)";

    constexpr const char* kButtons = R"(
QPushButton { background: @base; border: 1px solid @edge; border-radius: 6px; padding: 5px 12px; min-height: 18px; }
QPushButton:hover { background: @hover; }
QPushButton:pressed { background: @soft; }
QPushButton:focus { border: 1px solid @accent; }
QPushButton:disabled { color: @faint; border-color: @line; background: @window; }
QPushButton[primary="true"] { background: @fill; border-color: @fill; color: #ffffff; }
QPushButton[primary="true"]:hover { background: @fillHover; border-color: @fillHover; }
QPushButton[primary="true"]:focus { border: 1px solid @text; }
QPushButton[primary="true"]:disabled { background: @line; border-color: @line; color: @faint; }
QPushButton::menu-indicator { image: url(:/icons/arrow-down.svg); width: 14px; height: 14px;
    subcontrol-origin: padding; subcontrol-position: center right; right: 6px; }
QPushButton[menu="true"] { padding-right: 26px; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 4px; }
QToolButton:hover { background: @hover; }
QToolButton:pressed, QToolButton:checked { background: @soft; }
QToolButton:focus { border: 1px solid @accent; }
QToolButton:disabled { color: @faint; }
QToolButton[primary="true"] { background: @fill; color: #ffffff; padding: 4px 10px; }
QToolButton[primary="true"]:hover { background: @fillHover; }
QToolButton[primary="true"]:focus { border: 1px solid @text; }
QToolButton[primary="true"]:disabled { background: @line; color: @faint; }
QToolButton::menu-indicator { image: none; }
QTabBar { qproperty-drawBase: 0; }
QTabBar::tab { padding: 6px 12px; border: none; border-bottom: 2px solid transparent; color: @quiet; }
QTabBar::tab:selected { border-bottom: 2px solid @accent; color: @text; }
QTabBar::tab:hover { color: @text; }
QTabBar::tab:focus { color: @accent; }
QTabWidget::pane { border: none; border-top: 1px solid @line; }
)";

    constexpr const char* kFields = R"(
QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit, QTextEdit {
    background: @base; border: 1px solid @edge; border-radius: 6px; padding: 4px 7px;
    selection-background-color: @fill; selection-color: #ffffff; }
QLineEdit, QComboBox, QAbstractSpinBox { min-height: 18px; }
QLineEdit:hover, QComboBox:hover, QAbstractSpinBox:hover { border-color: @quiet; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus, QPlainTextEdit:focus, QTextEdit:focus {
    border: 1px solid @accent; }
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled {
    background: @window; color: @faint; border-color: @line; }
QLineEdit[invalid="true"], QAbstractSpinBox[invalid="true"], QComboBox[invalid="true"] { border: 1px solid @bad; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url(:/icons/arrow-down.svg); width: 14px; height: 14px; }
QComboBox QAbstractItemView { background: @raised; border: 1px solid @edge; padding: 3px; outline: none; }
QComboBox QAbstractItemView::item { min-height: 20px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; width: 18px; background: transparent; }
QAbstractSpinBox::up-arrow { image: url(:/icons/arrow-up.svg); width: 12px; height: 12px; }
QAbstractSpinBox::down-arrow { image: url(:/icons/arrow-down.svg); width: 12px; height: 12px; }
QProgressBar { background: @line; border: none; border-radius: 4px; max-height: 8px; min-height: 8px; }
QProgressBar::chunk { background: @fill; border-radius: 4px; }
)";

    constexpr const char* kViews = R"(
QAbstractItemView { background: @base; alternate-background-color: @alternate; border: none; outline: none;
    selection-background-color: @soft; selection-color: @text; }
QTableView { gridline-color: @line; }
QListView[links="true"] { activate-on-singleclick: 1; }
QListView::item, QTreeView::item { padding: 4px 6px; border-radius: 4px; }
QListView::item:hover, QTreeView::item:hover { background: @hover; }
QListView::item:selected, QTreeView::item:selected { background: @soft; color: @text; }
QTableView::item:selected { background: @soft; }
QHeaderView { background: @window; }
QHeaderView::section { background: @window; color: @quiet; border: none; border-bottom: 1px solid @line;
    padding: 6px 4px; }
QHeaderView::up-arrow { image: url(:/icons/arrow-up.svg); width: 12px; height: 12px; }
QHeaderView::down-arrow { image: url(:/icons/arrow-down.svg); width: 12px; height: 12px; }
QTableCornerButton::section { background: @window; border: none; }
QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 11px; }
QScrollBar:horizontal { height: 11px; }
QScrollBar::handle { background: @edge; border-radius: 4px; margin: 2px; }
QScrollBar::handle:hover { background: @quiet; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
)";
} // namespace

QString styleSheet()
{
    const bool dark = currentScheme() == Scheme::Dark;
    const QPalette palette = QApplication::palette();
    const auto name = [&](QPalette::ColorRole role) { return palette.color(role).name(); };
    const std::initializer_list<std::pair<const char*, QString>> colours {
        // Longer names first: each is replaced as plain text.
        { "@fillHover", dark ? "#4f7fe8" : "#2550b4" },
        { "@fill", dark ? "#3f6fd8" : "#2f5fd0" },
        { "@window", name(QPalette::Window) },
        { "@alternate", name(QPalette::AlternateBase) },
        { "@accent", colour(Meaning::Accent).name() },
        { "@raised", dark ? "#262b35" : "#ffffff" },
        { "@hover", dark ? "#2a303b" : "#eceff4" },
        { "@quiet", colour(Meaning::Quiet).name() },
        { "@faint", palette.color(QPalette::Disabled, QPalette::Text).name() },
        { "@base", name(QPalette::Base) },
        { "@soft", dark ? "#2b3a5c" : "#dde7fb" },
        { "@text", name(QPalette::Text) },
        { "@line", colour(Meaning::Line).name() },
        { "@edge", dark ? "#454d5b" : "#c3cad4" },
        { "@bad", colour(Meaning::Bad).name() },
    };
    QString sheet = QString::fromUtf8(kSurfaces) + kButtons + kFields + kViews;
    for (const auto& [key, value] : colours)
        sheet.replace(key, value);
    return sheet;
}

} // namespace netwright::widgets
