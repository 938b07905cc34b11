// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/sample_model.hpp"
#include "app/session/text.hpp"

#include "core/project/project.hpp"

#include <QAbstractItemModelTester>
#include <QGuiApplication>
#include <QImage>
#include <QSignalSpy>
#include <QtTest>

using namespace netwright;
using session::SampleModel;

namespace {
std::shared_ptr<const data::Dataset> openSample(const char* name)
{
    const auto file = std::filesystem::path(NETWRIGHT_SOURCE_DIR) / "samples" / name;
    const auto project = project::load(file);
    const auto dataset = project ? data::Dataset::open(project->datasets.front(), file.parent_path())
                                 : Result<std::shared_ptr<const data::Dataset>>();
    return dataset ? *dataset : nullptr;
}
} // namespace

class SampleModelTest : public QObject {
    Q_OBJECT

private slots:
    void theModelKeepsTheRulesOfModels();
    void numbersAndClassesArriveWhenAskedFor();
    void aTableHasTheColumnsOfItsFile();
    void allThatIsInViewArrives();
    void picturesArriveWhenAskedFor();
    void aPartShowsItsOwnRows();
};

void SampleModelTest::theModelKeepsTheRulesOfModels()
{
    SampleModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setDataset(openSample("iris.netwright"), std::nullopt);
    QCOMPARE(model.rowCount(), 150);
    QSignalSpy arrived(&model, &SampleModel::dataChanged);
    model.index(0, 1).data();
    QVERIFY(arrived.wait());
    model.setDataset(nullptr, std::nullopt);
    QCOMPARE(model.rowCount(), 0);
}

void SampleModelTest::numbersAndClassesArriveWhenAskedFor()
{
    SampleModel model;
    model.setDataset(openSample("iris.netwright"), std::nullopt);
    const int category = model.firstColumn(tensor::ColumnType::Category);
    QVERIFY(category > 0);
    QVERIFY(!model.index(100, category).data().isValid());
    QTRY_VERIFY(model.index(100, category).data().isValid());
    QVERIFY(!model.index(100, category).data().toString().isEmpty());
}

void SampleModelTest::aTableHasTheColumnsOfItsFile()
{
    SampleModel model;
    model.setDataset(openSample("iris.netwright"), data::Part::Test);
    QStringList names;
    for (int column = 0; column < model.columnCount(); ++column)
        names << model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    QCOMPARE(names.join(','),
             QStringLiteral("Row,sepal length,sepal width,petal length,petal width,species (target)"));
    model.setDataset(openSample("iris.netwright"), std::nullopt);
    QTRY_COMPARE(model.index(1, 1).data().toString(), QStringLiteral("4.9"));
    QCOMPARE(model.index(1, 4).data().toString(), QStringLiteral("0.2"));
    QCOMPARE(model.index(1, 5).data().toString(), QStringLiteral("setosa"));
}

void SampleModelTest::allThatIsInViewArrives()
{
    SampleModel model;
    model.setDataset(openSample("iris.netwright"), std::nullopt);
    const QList<QModelIndex> inView { model.index(10, 1), model.index(70, 1), model.index(140, 1) };
    const auto askFor = [&](int first, int last) { // as a view does, of the rows that it shows
        for (const auto& index : inView)
            if (index.row() >= first && index.row() <= last)
                index.data();
    };
    connect(&model, &SampleModel::dataChanged, this,
            [&](const QModelIndex& from, const QModelIndex& to) { askFor(from.row(), to.row()); });
    askFor(0, model.rowCount());
    QTRY_VERIFY(std::ranges::all_of(inView, [&](const auto& index) { return index.data().isValid(); }));
}

void SampleModelTest::picturesArriveWhenAskedFor()
{
    SampleModel model;
    model.setDataset(openSample("fashion-mnist.netwright"), data::Part::Test);
    QCOMPARE(model.rowCount(), 10'000);
    const int image = model.firstColumn(tensor::ColumnType::Image);
    QTRY_VERIFY(!model.index(9'999, image).data(Qt::DecorationRole).value<QImage>().isNull());
    QCOMPARE(model.index(9'999, image).data(Qt::DecorationRole).value<QImage>().size(), QSize(28, 28));
    QVERIFY(!model.index(9'999, image).data(Qt::DisplayRole).isValid());
}

void SampleModelTest::aPartShowsItsOwnRows()
{
    const auto dataset = openSample("iris.netwright");
    SampleModel model;
    QVERIFY(model.setDataset(dataset, data::Part::Validation));
    QVERIFY(!model.setDataset(dataset, data::Part::Validation));
    const auto rows = dataset->rows(data::Part::Validation);
    QCOMPARE(model.rowCount(), static_cast<int>(rows.size()));
    QCOMPARE(model.index(0, 0).data().toLongLong(), static_cast<qlonglong>(rows.front()));
}

QTEST_MAIN(SampleModelTest)
#include "sample_model_test.moc"
