// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/network_picture.hpp"

#include "widgets/graph/graph_scene.hpp"

#include <QPainter>

#include <algorithm>

namespace netwright::widgets {

QPixmap networkPicture(const network::Network& network, const network::Analysis& analysis, QSize room,
                       double largestScale, double pixelRatio)
{
    constexpr double kMargin = 16; // what ports and links reach beyond the nodes
    GraphScene scene;
    scene.setNetwork(network, std::make_shared<const network::Analysis>(analysis));
    const auto whole = scene.nodesRect().adjusted(-kMargin, -kMargin, kMargin, kMargin);
    auto scale = std::min(largestScale, room.width() / whole.width());
    if (room.height() > 0)
        scale = std::min(scale, room.height() / whole.height());
    QPixmap picture((whole.size() * scale * pixelRatio).toSize());
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    scene.render(&painter, {}, whole);
    painter.end();
    picture.setDevicePixelRatio(pixelRatio);
    return picture;
}

} // namespace netwright::widgets
