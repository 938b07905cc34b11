// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runs/checkpoint_file.hpp"

#include "core/base/file.hpp"
#include "core/base/random.hpp"

#include <hdf5.h>

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <cstring>
#include <fstream>
#include <limits>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

using namespace netwright;
using training::Checkpoint;

namespace {
tensor::NamedTensor randomTensor(const std::string& node, const std::string& name, tensor::Shape shape)
{
    const Random random(7, std::hash<std::string> {}(node + name));
    tensor::Tensor tensor { .shape = std::move(shape), .values = {} };
    for (std::int64_t i = 0; i < tensor.shape.elements(); ++i)
        tensor.values.push_back(random.uniform(static_cast<std::uint64_t>(i)) - 0.5F);
    return { node, name, std::move(tensor) };
}

Checkpoint withParameters(std::vector<tensor::NamedTensor> parameters)
{
    Checkpoint checkpoint;
    checkpoint.parameters = std::move(parameters);
    return checkpoint;
}

/// All that a checkpoint can hold, with the values that a careless format loses.
Checkpoint everything()
{
    Checkpoint checkpoint;
    checkpoint.epoch = 3;
    checkpoint.batchInEpoch = 17;
    checkpoint.step = 0xFEDCBA9876543210ULL;
    checkpoint.seed = UINT64_MAX;
    checkpoint.optimiser = "adam";
    checkpoint.choices = { { "convolution forward, 1 x 2", "winograd" }, { "another", "direct" } };
    // Neither sorted nor grouped by node: the order must survive.
    checkpoint.parameters
        = { randomTensor("zeta", "kernel", { 8, 3, 5, 5 }), randomTensor("zeta", "bias", { 8 }),
            randomTensor("Schicht ä 層 \"1\" .", "kernel", { 10, 128 }), randomTensor("alpha", "scale", {}),
            randomTensor("zeta", "another", { 2 }) };
    auto& special = checkpoint.parameters[1].tensor.values;
    special[0] = std::numeric_limits<float>::quiet_NaN();
    special[1] = -0.0F;
    special[2] = std::numeric_limits<float>::infinity();
    special[3] = std::numeric_limits<float>::denorm_min();
    for (const auto* state : { "first_moment", "second_moment" })
        checkpoint.optimiserState[state]
            = { randomTensor("zeta", state, { 8, 3, 5, 5 }), randomTensor("b", "a", { 1 }) };
    checkpoint.optimiserState["empty"] = {};
    checkpoint.sums["loss"] = { .sum = 0.1 + 0.2, .count = 1e300 };
    checkpoint.sums["accuracy"] = { .sum = std::numeric_limits<double>::quiet_NaN(), .count = 0 };
    checkpoint.train = { { "loss", 0.125 } };
    checkpoint.validation = { { "loss", 0.25 }, { "accuracy", 1.0 / 3 } };
    checkpoint.seconds = 12.75;
    checkpoint.bestValidationLoss = std::numeric_limits<double>::infinity();
    return checkpoint;
}

bool sameBits(const std::vector<tensor::NamedTensor>& a, const std::vector<tensor::NamedTensor>& b)
{
    return std::ranges::equal(a, b, [](const auto& x, const auto& y) {
        return x.node == y.node && x.name == y.name && x.tensor.shape == y.tensor.shape
            && x.tensor.values.size() == y.tensor.values.size()
            && std::memcmp(x.tensor.values.data(), y.tensor.values.data(),
                           x.tensor.values.size() * sizeof(float))
            == 0;
    });
}

bool sameBits(double a, double b) { return std::memcmp(&a, &b, sizeof a) == 0; }

bool sameBits(const Checkpoint& a, const Checkpoint& b)
{
    const auto sameState
        = [](const auto& x, const auto& y) { return x.first == y.first && sameBits(x.second, y.second); };
    const auto sameSums = [](const auto& x, const auto& y) {
        return x.first == y.first && sameBits(x.second.sum, y.second.sum)
            && sameBits(x.second.count, y.second.count);
    };
    return a.epoch == b.epoch && a.batchInEpoch == b.batchInEpoch && a.step == b.step && a.seed == b.seed
        && a.optimiser == b.optimiser && a.choices == b.choices && sameBits(a.parameters, b.parameters)
        && std::ranges::equal(a.optimiserState, b.optimiserState, sameState)
        && std::ranges::equal(a.sums, b.sums, sameSums) && a.train == b.train && a.validation == b.validation
        && a.seconds == b.seconds && a.bestValidationLoss == b.bestValidationLoss;
}

std::string bytesOf(const std::filesystem::path& file) { return readFile(file, 1 << 26).value(); }

void put(const std::filesystem::path& file, std::string_view bytes)
{
    std::ofstream(file, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

qsizetype filesIn(const QTemporaryDir& folder)
{
    return QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size();
}

/// What a command prints, or nothing where it is not installed.
std::optional<QString> outputOf(const QString& program, const QStringList& arguments)
{
    QProcess process;
    process.start(program, arguments);
    if (!process.waitForFinished() || process.exitStatus() != QProcess::NormalExit)
        return std::nullopt;
    return QString::fromUtf8(process.readAllStandardOutput() + process.readAllStandardError());
}
} // namespace

class CheckpointFileTest : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    std::filesystem::path path(const char* name) const
    {
        return std::filesystem::path(m_folder.path().toStdString()) / name;
    }

private slots:
    void init()
    {
        std::filesystem::remove_all(m_folder.path().toStdString());
        std::filesystem::create_directory(m_folder.path().toStdString());
    }

    void readsBackEveryBit()
    {
        const auto checkpoint = everything();
        QVERIFY(runs::writeCheckpoint(checkpoint, path("a.h5")).has_value());
        const auto read = runs::readCheckpoint(path("a.h5"));
        QVERIFY2(read.has_value(), read ? "" : read.error().text().c_str());
        QVERIFY(sameBits(*read, checkpoint));
        QCOMPARE(filesIn(m_folder), 1);
    }

    void equalCheckpointsMakeEqualFiles()
    {
        QVERIFY(runs::writeCheckpoint(everything(), path("a.h5")).has_value());
        QVERIFY(runs::writeCheckpoint(everything(), path("b.h5")).has_value());
        QVERIFY(bytesOf(path("a.h5")) == bytesOf(path("b.h5")));
    }

    void replacesAnOlderFileWhole()
    {
        auto checkpoint = everything();
        QVERIFY(runs::writeCheckpoint(checkpoint, path("a.h5")).has_value());
        checkpoint.epoch = 4;
        QVERIFY(runs::writeCheckpoint(checkpoint, path("a.h5")).has_value());
        QCOMPARE(runs::readCheckpoint(path("a.h5"))->epoch, 4);
    }

    void emptyCheckpointIsAllowed()
    {
        QVERIFY(runs::writeCheckpoint({}, path("a.h5")).has_value());
        QVERIFY(sameBits(runs::readCheckpoint(path("a.h5")).value(), {}));
    }

    void namesThatHdf5CannotKeepAreRefused_data()
    {
        QTest::addColumn<QString>("node");
        for (const auto* node : { "", ".", "a/b", "/" })
            QTest::newRow(node) << node;
    }

    void namesThatHdf5CannotKeepAreRefused()
    {
        QFETCH(QString, node);
        const auto written = runs::writeCheckpoint(
            withParameters({ randomTensor(node.toStdString(), "kernel", { 2 }) }), path("a.h5"));
        QVERIFY(!written);
        QVERIFY(written.error().message.find("rename it") != std::string::npos);
        QCOMPARE(filesIn(m_folder), 0);
    }

    void doubledNamesAreRefused()
    {
        const auto weight = randomTensor("a", "kernel", { 2 });
        const auto written = runs::writeCheckpoint(withParameters({ weight, weight }), path("a.h5"));
        QVERIFY(!written && written.error().message.find("two weights") != std::string::npos);
    }

    void h5pyReadsIt()
    {
        const auto checkpoint = everything();
        QVERIFY(runs::writeCheckpoint(checkpoint, path("a.h5")).has_value());
        const auto script
            = QStringLiteral("import h5py, sys, zlib\n"
                             "f = h5py.File(sys.argv[1])\n"
                             "k = f['parameters/zeta/kernel']\n"
                             "print(k.dtype, k.shape, '%.9g' % k[7, 2, 4, 4],"
                             " k.attrs['crc32'] == zlib.crc32(k[()].tobytes()),"
                             " f['position'].attrs['step'], f['position'].attrs['optimiser'].decode())\n"
                             "print(len(f['parameters']['Schicht ä 層 \"1\" .']['kernel']))\n");
        const auto output
            = outputOf("/usr/bin/python3", { "-c", script, QString::fromStdString(path("a.h5")) });
        if (!output || output->contains("No module named"))
            QSKIP("python3 with h5py is not installed");
        const auto last = checkpoint.parameters[0].tensor.values.back();
        QCOMPARE(
            *output,
            QString("float32 (8, 3, 5, 5) %1 True 18364758544493064720 adam\n10\n").arg(last, 0, 'g', 9));
    }

    void h5dumpReadsIt()
    {
        QVERIFY(runs::writeCheckpoint(everything(), path("a.h5")).has_value());
        const auto output
            = outputOf("h5dump", { "-d", "/parameters/zeta/bias", QString::fromStdString(path("a.h5")) });
        if (!output)
            QSKIP("h5dump is not installed");
        QVERIFY2(output->contains("H5T_IEEE_F32LE") && output->contains("( 8 )")
                     && output->contains("(0): nan, -0, inf"),
                 qPrintable(*output));
    }

    void foreignFilesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("text") << QByteArray("epoch,loss\n1,0.5\n");
        QTest::newRow("zeros") << QByteArray(100'000, '\0');
        QTest::newRow("signature alone") << QByteArray("\x89HDF\r\n\x1a\n");
    }

    void foreignFilesAreRefused()
    {
        QFETCH(QByteArray, bytes);
        put(path("a.h5"), { bytes.data(), static_cast<std::size_t>(bytes.size()) });
        const auto read = runs::readCheckpoint(path("a.h5"));
        QVERIFY(!read);
        QCOMPARE(read.error().where, path("a.h5").string());
        QVERIFY2(read.error().message.find("expected a sound HDF5 file") == 0, read.error().message.c_str());
    }

    void hdf5OfSomethingElseIsRefused()
    {
        const auto file = H5Fcreate(path("a.h5").c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
        H5Gclose(H5Gcreate2(file, "parameters", H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT));
        H5Fclose(file);
        const auto read = runs::readCheckpoint(path("a.h5"));
        QVERIFY(!read);
        QVERIFY2(read.error().message.find("\"format\"") != std::string::npos, read.error().message.c_str());
    }

    void missingFilesAndFoldersAreRefused()
    {
        QVERIFY(runs::readCheckpoint(path("none.h5")).error().message.find("no such checkpoint")
                != std::string::npos);
        QVERIFY(!runs::readCheckpoint(m_folder.path().toStdString()));
        QVERIFY(!runs::writeCheckpoint({}, path("none") / "a.h5"));
    }

    void anArrayLargerThanTheFileIsRefusedBeforeAllocation()
    {
        QVERIFY(runs::writeCheckpoint(withParameters({ randomTensor("a", "kernel", { 2 }) }), path("a.h5"))
                    .has_value());
        const auto file = H5Fopen(path("a.h5").c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
        const hsize_t sizes[] = { 1ULL << 40, 1ULL << 20 };
        const auto space = H5Screate_simple(2, sizes, nullptr);
        const auto properties = H5Pcreate(H5P_DATASET_CREATE);
        const hsize_t chunk[] = { 16, 16 };
        H5Pset_chunk(properties, 2, chunk);
        H5Dclose(H5Dcreate2(file, "parameters/a/huge", H5T_IEEE_F32LE, space, H5P_DEFAULT, properties,
                            H5P_DEFAULT));
        H5Pclose(properties);
        H5Sclose(space);
        H5Fclose(file);
        const auto read = runs::readCheckpoint(path("a.h5"));
        QVERIFY(!read);
        QVERIFY2(read.error().message.find("claims more data") != std::string::npos,
                 read.error().message.c_str());
    }

    void truncatedFilesAreRefusedWhereverTheyEnd()
    {
        QVERIFY(runs::writeCheckpoint(everything(), path("a.h5")).has_value());
        const auto bytes = bytesOf(path("a.h5"));
        for (std::size_t size = 0; size < bytes.size(); size += size < 4096 ? 37 : 257) {
            put(path("b.h5"), std::string_view(bytes).substr(0, size));
            QVERIFY2(!runs::readCheckpoint(path("b.h5")), qPrintable(QString("read %1 bytes").arg(size)));
        }
    }

    /// HDF5 guards its metadata, "crc32" the arrays; what neither sees is unused space.
    void aFlippedByteIsFoundOrHarmless()
    {
        const auto checkpoint = everything();
        QVERIFY(runs::writeCheckpoint(checkpoint, path("a.h5")).has_value());
        const auto bytes = bytesOf(path("a.h5"));
        int found = 0;
        for (std::size_t at = 0; at < bytes.size(); at += 11) {
            auto damaged = bytes;
            damaged[at] = static_cast<char>(damaged[at] ^ (1 << (at % 8)));
            put(path("b.h5"), damaged);
            const auto read = runs::readCheckpoint(path("b.h5"));
            found += !read;
            QVERIFY2(!read || sameBits(*read, checkpoint),
                     qPrintable(QString("byte %1 of %2").arg(at).arg(bytes.size())));
        }
        qInfo("%d of %zu flips found, %zu bytes", found, (bytes.size() + 10) / 11, bytes.size());
        QVERIFY(found > 300);
    }

    void aFullDiskLeavesNothingBehind()
    {
        const auto disk = path("disk");
        std::filesystem::create_directory(disk);
        if (::mount("none", disk.c_str(), "tmpfs", 0, "size=64k") != 0)
            QSKIP("only root can mount a small disk");
        auto checkpoint = withParameters({ randomTensor("a", "kernel", { 10, 100 }) });
        const auto small = runs::writeCheckpoint(checkpoint, disk / "a.h5");
        checkpoint.parameters = { randomTensor("a", "kernel", { 1000, 100 }) };
        const auto large = runs::writeCheckpoint(checkpoint, disk / "a.h5");
        const auto kept = runs::readCheckpoint(disk / "a.h5");
        const auto files = std::distance(std::filesystem::directory_iterator(disk), {});
        const auto isFree = ::umount(disk.c_str()) == 0; // fails while a file is still open
        QVERIFY2(small.has_value(), small ? "" : small.error().text().c_str());
        QVERIFY(!large);
        QVERIFY2(large.error().message.find("No space left") != std::string::npos,
                 large.error().message.c_str());
        QVERIFY(kept.has_value() && kept->parameters[0].tensor.values.size() == 1000);
        QCOMPARE(files, 1);
        QVERIFY(isFree);
    }

    void aFileThatMayNotGrowIsAnError()
    {
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before {};
        getrlimit(RLIMIT_FSIZE, &before);
        const rlimit small { 20'000, before.rlim_max };
        setrlimit(RLIMIT_FSIZE, &small);
        const auto written = runs::writeCheckpoint(
            withParameters({ randomTensor("a", "kernel", { 1000, 100 }) }), path("a.h5"));
        setrlimit(RLIMIT_FSIZE, &before);
        QVERIFY(!written);
        QVERIFY2(written.error().message.find("File too large") != std::string::npos,
                 written.error().message.c_str());
        QCOMPARE(filesIn(m_folder), 0);
    }
};

QTEST_GUILESS_MAIN(CheckpointFileTest)
#include "checkpoint_file_test.moc"
