// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/block_library.hpp"

#include "core/base/file.hpp"

#include <QTemporaryDir>
#include <QTest>

#include <filesystem>

using namespace netwright;

namespace {

network::Network partOf(const char* layer)
{
    network::Network part { .name = "part", .dataset = {}, .nodes = {}, .links = {} };
    (void)part.add(layer, {});
    return part;
}

/// A library, and the folder that it keeps.
struct Shelf {
    QTemporaryDir folder;
    session::BlockLibrary library { folder.path().toStdString() };

    [[nodiscard]] std::string layer(const std::string& name) const
    {
        const auto part = library.load(name);
        return part ? part->nodes.front().layer : part.error().text();
    }
    [[nodiscard]] std::filesystem::path file(const std::string& name) const
    {
        return std::filesystem::path(folder.path().toStdString()) / (name + ".json");
    }
};

} // namespace

class BlockLibraryTest : public QObject {
    Q_OBJECT

private slots:
    void aBlockIsReadOnceAsLongAsItsFileIsTheSame()
    {
        Shelf shelf;
        QVERIFY(shelf.library.save("unit", partOf("relu")));
        QCOMPARE(shelf.layer("unit"), std::string("relu"));
        const auto text = *readFile(shelf.file("unit"), 1 << 20);
        const auto time = std::filesystem::last_write_time(shelf.file("unit"));
        QVERIFY(writeFile(shelf.file("unit"), std::string(text.size(), '?')));
        std::filesystem::last_write_time(shelf.file("unit"), time); // nothing tells that it is another
        QCOMPARE(shelf.layer("unit"), std::string("relu"));
    }

    void whatAnotherProgramWritesIsSeen()
    {
        Shelf shelf;
        QVERIFY(shelf.library.save("unit", partOf("relu")));
        QCOMPARE(shelf.layer("unit"), std::string("relu"));
        session::BlockLibrary other(shelf.folder.path().toStdString());
        QVERIFY(other.save("unit", partOf("dropout"))); // another size
        QCOMPARE(shelf.layer("unit"), std::string("dropout"));
    }

    void whatIsSavedHereIsSeenAtOnce()
    {
        Shelf shelf;
        QVERIFY(shelf.library.save("unit", partOf("relu")));
        QCOMPARE(shelf.layer("unit"), std::string("relu"));
        QVERIFY(shelf.library.save("unit", partOf("tanh"))); // as long as the one before
        QCOMPARE(shelf.layer("unit"), std::string("tanh"));
        QVERIFY(shelf.library.save("other", partOf("sigmoid")));
        QCOMPARE(shelf.layer("other"), std::string("sigmoid"));
        QVERIFY(shelf.library.remove("other"));
        QVERIFY(shelf.library.rename("unit", "other"));
        QCOMPARE(shelf.layer("other"), std::string("tanh"));
    }

    void whatIsGoneIsAnError()
    {
        Shelf shelf;
        QVERIFY(shelf.library.save("unit", partOf("relu")));
        QCOMPARE(shelf.layer("unit"), std::string("relu"));
        QVERIFY(shelf.library.remove("unit"));
        QVERIFY(!shelf.library.load("unit"));
    }
};

QTEST_GUILESS_MAIN(BlockLibraryTest)
#include "block_library_test.moc"
