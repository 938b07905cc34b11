// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/network_page.hpp"
#include "app/pages/network_selector.hpp"
#include "app/pages/template_dialog.hpp"
#include "app/session/project_document.hpp"
#include "tests/app/pages/dialog_reply.hpp"
#include "widgets/graph/graph_view.hpp"
#include "widgets/graph/network_summary.hpp"

#include <QAction>
#include <QClipboard>
#include <QLabel>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace netwright;
using pages::TemplateDialog;
using tensor::ColumnType;

namespace {
const tensor::Column kClass { "kind", ColumnType::Category, {}, { "a", "b", "c" } };

TemplateDialog::Data pictures(std::int64_t side)
{
    return { "pictures", { { { "photo", ColumnType::Image, { 1, side, side } }, kClass } } };
}
TemplateDialog::Data table()
{
    return { "table", { { { "measured", ColumnType::Vector, { 6 } }, kClass } } };
}

template <class Object> Object& find(const QWidget& in, const char* name)
{
    return *in.findChild<Object*>(QLatin1String(name));
}

/// A document with generated pictures, open.
struct Desk {
    session::ProjectDocument document;
    std::unique_ptr<pages::NetworkPage> page;

    Desk()
    {
        project::Project project;
        data::DatasetSpec spec { .name = "toys", .source = "generated", .parameters = {}, .split = {} };
        spec.parameters = ParameterValues(data::findSource("generated")->parameters);
        spec.parameters.set("rows", std::int64_t { 50 });
        spec.parameters.set("classes", std::int64_t { 7 });
        project.datasets.push_back(spec);
        QSignalSpy opened(&document, &session::ProjectDocument::datasetsChanged);
        document.edit("Begin", project);
        while (!document.signature("toys") && opened.wait())
            continue;
        page = std::make_unique<pages::NetworkPage>(document);
        page->resize(1280, 800);
        page->show();
        (void)QTest::qWaitForWindowExposed(page.get());
    }

    void trigger(const char* name) const { find<QAction>(*page, name).trigger(); }
};
} // namespace

class TemplatesTest : public QObject {
    Q_OBJECT

private slots:
    void everyTemplateIsListedAndHasAPicture()
    {
        TemplateDialog dialog({});
        const auto& list = find<QListWidget>(dialog, "templates");
        QCOMPARE(list.count(), static_cast<int>(network::templates().size()));
        for (int row = 0; row < list.count(); ++row) {
            dialog.choose(network::templates()[static_cast<std::size_t>(row)].id);
            QCOMPARE(list.currentRow(), row);
            QVERIFY(list.item(row)->text().contains("parameters"));
            QVERIFY(find<QLabel>(dialog, "templatePicture").pixmap(Qt::ReturnByValue).width() > 50);
        }
    }

    void theFirstThatFitsIsSelected()
    {
        TemplateDialog dialog({ table() });
        QCOMPARE(dialog.network().name, std::string("logistic-regression"));
        QCOMPARE(dialog.network().dataset, std::string("table"));
        QCOMPARE(dialog.network().find("output")->parameters.integer("units"), 3);
    }

    void aTemplateTakesTheDatasetThatItFits()
    {
        TemplateDialog dialog({ table(), pictures(28) });
        dialog.choose("03-lenet-5");
        QVERIFY(find<QPushButton>(dialog, "addTemplate").isEnabled());
        QCOMPARE(dialog.network().dataset, std::string("pictures"));
    }

    void whatDoesNotFitSaysWhy()
    {
        TemplateDialog dialog({ pictures(9) });
        dialog.show();
        dialog.choose("03-lenet-5");
        QVERIFY(!find<QPushButton>(dialog, "addTemplate").isEnabled());
        const auto& reason = find<QLabel>(dialog, "templateMisfit");
        QVERIFY(reason.isVisible());
        QVERIFY2(reason.text().contains("kernel 5x5 is larger than its input"), qPrintable(reason.text()));
    }

