// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/exchange/python_case.hpp"
#include "tests/core/layers/wrapped_layer.hpp"
#include "tests/core/network/block_sample.hpp"

#include <QTemporaryDir>

using namespace netwright;
using namespace netwright::exchange;
using namespace netwright::exchange::testing;
using namespace netwright::network;

namespace {
Status writeLayerCase(const layers::testing::LayerCase& layerCase, const std::filesystem::path& folder)
{
    const auto wrapped = layers::testing::WrappedLayer::create(layerCase, 3);
    if (!wrapped)
        return failed(wrapped);
    const auto mode = wrapped->isLoss() ? layers::Mode::Training : layers::Mode::Inference;
    const auto plan = wrapped->compile(mode);
    if (!plan)
        return failed(plan);
    return writeCase(wrapped->network(), wrapped->data(), **plan, folder, wrapped->isLoss() ? "bound" : "");
}

bool isChecked(const layers::LayerKind& kind) { return kind.category != layers::Category::Data; }

void succeed(const Status& status)
{
    QVERIFY2(status.has_value(), status ? "" : status.error().text().c_str());
}

std::size_t countOf(const std::string& text, const std::string& part)
{
    std::size_t count = 0;
    for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1))
        ++count;
    return count;
}

std::string torchOf(const Network& network)
{
    const auto code = pyTorchCode(network, unitData());
    return code ? *code : code.error().text();
}

Node* named(Network& network, std::string_view name) { return network.find(network.find(name)->id); }

/// unitNetwork() with a second use of its block behind the first.
Network twoUses(const std::string& weights, std::int64_t width)
{
    auto network = unitNetwork(2, weights);
    SampleBuilder builder { network };
    const auto second = builder.add(blockLayer("Unit"), "second", network.find("stage")->id);
    network.connect({ { second, 0 }, { network.find("head")->id, 0 } });
    builder.set(second, "width", width);
    builder.set(second, kWeights, weights);
    return network;
}
} // namespace

class PythonCodeTest : public QObject {
    Q_OBJECT

private slots:
    void everyKindCanBeSaidInPython()
    {
        for (const auto* kind : layers::layerTable()) {
            if (!isChecked(*kind))
                continue;
            QVERIFY2(kind->toPyTorch, kind->id.c_str());
            QVERIFY2(kind->toKeras, kind->id.c_str());
        }
    }

    /// In one process: to import PyTorch takes longer than all the rest.
    void everyLayerComputesTheSameInPyTorch()
    {
        if (!hasTorch())
            QSKIP("/usr/bin/python3 has no torch or no h5py");
        QTemporaryDir folder;
        for (const auto* kind : layers::layerTable()) {
            for (const auto& layerCase : layers::testing::casesOf(*kind)) {
                if (isChecked(*kind))
                    succeed(writeLayerCase(
                        layerCase,
                        folder.filePath(QString::fromStdString(kind->id + " - " + layerCase.name))
                            .toStdString()));
            }
        }
        const auto said = compareCases(folder.path().toStdString());
        QVERIFY2(said.isEmpty(), qPrintable(said));
    }

    void blocksComputeTheSameInPyTorch()
    {
        if (!hasTorch())
            QSKIP("/usr/bin/python3 has no torch or no h5py");
        QTemporaryDir folder;
        const auto write = [&](const char* name, const Network& network) {
            succeed(writeNetworkCase(network, unitData(), folder.filePath(name).toStdString()));
        };
        write("once", unitNetwork(1));
        write("repeated", unitNetwork(3));
        auto widened = unitNetwork(3);
        named(widened, "stage")->parameters.set("width", std::int64_t { 9 });
        write("the first repeat differs", widened);
        write("weights of repeats", unitNetwork(3, std::string(kWeightsOfRepeats)));
        write("weights of all", twoUses(std::string(kWeightsOfAll), 4));
        write("two widths", twoUses(std::string(kOwnWeights), 7));
        auto bypassed = twoUses(std::string(kOwnWeights), 4);
        named(bypassed, "second")->isBypassed = true;
        named(bypassed.block("Unit")->body, "act")->isBypassed = true;
        write("bypassed", bypassed);
        const auto said = compareCases(folder.path().toStdString());
        QVERIFY2(said.isEmpty(), qPrintable(said));
    }

