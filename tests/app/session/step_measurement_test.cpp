// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/step_measurement.hpp"

#include "core/project/project.hpp"

#include <QTest>

#include <algorithm>

using namespace netwright;

namespace {

training::Training iris()
{
    const auto folder = std::filesystem::path(NETWRIGHT_SOURCE_DIR) / "samples";
    const auto project = project::load(folder / "iris.netwright").value();
    return { .network = project.networks.front(),
             .recipe = project.recipes.front(),
             .dataset = data::Dataset::open(project.datasets.front(), folder).value(),
             .from = {} };
}

} // namespace

class StepMeasurementTest : public QObject {
    Q_OBJECT

private slots:
    void measuresEveryLayerThatComputes()
    {
        const auto training = iris();
        const auto measured = session::measureStep(training, {});
        QVERIFY2(measured, measured ? "" : measured.error().text().c_str());
        QVERIFY(measured->step > 0);
        for (const auto* name : { "dense1", "dense2" })
            QVERIFY(measured->at({}).at(training.network.find(std::string_view(name))->id) > 0);
        const auto rows = static_cast<std::int64_t>(training.dataset->rows(data::Part::Train).size());
        const auto batches = (rows + training.recipe.batch - 1) / training.recipe.batch;
        QCOMPARE(measured->epoch, measured->step / 1000 * static_cast<double>(batches));
    }

    void aBlockHasTheTimesOfAllThatIsInside()
    {
        const network::NodeId block { 1 };
        const session::StepMeasurement measured {
            .milliseconds = { { { block, { 7 } }, 2 }, { { block, { 8 }, { 9 } }, 3 }, { { { 2 } }, 4 } }
        };
        using Times = std::map<network::NodeId, double>;
        QCOMPARE(measured.at({}), (Times { { block, 5 }, { { 2 }, 4 } }));
        QCOMPARE(measured.at({ block }), (Times { { { 7 }, 2 }, { { 8 }, 3 } }));
        QCOMPARE(measured.at({ block, { 7 } }), Times());
    }

    void aNetworkWithAProblemIsNotMeasured()
    {
        auto training = iris();
        training.network.links.pop_back();
        const auto measured = session::measureStep(training, {});
        QVERIFY(!measured);
        QVERIFY2(measured.error().text().find("not connected") != std::string::npos,
                 measured.error().text().c_str());
    }
};

QTEST_GUILESS_MAIN(StepMeasurementTest)
#include "step_measurement_test.moc"
