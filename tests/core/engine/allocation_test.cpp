// SPDX-License-Identifier: GPL-3.0-or-later
// A program of its own, because it replaces operator new.
#include "core/network/block_edits.hpp"
#include "networks.hpp"

#include <QTest>

#include <dlfcn.h>

#include <atomic>
#include <cstdlib>
#include <new>
#include <set>
#include <string_view>

namespace {
std::atomic<bool> isCounting = false;
std::atomic<int> ours = 0;

/// oneDNN allocates inside its own execute(), which we cannot change; everything else is ours.
bool isOneDnn(const void* caller)
{
    Dl_info info {};
    return dladdr(caller, &info) != 0 && info.dli_fname
        && std::string_view(info.dli_fname).find("libdnnl") != std::string_view::npos;
}

void* allocate(std::size_t size, const void* caller)
{
    if (isCounting && !isOneDnn(caller))
        ++ours;
    return std::malloc(size == 0 ? 1 : size);
}

void* allocateOrThrow(std::size_t size, const void* caller)
{
    if (void* memory = allocate(size, caller))
        return memory;
    throw std::bad_alloc();
}
} // namespace

void* operator new(std::size_t size) { return allocateOrThrow(size, __builtin_return_address(0)); }
void* operator new[](std::size_t size) { return allocateOrThrow(size, __builtin_return_address(0)); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept
{
    return allocate(size, __builtin_return_address(0));
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }

using namespace netwright;
using namespace netwright::tests;

namespace {
/// Makes these nodes a block that recomputes its activations.
void recomputeInside(network::Network& network, const std::vector<std::string_view>& names)
{
    std::set<network::NodeId> inside;
    for (const auto name : names)
        inside.insert(network.find(name)->id);
    const auto made = network::makeBlock(network, {}, inside, "Part");
    if (!made)
        qFatal("%s", made.error().text().c_str());
    network = made->network;
    network.find(made->node)->parameters.set(network::kRecompute, true);
}

/// Choices for a Plan of one slice and two threads: Winograd wherever it is possible.
std::shared_ptr<tensor::Choices> winogradFor(const network::Network& network, const tensor::Signature& data)
{
    const auto asked = std::make_shared<tensor::Choices>();
    const auto plan
        = engine::Plan::compile(network, data, { .batch = 8, .threads = 2, .slices = 1, .choices = asked });
    if (!plan)
        qFatal("%s", plan.error().text().c_str());
    auto all = asked->chosen();
    for (auto& [task, name] : all)
        name = "winograd";
    return std::make_shared<tensor::Choices>(all, tensor::Choices::Remember());
}
} // namespace

class AllocationTest : public QObject {
    Q_OBJECT

private slots:
    void countingSeesAnAllocation()
    {
        ours = 0;
        isCounting = true;
        const auto value = std::make_unique<std::string>(100, 'x');
        isCounting = false;
        QVERIFY(ours >= 2);
    }

    void aStepAllocatesNothing_data()
    {
        QTest::addColumn<int>("slices");
        QTest::addColumn<bool>("recomputes");
        QTest::addColumn<bool>("isByWinograd");
        QTest::newRow("a whole batch") << 1 << false << false;
        QTest::newRow("slices on threads") << 2 << false << false;
        QTest::newRow("a block that recomputes") << 2 << true << false;
        QTest::newRow("convolutions in own loops") << 1 << false << true;
    }
    void aStepAllocatesNothing()
    {
        QFETCH(int, slices);
        QFETCH(bool, recomputes);
        QFETCH(bool, isByWinograd);
        auto network = chain({ { "input" },
                               conv(16),
                               { "batch_norm" },
                               { "relu" },
                               { "max_pool2d" },
                               conv(32),
                               { "relu" },
                               { "flatten" },
                               { "dropout" },
                               dense(4),
                               { "softmax_cross_entropy" } });
        if (recomputes)
            recomputeInside(network, { "conv2d_1", "batch_norm_1", "relu_1", "max_pool2d_1" });
        const auto data = signature({ 1, 12, 12 }, 4);
        auto plan = engine::Plan::compile(network, data,
                                          { .batch = 8,
                                            .threads = 2,
                                            .slices = slices,
                                            .choices = isByWinograd ? winogradFor(network, data) : nullptr });
        QVERIFY2(plan, plan ? "" : plan.error().text().c_str());
        fill(**plan, 1, 4);
        (*plan)->run(8, 0);
        (*plan)->update([](auto, auto, auto) {});
        ours = 0;
        isCounting = true;
        for (std::uint64_t step = 1; step < 5; ++step) {
            (*plan)->run(8, step);
            (*plan)->update([](std::size_t, std::span<float> weights, std::span<const float> gradients) {
                weights[0] -= 0.1F * gradients[0];
            });
        }
        isCounting = false;
        QCOMPARE(ours.load(), 0);
    }
};

QTEST_GUILESS_MAIN(AllocationTest)
#include "allocation_test.moc"
