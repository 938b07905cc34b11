// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/column_model.hpp"
#include "app/pages/dataset_settings.hpp"
#include "app/pages/runs_model.hpp"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QSortFilterProxyModel>
#include <QtTest>

using namespace netwright;
using namespace netwright::pages;

namespace {
runs::RunInfo runWith(const std::string& name, runs::RunState state, std::int64_t epochs, double loss)
{
    runs::RunInfo run;
    run.name = name;
    run.state = state;
    run.started = "2026-01-02T03:04:05Z";
    run.facts.epochs = 10;
    run.outcome.epochs = epochs;
    run.outcome.validation = { { "accuracy", 0.9 }, { "loss", loss } };
    return run;
}
} // namespace

class ModelsTest : public QObject {
    Q_OBJECT

private slots:
    void runsKeepTheRulesOfModels();
    void runsAreSortedAsNumbersNotAsTexts();
    void theFiguresOfRunsSayWhatTheyAreOf();
    void aRunKeepsItsColourWhenAnotherComes();
    void columnsKeepTheRulesOfModels();
    void namesThatLookLikeHtmlStandInToolTipsAsTheyAre();
    void aSettingIsWrittenWhereItWasRead_data();
    void aSettingIsWrittenWhereItWasRead();
};

void ModelsTest::runsKeepTheRulesOfModels()
{
    RunsModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setRuns({ runWith("a", runs::RunState::Running, 1, 0.5) });
    QSignalSpy reset(&model, &RunsModel::modelReset);
    QSignalSpy changed(&model, &RunsModel::dataChanged);
    model.setRuns({ runWith("a", runs::RunState::Finished, 10, 0.4) });
    QCOMPARE(reset.count(), 0); // the selection stays
    QCOMPARE(changed.count(), 1);
    QCOMPARE(model.index(0, RunsModel::State).data().toString(), QStringLiteral("finished"));
    QCOMPARE(model.index(0, RunsModel::Epochs).data().toString(), QStringLiteral("10 of 10"));
    model.setRuns({});
    QCOMPARE(model.rowCount(), 0);
}

void ModelsTest::runsAreSortedAsNumbersNotAsTexts()
{
    RunsModel model;
    model.setRuns({ runWith("a", runs::RunState::Finished, 10, 0.05),
                    runWith("b", runs::RunState::Finished, 9, 10),
                    runWith("c", runs::RunState::Finished, 2, 9) });
    QSortFilterProxyModel sorted;
    sorted.setSortRole(RunsModel::SortRole);
    sorted.setSourceModel(&model);
    const auto order = [&](int column) {
        sorted.sort(column);
        QString names;
        for (int row = 0; row < sorted.rowCount(); ++row)
            names += sorted.index(row, RunsModel::Name).data().toString();
        return names;
    };
    QCOMPARE(order(RunsModel::Epochs), QStringLiteral("cba"));
    QCOMPARE(order(RunsModel::Loss), QStringLiteral("acb"));
}

void ModelsTest::theFiguresOfRunsSayWhatTheyAreOf()
{
    RunsModel model;
    auto run = runWith("a", runs::RunState::Finished, 10, 0.05);
    run.outcome.test = { { "accuracy", 0.75 }, { "loss", 0.5 } };
    run.outcome.train = { { "accuracy", 0.95 }, { "loss", 0.01 } };
    const auto title
        = [&](int column) { return model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString(); };
    model.setRuns({ run });
    QCOMPARE(title(RunsModel::Loss), QStringLiteral("Validation loss"));
    QCOMPARE(title(RunsModel::Metric), QStringLiteral("Validation accuracy"));
    QCOMPARE(title(RunsModel::Test), QStringLiteral("Test accuracy"));
    QCOMPARE(model.index(0, RunsModel::Test).data().toString(), QStringLiteral("75.00 %"));
    run.outcome.validation.clear();
    model.setRuns({ run });
    QCOMPARE(title(RunsModel::Loss), QStringLiteral("Training loss"));
    QCOMPARE(model.index(0, RunsModel::Loss).data().toString(), QStringLiteral("0.01"));
    QVERIFY(!model.index(0, RunsModel::Loss).data(Qt::ToolTipRole).toString().isEmpty());
}

