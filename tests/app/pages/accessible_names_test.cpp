// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever the keyboard reaches in Network mode says what it is.
#include "app/pages/network_page.hpp"
#include "app/session/project_document.hpp"
#include "core/project/project.hpp"
#include "widgets/graph/graph_view.hpp"

#include <QAccessible>
#include <QDockWidget>
#include <QTest>

using namespace netwright;

class AccessibleNamesTest : public QObject {
    Q_OBJECT

private slots:
    void everyControlOfTheNetworkPageHasAName_data();
    void everyControlOfTheNetworkPageHasAName();
};

void AccessibleNamesTest::everyControlOfTheNetworkPageHasAName_data()
{
    QTest::addColumn<int>("selected");
    QTest::newRow("nothing selected") << 0;
    QTest::newRow("one layer") << 1;
    QTest::newRow("several layers") << 2;
}

void AccessibleNamesTest::everyControlOfTheNetworkPageHasAName()
{
    QFETCH(int, selected);
    session::ProjectDocument document;
    document.edit(
        "Begin",
        *project::load(std::filesystem::path(NETWRIGHT_SOURCE_DIR) / "samples" / "fashion-mnist.netwright"));
    pages::NetworkPage page(document);
    for (auto* panel : page.findChildren<QDockWidget*>())
        panel->show();
    page.resize(1400, 1000);
    page.show();
    QVERIFY(QTest::qWaitForWindowExposed(&page));
    auto* canvas = page.findChild<widgets::GraphView*>("canvas");
    widgets::Selection selection;
    for (const auto& node : canvas->network().nodes) {
        if (static_cast<int>(selection.nodes.size()) < selected && node.layer == "conv2d")
            selection.nodes.insert(node.id);
    }
    for (const auto& node : canvas->network().nodes) {
        if (static_cast<int>(selection.nodes.size()) < selected && node.layer == "dense")
            selection.nodes.insert(node.id);
    }
    QCOMPARE(static_cast<int>(selection.nodes.size()), selected);
    canvas->select(selection);
    QCoreApplication::processEvents();
    int controls = 0;
    for (auto* widget : page.findChildren<QWidget*>()) {
        const bool isControl = widget->isVisible() && widget->focusPolicy() & Qt::TabFocus
            && !widget->focusProxy() && widget->objectName() != QStringLiteral("qt_spinbox_lineedit");
        if (!isControl)
            continue;
        ++controls;
        auto* accessible = QAccessible::queryAccessibleInterface(widget);
        QVERIFY(accessible);
        QVERIFY2(!accessible->text(QAccessible::Name).isEmpty(),
                 qPrintable(QStringLiteral("%1 \"%2\" in %3")
                                .arg(widget->metaObject()->className(), widget->objectName(),
                                     widget->parentWidget()->metaObject()->className())));
    }
    QVERIFY(controls > 10);
}

QTEST_MAIN(AccessibleNamesTest)
#include "accessible_names_test.moc"
