// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/clipboard.hpp"

#include "core/network/network_json.hpp"

#include <nlohmann/json.hpp>

namespace netwright::widgets::clipboard {

namespace {
    /// Far beyond any network drawn by hand; a clipboard can hold a film.
    constexpr qsizetype kLongestText = 16 * 1024 * 1024;
    constexpr const char* kWhere = "the clipboard";
} // namespace

QString toText(const network::Network& part)
{
    return QString::fromStdString(
        network::toJson(part).dump(4, ' ', false, nlohmann::json::error_handler_t::replace));
}

Result<network::Network> fromText(const QString& text)
{
    if (text.size() > kLongestText)
        return fail(kWhere, "expected layers copied from a network, found {} characters of text",
                    text.size());
    const auto json = nlohmann::ordered_json::parse(text.toStdString(), nullptr, false);
    if (!json.is_object())
        return fail(kWhere, "expected layers copied from a network, found other text; copy layers first");
    return network::networkFromJson(json, kWhere);
}

} // namespace netwright::widgets::clipboard