    void usesThatAreAlikeHaveOneClass()
    {
        const auto code = torchOf(twoUses(std::string(kOwnWeights), 4));
        QCOMPARE(countOf(code, "class UnitBlock"), 1U);
        QVERIFY(code.find("self.stage = nn.Sequential(*(UnitBlock() for _ in range(2)))") != code.npos);
        QVERIFY(code.find("self.second = UnitBlock()") != code.npos);
    }

    void usesThatDifferInNumbersHaveArguments()
    {
        const auto code = torchOf(twoUses(std::string(kOwnWeights), 7));
        QCOMPARE(countOf(code, "class UnitBlock"), 1U);
        QVERIFY2(code.find("def __init__(self, width):") != code.npos, code.c_str());
        QVERIFY2(code.find("self.fc = nn.Linear(4, width)") != code.npos, code.c_str());
        QVERIFY2(code.find("UnitBlock(4) for _ in range(2)") != code.npos, code.c_str());
        QVERIFY2(code.find("self.second = UnitBlock(7)") != code.npos, code.c_str());
    }

    void numbersThatForwardReadsAreKept()
    {
        auto network = unitNetwork(1);
        auto& body = network.block("Unit")->body;
        SampleBuilder builder { body };
        const auto reshape = builder.add("reshape", "shape", body.find("fc")->id);
        builder.set(reshape, "shape", std::string("-1"));
        body.connect({ { reshape, 0 }, { body.find("act")->id, 0 } });
        SampleBuilder outer { network };
        const auto second = outer.add(blockLayer("Unit"), "second", network.find("stage")->id);
        outer.set(second, "width", std::int64_t { 9 });
        network.connect({ { second, 0 }, { network.find("head")->id, 0 } });
        const auto code = torchOf(network);
        QVERIFY2(code.find("self.width = width") != code.npos, code.c_str());
        QVERIFY2(code.find("fc.reshape(-1, self.width)") != code.npos, code.c_str());
        if (!hasTorch())
            QSKIP("/usr/bin/python3 has no torch or no h5py");
        QTemporaryDir folder;
        succeed(writeNetworkCase(network, unitData(), folder.filePath("kept").toStdString()));
        const auto said = compareCases(folder.path().toStdString());
        QVERIFY2(said.isEmpty(), qPrintable(said));
    }

    void sharedWeightsAreOneModule()
    {
        const auto code = torchOf(unitNetwork(3, std::string(kWeightsOfRepeats)));
        QVERIFY2(code.find("for _ in range(3):\n            stage = self.stage(stage)") != code.npos,
                 code.c_str());
    }

    void namesThatPythonDoesNotAllowAreChanged()
    {
        auto network = unitNetwork(1);
        network.name = "a \"quoted\" name";
        named(network, "head")->name = "class";
        named(network, "stage")->name = "1st stage";
        const auto code = torchOf(network);
        QVERIFY2(code.find("self.class_2 = nn.Linear(4, 2)") != code.npos, code.c_str());
        QVERIFY2(code.find("self.layer_1st_stage = UnitBlock()") != code.npos, code.c_str());
        QVERIFY2(code.find("class AQuotedName(nn.Module)") != code.npos, code.c_str());
        QVERIFY2(code.find("\"1st stage.fc/kernel\": \"layer_1st_stage.fc.weight\"") != code.npos,
                 code.c_str());
    }

    void aNetworkWithAProblemIsNamed()
    {
        auto network = unitNetwork(1);
        network.links.pop_back();
        network.links.pop_back();
        const auto code = pyTorchCode(network, unitData());
        QVERIFY(!code);
        QVERIFY2(code.error().text().find("head") != std::string::npos, code.error().text().c_str());
    }

    void aLossIsNotNeeded()
    {
        auto network = unitNetwork(1);
        network.remove(network.find("loss")->id);
        const auto code = pyTorchCode(network, unitData());
        QVERIFY2(code.has_value(), code ? "" : code.error().text().c_str());
        QVERIFY(code->find("def loss") == code->npos);
    }

    void kerasSharesAModelWhereWeightsAreShared()
    {
        const auto code = kerasCode(twoUses(std::string(kWeightsOfAll), 4), unitData());
        QVERIFY2(code.has_value(), code ? "" : code.error().text().c_str());
        QVERIFY2(code->find("second = stage_block(stage)") != code->npos, code->c_str());
    }
};

QTEST_GUILESS_MAIN(PythonCodeTest)
#include "python_code_test.moc"
