// SPDX-License-Identifier: GPL-3.0-or-later
// Every template that comes with the program, from its first step to Python.
#include "core/network/advice.hpp"
#include "core/network/template.hpp"
#include "core/project/project.hpp"
#include "core/training/optimiser.hpp"
#include "tests/core/exchange/python_case.hpp"

#include <QTemporaryDir>

#include <cmath>

using namespace netwright;
using namespace netwright::exchange::testing;

namespace {
void addTemplates()
{
    QTest::addColumn<QByteArray>("id");
    for (const auto& each : network::templates())
        QTest::newRow(each.id.c_str()) << QByteArray::fromStdString(each.id);
}

/// For other data than the example: four classes.
network::Network adapted(const network::Template& each, tensor::Signature& data)
{
    data = each.exampleData();
    data.columns[1].categories.resize(4);
    const auto network = network::fromTemplate(each, each.title, "data", data);
    if (!network)
        qFatal("%s", network.error().text().c_str());
    return *network;
}
} // namespace

class TemplatesTest : public QObject {
    Q_OBJECT

private slots:
    void trainsAStep_data() { addTemplates(); }
    void trainsAStep()
    {
        QFETCH(QByteArray, id);
        tensor::Signature data;
        const auto network = adapted(*network::findTemplate(id.toStdString()), data);
        const auto plan = engine::Plan::compile(network, data, { .batch = 4 });
        QVERIFY2(plan.has_value(), plan ? "" : plan.error().text().c_str());
        fillInputs(**plan, data);
        for (const auto& slot : (*plan)->inputs())
            std::ranges::generate(slot.categories, [next = 0]() mutable { return next++; });
        const double before = (*plan)->run(4, 0);
        const auto gradients = (*plan)->gradients();
        for (std::size_t i = 0; i < gradients.size(); ++i)
            (*plan)->weights()[i] -= 0.001F * gradients[i];
        (*plan)->weightsChanged();
        QVERIFY2(std::isfinite(before) && before > 0, qPrintable(QString::number(before)));
        QVERIFY(std::ranges::any_of(gradients, [](float gradient) { return gradient != 0; }));
        QVERIFY(std::isfinite((*plan)->run(4, 1)));
    }

    void opensAgainAsItWasSaved_data() { addTemplates(); }
    void opensAgainAsItWasSaved()
    {
        QFETCH(QByteArray, id);
        tensor::Signature data;
        project::Project project;
        project.networks = { adapted(*network::findTemplate(id.toStdString()), data) };
        const auto text = project::toJson(project).dump();
        const auto read = project::projectFromJson(nlohmann::ordered_json::parse(text));
        QVERIFY2(read.has_value(), read ? "" : read.error().text().c_str());
        QVERIFY(*read == project);
        QCOMPARE(project::toJson(*read).dump(), text);
    }

    void givesNoWarning_data() { addTemplates(); }
    void givesNoWarning()
    {
        QFETCH(QByteArray, id);
        tensor::Signature data;
        const auto network = adapted(*network::findTemplate(id.toStdString()), data);
        const auto warnings = network::advise(network, network::analyse(network, &data), {});
        QVERIFY2(warnings.empty(), warnings.empty() ? "" : warnings.front().message.c_str());
    }

    void allComputeTheSameInPyTorch()
    {
        if (!hasTorch())
            QSKIP("/usr/bin/python3 has no torch or no h5py");
        QTemporaryDir folder;
        for (const auto& each : network::templates()) {
            tensor::Signature data;
            const auto network = adapted(each, data);
            const auto written = writeNetworkCase(
                network, data, folder.filePath(QString::fromStdString(each.id)).toStdString());
            QVERIFY2(written.has_value(), written ? "" : written.error().text().c_str());
        }
        const auto said = compareCases(folder.path().toStdString());
        QVERIFY2(said.isEmpty(), qPrintable(said));
    }
};

QTEST_GUILESS_MAIN(TemplatesTest)
#include "templates_test.moc"
