// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/pages/dataset_settings.hpp"

#include "core/data/dataset.hpp"

#include <QWidget>

#include <functional>
#include <initializer_list>

class QLineEdit;

namespace netwright::session {
class ProjectDocument;
}
namespace netwright::widgets {
class DataTable;
class ParameterField;
class ParameterForm;
class TintedLabel;
class ShareBar;
} // namespace netwright::widgets

namespace netwright::pages {

class ColumnModel;

/// The settings of one dataset: its name, its source, how it is divided and scaled, and what columns that
/// gives. All edits go through the document.
class DatasetPanel : public QWidget {
    Q_OBJECT

public:
    explicit DatasetPanel(session::ProjectDocument& document, QWidget* parent = nullptr);

    void setDataset(const std::string& name);
    /// The file without which there is no data is not chosen yet.
    [[nodiscard]] bool isFileMissing() const;
    void chooseFile();

signals:
    void renamed(const QString& name);

private:
    QWidget* makeSection(const QString& title, std::initializer_list<QWidget*> contents);
    void refresh();
    void showOpen();
    void showColumns(const data::Dataset* open);
    [[nodiscard]] widgets::ParameterField* firstFile() const; ///< null: the source has none
    void showParts(const data::Dataset* open);
    void changeSource(const QString& id, const Value& value);
    void changeSetting(const QString& id, const Value& value);
    /// A file beside the project is named relative to it, so that both can be moved together.
    [[nodiscard]] Value besideProject(const QString& id, const Value& value) const;
    [[nodiscard]] QString nameFault() const; ///< empty: none
    void showNameFault();
    void rename();
    void edit(const QString& what, const QString& field,
              const std::function<void(data::DatasetSpec&)>& change);

    session::ProjectDocument& m_document;
    std::string m_name;
    TestPart m_testPart = TestPart::Chosen; ///< as the source had it when it was last open
    QLineEdit* m_nameEdit;
    widgets::TintedLabel* m_nameFault;
    widgets::ParameterForm* m_source;
    widgets::ParameterForm* m_settings;
    widgets::ShareBar* m_split;
    widgets::TintedLabel* m_ownTestPart;
    widgets::DataTable* m_columns;
    ColumnModel* m_columnModel;
};

} // namespace netwright::pages