void ModelsTest::aRunKeepsItsColourWhenAnotherComes()
{
    RunsModel model;
    const auto old = runWith("old", runs::RunState::Finished, 1, 1);
    model.setRuns({ old });
    const int before = model.series(0);
    model.setRuns({ runWith("new", runs::RunState::Running, 0, 1), old });
    QCOMPARE(model.series(1), before);
}

void ModelsTest::namesThatLookLikeHtmlStandInToolTipsAsTheyAre()
{
    ColumnModel columns;
    columns.setSignature({ .columns = { { .name = "label",
                                          .type = tensor::ColumnType::Category,
                                          .shape = {},
                                          .categories = { "<b>Shirt</b>", "Bag & Co" } } } });
    const auto classes = columns.index(0, 0).data(Qt::ToolTipRole).toString();
    QVERIFY2(classes.contains("&lt;b&gt;Shirt&lt;/b&gt;, Bag &amp; Co"), qPrintable(classes));
    auto failed = runWith("a", runs::RunState::Failed, 1, 0.5);
    failed.outcome.error = Error { .where = {}, .message = "layer \"<img src=x>\" is too large" };
    RunsModel model;
    model.setRuns({ failed });
    const auto error = model.index(0, RunsModel::State).data(Qt::ToolTipRole).toString();
    QVERIFY2(error.contains("&lt;img src=x&gt;"), qPrintable(error));
}

void ModelsTest::columnsKeepTheRulesOfModels()
{
    ColumnModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setSignature(
        { .columns = { { .name = "image", .type = tensor::ColumnType::Image, .shape = { 1, 28, 28 } },
                       { .name = "label",
                         .type = tensor::ColumnType::Category,
                         .shape = {},
                         .categories = { "Shirt", "Bag" } } } });
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.index(1, 2).data().toString(), QStringLiteral("2 classes"));
    QCOMPARE(model.index(1, 0).data(Qt::ToolTipRole).toString(), QStringLiteral("Shirt, Bag"));
    model.setSignature(
        { .columns = { { .name = "features", .type = tensor::ColumnType::Vector, .shape = { 2 } } } },
        { { "age", "city = Rome" } });
    QCOMPARE(model.index(0, 0).data(Qt::ToolTipRole).toString(), QStringLiteral("age, city = Rome"));
}

void ModelsTest::aSettingIsWrittenWhereItWasRead_data()
{
    QTest::addColumn<QString>("id");
    for (const auto& spec : datasetSettingSpecs(TestPart::Chosen))
        QTest::newRow(spec.id.c_str()) << QString::fromStdString(spec.id);
}

void ModelsTest::aSettingIsWrittenWhereItWasRead()
{
    QFETCH(QString, id);
    const std::map<QString, Value> other { { QStringLiteral("validation"), 25.0 },
                                           { QStringLiteral("test"), 30.0 },
                                           { QStringLiteral("seed"), std::int64_t { 7 } },
                                           { QStringLiteral("limit"), std::int64_t { 2000 } },
                                           { QStringLiteral("normalisation"), std::string("standard") } };
    data::DatasetSpec spec;
    const auto before = settingsOf(spec);
    applySetting(spec, id.toStdString(), other.at(id));
    const auto after = settingsOf(spec);
    for (const auto& [name, value] : before.all()) {
        if (name == id.toStdString())
            QVERIFY(after.value(name) == other.at(id));
        else
            QVERIFY2(after.value(name) == value, name.c_str());
    }
}

QTEST_MAIN(ModelsTest)
#include "models_test.moc"
