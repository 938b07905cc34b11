// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.hpp"
#include "core/tensor/column.hpp"

#include <QWidget>

#include <string>

class QAction;
class QComboBox;
class QMenu;

namespace netwright::network {
struct Network;
}
namespace netwright::session {
class ProjectDocument;
}

namespace netwright::pages {

/// Chooses one of the project's networks and the dataset that it is for; makes, copies, renames and deletes
/// networks.
class NetworkSelector : public QWidget {
    Q_OBJECT

public:
    explicit NetworkSelector(session::ProjectDocument& document, QWidget* parent = nullptr);

    /// Empty where the project has no network.
    [[nodiscard]] const std::string& current() const { return m_current; }
    void choose(const std::string& network);

    void addNetwork(); ///< an empty one
    void addStartingNetwork(); ///< a small one that fits the data
    void addTemplate(); ///< one that comes with the program; asks which
    void duplicateNetwork();
    void renameNetwork(); ///< asks for the name
    void deleteNetwork();
    void copyAsPyTorch(); ///< to the clipboard
    void copyAsKeras();
    /// All of these, for a menu of the window.
    [[nodiscard]] QList<QAction*> commands() const;
    /// Another one for the menu of the network that is shown.
    void addCommand(QAction* action);

signals:
    void chosen(); ///< another network, or another project
    void begun(); ///< an empty network, after chosen()
    void madeFromTemplate(); ///< likewise
    void told(const QString& sentence); ///< what a command did, or why it did nothing

private:
    void fillMenus();
    QAction* addAction(QMenu& menu, const char* id, const char* icon, const QString& text,
                       void (NetworkSelector::*command)());
    void refresh();
    [[nodiscard]] std::string datasetForNew() const;
    using Code = Result<std::string>(const network::Network&, const tensor::Signature&);
    void copyCode(const QString& framework, Code& codeOf);
    void showDatasets();
    void chooseDataset(const QString& name);

    session::ProjectDocument& m_document;
    std::string m_current;
    int m_index = 0; ///< of the current one in the project: what to show once it is gone
    QComboBox* m_networks;
    QComboBox* m_datasets;
    QMenu* m_newMenu;
    QMenu* m_menu; ///< of the network that is shown
    QList<QAction*> m_needNetwork;
};

} // namespace netwright::pages