    void aTemplateIsAddedByKeyboard()
    {
        Desk desk;
        const testing::DialogReply<TemplateDialog> reply([](TemplateDialog& dialog) {
            QTest::keyClick(&find<QListWidget>(dialog, "templates"), Qt::Key_Down);
            QTest::keyClick(&find<QListWidget>(dialog, "templates"), Qt::Key_Down);
            QTest::keyClick(&dialog, Qt::Key_Return);
        });
        desk.trigger("templateNetwork");
        QVERIFY(reply.isGiven());
        const auto* network = desk.document.project().network("lenet-5");
        QVERIFY(network);
        QCOMPARE(network->dataset, std::string("toys"));
        QCOMPARE(network->find("output")->parameters.integer("units"), 7);
        QCOMPARE(desk.page->selector().current(), std::string("lenet-5"));
        QCOMPARE(desk.document.undoStack().undoText(), QString("Add lenet-5"));
        desk.document.undoStack().undo();
        QVERIFY(desk.document.project().networks.empty());
    }

    void aTemplateOpensWithAllOfItInView()
    {
        Desk desk;
        const testing::DialogReply<TemplateDialog> reply([](TemplateDialog& dialog) {
            dialog.choose("06-resnet-20");
            dialog.accept();
        });
        desk.trigger("templateNetwork");
        const auto& canvas = find<widgets::GraphView>(*desk.page, "canvas");
        QVERIFY(canvas.network().nodes.size() > 8);
        QTRY_VERIFY(
            canvas.mapToScene(canvas.viewport()->rect()).boundingRect().contains(canvas.graph().nodesRect()));
    }

    void theEmptyPageLeadsToTheTemplates()
    {
        Desk desk;
        const testing::DialogReply<TemplateDialog> reply([](TemplateDialog& dialog) {
            dialog.choose("06-resnet-20");
            QTest::mouseClick(&find<QPushButton>(dialog, "addTemplate"), Qt::LeftButton);
        });
        for (auto* button : desk.page->findChildren<QPushButton*>()) {
            if (button->text() == "From a template…")
                QTest::mouseClick(button, Qt::LeftButton);
        }
        QVERIFY(reply.isGiven());
        QVERIFY(desk.document.project().network("resnet-20"));
    }

    void aNetworkIsCopiedAsCode_data()
    {
        QTest::addColumn<QByteArray>("action");
        QTest::addColumn<QString>("line");
        QTest::newRow("PyTorch") << QByteArray("pytorchNetwork") << "self.output = nn.Linear(784, 7)";
        QTest::newRow("Keras") << QByteArray("kerasNetwork") << "output = layers.Dense(7, name=\"output\")";
    }
    void aNetworkIsCopiedAsCode()
    {
        QFETCH(QByteArray, action);
        QFETCH(QString, line);
        Desk desk;
        QVERIFY(!find<QAction>(*desk.page, action).isEnabled());
        const testing::DialogReply<TemplateDialog> reply([](TemplateDialog& dialog) { dialog.accept(); });
        desk.trigger("templateNetwork");
        desk.trigger(action);
        const auto code = QGuiApplication::clipboard()->text();
        QVERIFY2(code.contains(line), qPrintable(code));
    }

    void whatIsFaultyIsSaidWhenCodeIsCopied()
    {
        Desk desk;
        const testing::DialogReply<TemplateDialog> reply([](TemplateDialog& dialog) { dialog.accept(); });
        desk.trigger("templateNetwork");
        auto after = desk.document.project();
        auto& network = after.networks.back();
        network.find(network.find(std::string_view("output"))->id)
            ->parameters.set("units", std::int64_t { 64 });
        desk.document.edit(QStringLiteral("Break it"), std::move(after));
        QSignalSpy told(&desk.page->selector(), &pages::NetworkSelector::told);
        desk.trigger("pytorchNetwork");
        QCOMPARE(told.size(), 1);
        QVERIFY2(told[0][0].toString().contains(QStringLiteral("without what is faulty: ")),
                 qPrintable(told[0][0].toString()));
    }

    void aNetworkThatIsNotFinishedIsNotCopied()
    {
        Desk desk;
        desk.page->selector().addNetwork();
        QSignalSpy told(&desk.page->selector(), &pages::NetworkSelector::told);
        QGuiApplication::clipboard()->setText("before");
        desk.trigger("pytorchNetwork");
        QCOMPARE(told.size(), 1);
        QVERIFY(told[0][0].toString().startsWith("Not copied: "));
        QCOMPARE(QGuiApplication::clipboard()->text(), QString("before"));
    }
};

QTEST_MAIN(TemplatesTest)
#include "templates_test.moc"
