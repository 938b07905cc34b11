// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/samples.hpp"

#include "app/session/text.hpp"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace netwright::pages {

std::vector<Sample> findSamples()
{
    const QString program = QCoreApplication::applicationDirPath();
    const QStringList folders { program + QStringLiteral("/../share/netwright/samples"),
                                program + QStringLiteral("/samples"),
                                program + QStringLiteral("/../../samples"),
                                program + QStringLiteral("/../../../samples") };
    const auto tr = [](const char* text) { return QCoreApplication::translate("Samples", text); };
    const std::vector<Sample> known {
        { "fashion-mnist.netwright", tr("Fashion-MNIST"),
          tr("70,000 small pictures of clothes in ten classes; three networks, from a plain one to a convolutional "
             "one.") },
        { "iris.netwright", tr("Iris"),
          tr("150 flowers, four measurements each, three species; trains in a second.") },
    };
    std::vector<Sample> found;
    for (const Sample& sample : known) {
        for (const QString& folder : folders) {
            const QFileInfo file(QDir(folder), session::toQt(sample.file));
            if (!file.exists())
                continue;
            found.push_back({ session::toPath(file.canonicalFilePath()), sample.title, sample.sentence });
            break;
        }
    }
    return found;
}

} // namespace netwright::pages
